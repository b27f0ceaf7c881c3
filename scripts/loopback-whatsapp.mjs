// The loopback WhatsApp of the tests as a child with its console, and the settings that lead n8n to it.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { spawnOwned } from './child.mjs';
import { ensureNode24 } from './node24.mjs';
import { toolPath } from './tool-program.mjs';
import { Trouble } from './trouble.mjs';

const withinMs = 30_000;
export const demoPhone = '+5511987654321';
const phones = [
	{ phone: demoPhone, name: 'Shop' },
	{ phone: '+4915123456789', name: 'Ana' },
];

/** Gives { environment, exited, stop }. Its phones and the number linked to n8n are kept in `home`. */
export async function startLoopbackWhatsApp(home) {
	const program = await toolPath('test/whatsapp/console.ts');
	const readyFile = join(home, 'whatsapp-ready.json');
	rmSync(readyFile, { force: true });
	const flags = ['--state', join(home, 'whatsapp.json'), '--ca-file', join(home, 'media-ca.pem')];
	// Without a terminal there is nobody to type, and the end of the input would end the console.
	if (!process.stdin.isTTY) flags.push('--no-console');
	const child = spawnOwned(
		await ensureNode24(),
		['--enable-source-maps', program, ...flags, '--ready-file', readyFile],
		{ cwd: checkout, env: childEnvironment(), stdio: 'inherit' },
	);
	let ended = false;
	const exited = new Promise((resolve) => child.once('exit', resolve)).then(() => (ended = true));
	const ready = await readWhenThere(readyFile, () => ended);
	await addPhones(ready.controlUrl);
	return {
		environment: {
			WHATSAPP_KIT_SERVER_URL: ready.url,
			WHATSAPP_KIT_SERVER_ROOT_KEY: ready.rootKeyHex,
			NODE_EXTRA_CA_CERTS: ready.caFile,
		},
		exited,
		stop: async () => {
			if (!ended) child.kill('SIGTERM');
			await exited;
		},
	};
}

async function readWhenThere(file, ended) {
	const until = Date.now() + withinMs;
	while (!existsSync(file)) {
		if (ended() || Date.now() > until) throw didNotStart();
		await pause(50);
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** A number for n8n and one to write from; those of an earlier start are there already. */
async function addPhones(controlUrl) {
	const known = JSON.stringify(await (await fetch(`${controlUrl}/phones`)).json());
	for (const each of phones) {
		if (known.includes(each.phone.slice(1))) continue;
		const headers = { 'content-type': 'application/json' };
		const answer = await fetch(`${controlUrl}/phones`, {
			method: 'POST',
			headers,
			body: JSON.stringify(each),
		});
		if (!answer.ok) throw new Error(`The loopback WhatsApp took no phone: ${await answer.text()}`);
	}
}

const didNotStart = () =>
	new Trouble(
		'The loopback WhatsApp did not start.',
		`it ended, or said nothing for ${withinMs / 1000} s.`,
		'run it alone to see why: npm run whatsapp',
	);

/** What to do with it, for the terminal. */
export const demoLines = (address) => [
	'  This n8n talks to a WhatsApp on this machine only, with the phones "Shop" and "Ana".',
	'  Link:    run the workflow from "Link now"; type here: link Shop code <the pairingCode it shows>',
	'  Talk:    publish the workflow; type here: say Ana Shop ping',
	`  Sign in: link first, then open ${address}/webhook/sign-in and type here: say Ana Shop <the code under "Neither works?">`,
	`           or open ${address}/webhook/sign-in-code, give the number +4915123456789, and read the code here.`,
	'  All commands: help',
];
