// The sign-in of the demo n8n: made up on this machine, kept beside its data, of use on loopback only.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function ownerLogin(home) {
	const file = join(home, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
	// n8n asks for a capital and a digit.
	const login = { email: 'demo@example.com', password: `Demo-1${randomBytes(6).toString('hex')}` };
	writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}
