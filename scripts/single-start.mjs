// One n8n per user folder: two on one SQLite file would both think they own the triggers.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from './trouble.mjs';

/** Claims the folder for this process, or tells where the n8n that has it can be found. */
export async function claimFolder(home) {
	const file = join(home, 'running.json');
	const earlier = read(file);
	if (earlier && isAlive(earlier.starter)) throw alreadyRunning(earlier, earlier.starter);
	// Its starter was killed outright; n8n itself may have gone on.
	if (earlier && isAlive(earlier.n8n) && (await answers(earlier.address))) {
		throw alreadyRunning(earlier, earlier.n8n);
	}
	write(file, { starter: process.pid });
	const release = () => rmSync(file, { force: true });
	process.once('exit', release);
	return {
		announce: (n8n) => write(file, { starter: process.pid, n8n: n8n.pid, address: n8n.address }),
		release,
	};
}

function alreadyRunning({ address }, pid) {
	return new Trouble(
		`This n8n is running already${address ? ` at ${address}` : ''}.`,
		'an earlier npm start has not ended.',
		`use that one, or end it (Ctrl-C there, or: kill ${pid}) and start again.`,
	);
}

const write = (file, content) => writeFileSync(file, JSON.stringify(content));

function read(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}

function isAlive(pid) {
	if (!pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

async function answers(address) {
	try {
		return (await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(3000) })).ok;
	} catch {
		return false;
	}
}
