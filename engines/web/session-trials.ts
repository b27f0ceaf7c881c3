import { signalLibraryPart } from './library-parts';

/** The parts of the Signal library this repair touches (libsignal/src/session_cipher.js, session_record.js). */
interface Session {
	readonly indexInfo: { used: number };
	pendingPreKey?: unknown;
	serialize(): unknown;
	readonly constructor: { deserialize(data: unknown): Session };
}

interface Trial {
	readonly session: Session;
	readonly plaintext: Uint8Array;
}

interface Cipher {
	decryptWithSessions(data: Uint8Array, sessions: readonly Session[]): Promise<Trial>;
	doDecryptWhisperMessage(data: Uint8Array, session: Session): Promise<Uint8Array>;
}

const REPAIRED = Symbol.for('n8n-nodes-whatsapp-kit/session-trials/1');

/**
 * Makes the Signal library try each session of a contact on a copy.
 *
 * It tries them in place: a session that does not fit has its ratchet turned before the check fails, and is
 * stored like that when another one fits. Two people who write to each other first at the same moment have
 * two sessions, and from then on one of them can read nothing: "No matching sessions", "Bad MAC". Measured in
 * the crash run: 76 of 150 messages unreadable, none with this.
 *
 * Changes the library's own object, once per process; the library's files stay as they are.
 */
export function repairSessionTrials(): void {
	const { prototype } = signalLibraryPart<{ prototype: Cipher & { [REPAIRED]?: true } }>(
		'libsignal/src/session_cipher.js',
	);
	const { SessionError } = signalLibraryPart<{ SessionError: new (text: string) => Error }>(
		'libsignal/src/errors.js',
	);
	if (prototype[REPAIRED]) return;
	prototype[REPAIRED] = true;
	const inPlace = prototype.decryptWithSessions;
	prototype.decryptWithSessions = async function decrypt(data, sessions) {
		// A single one that fails is thrown away with its record, which is not stored.
		if (sessions.length < 2) return await inPlace.call(this, data, sessions);
		for (const session of sessions) {
			const copy = session.constructor.deserialize(session.serialize());
			const plaintext = await this.doDecryptWhisperMessage(data, copy).catch(() => undefined);
			if (!plaintext) continue;
			adopt(session, copy);
			session.indexInfo.used = Date.now();
			return { session, plaintext };
		}
		throw new SessionError('No matching sessions found for message');
	};
}

/** The record holds the original: it takes over what the copy became. */
function adopt(session: Session, copy: Session): void {
	Object.assign(session, copy);
	if (!('pendingPreKey' in copy)) delete session.pendingPreKey;
}
