import { readFile, writeFile } from 'node:fs/promises';
import { muteSignalLibrary } from '../../whatsapp/signal-library-noise';
import { authOf, fromText, newSession, toText, type BareSession } from './bare-session';
import { openBare } from './bare-socket';
import type { IdleHandlers } from './idle-orders';
import { say, serve } from './process-link';
import { settledMemory } from './resident-memory';

/** Bare sockets that wait. BENCH_SESSIONS is the file their sessions are kept in between two processes. */
const file = process.env.BENCH_SESSIONS ?? '';
/** Kept from being collected while they are measured. */
const held: unknown[] = [];

const idleBareHandlers: IdleHandlers = {
	async link({ url, owners }) {
		muteSignalLibrary();
		const sessions: BareSession[] = [];
		for (const owner of owners) {
			const session = newSession();
			await openBare(url, authOf(session), { onQr: (qr) => say('qr', { owner, qr }) });
			sessions.push(session);
		}
		await writeFile(file, toText(sessions));
	},
	async open({ url }) {
		muteSignalLibrary();
		const sessions = fromText(await readFile(file, 'utf8'));
		held.push(...(await Promise.all(sessions.map(async (session) => await openBare(url, authOf(session))))));
	},
	memory: settledMemory,
};

serve(idleBareHandlers);
