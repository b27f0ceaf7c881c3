import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { runLine, shownLine } from './console-commands';
import type { ConsoleState } from './console-commands';
import { startControlApi } from './control';
import { startLoopbackWhatsApp } from './server';
import { muteSignalLibrary } from './signal-library-noise';
import { readState, restoreState, writeState } from './state-file';

/**
 * The loopback WhatsApp as a program: a console to play the phones by hand, and a control API for other
 * processes. Flags:
 *
 *     --port N --media-port N --control-port N   fixed ports (default: free ones)
 *     --state FILE        phones, linked devices and keys survive a restart
 *     --ca-file FILE      where the media host's authority is written (default: the temporary folder)
 *     --ready-file FILE   JSON {url, rootKeyHex, caFile, controlUrl, pid}, written when everything listens
 *     --no-console        no reading of commands; runs until SIGTERM or SIGINT
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			'media-port': { type: 'string' },
			'control-port': { type: 'string' },
			state: { type: 'string' },
			'ca-file': { type: 'string' },
			'ready-file': { type: 'string' },
			'no-console': { type: 'boolean', default: false },
		},
	});
	muteSignalLibrary();
	const kept = values.state === undefined ? undefined : await readState(values.state);
	const server = await startLoopbackWhatsApp({
		port: Number(values.port ?? 0),
		mediaPort: Number(values['media-port'] ?? 0),
		certificates: kept?.certificates,
		tls: kept?.tls,
	});
	if (kept) restoreState(server, kept);
	const control = await startControlApi(server, Number(values['control-port'] ?? 0));
	const caFile = await server.media.writeCaFile(
		values['ca-file'] ?? join(tmpdir(), `loopback-whatsapp-${process.pid}.pem`),
	);
	const ready = {
		url: server.url,
		rootKeyHex: server.rootKeyHex,
		caFile,
		controlUrl: control.url,
		pid: process.pid,
	};
	if (values['ready-file'] !== undefined) await writeWhole(values['ready-file'], JSON.stringify(ready));
	print(`WHATSAPP_KIT_SERVER_URL=${ready.url}`);
	print(`WHATSAPP_KIT_SERVER_ROOT_KEY=${ready.rootKeyHex}`);
	print(`NODE_EXTRA_CA_CERTS=${ready.caFile}`);
	print(`control API: ${ready.controlUrl}`);

	const save = async (): Promise<void> => {
		if (values.state !== undefined) await writeState(server, values.state);
	};
	const state: ConsoleState = { server, shown: [] };
	const stop = watchPhones(state);
	try {
		await save();
		await (values['no-console'] ? signalled() : readCommands(state, save));
		await save();
	} finally {
		stop();
		await control.close();
		await server.close();
	}
}

/** How often the screens are looked at, in ms. */
const LOOK_EVERY_MS = 100;

/** Prints what arrives on any phone. */
function watchPhones({ server, shown }: ConsoleState): () => void {
	const seen = new Map<string, number>();
	const look = (): void => {
		for (const { phone } of server.directory.accounts) {
			const { all } = phone.inbox;
			for (const message of all.slice(seen.get(phone.digits) ?? 0)) {
				shown.push({ phone, message });
				print(shownLine(shown.length, { phone, message }));
			}
			seen.set(phone.digits, all.length);
		}
	};
	const timer = setInterval(look, LOOK_EVERY_MS);
	return () => clearInterval(timer);
}

/** Until `quit`, the end of the input, or a signal. Lines run one after the other, so a script can be piped in. */
async function readCommands(state: ConsoleState, save: () => Promise<void>): Promise<void> {
	const { stdin, stdout } = process;
	const byHand = stdin.isTTY;
	const lines = createInterface({ input: stdin, output: byHand ? stdout : undefined, prompt: '> ' });
	void signalled().then(() => lines.close());
	print('Type help.');
	if (byHand) lines.prompt();
	for await (const line of lines) {
		if (line.trim() === 'quit') break;
		if (line.trim() !== '' && !line.startsWith('#')) print(await runLine(state, line));
		await save();
		if (byHand) lines.prompt();
	}
	lines.close();
}

const signalled = (): Promise<void> =>
	new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
	});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Whoever waits for the file must never read half of it. */
async function writeWhole(file: string, content: string): Promise<void> {
	await writeFile(`${file}.new`, content);
	await rename(`${file}.new`, file);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
	process.exitCode = 1;
});
