import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';
import type { AccountStore, InboxEntry, KeyChanges, SentRow } from '../engine';
import type { KeyCodec } from './key-codec';
import { LeavingRows } from './leaving-rows';
import { LiveKeys } from './live-keys';

/** The extra "key type" by which a received stanza travels into the very commit that consumes its key. */
export const RECEIVED_TYPE = 'whatsapp-kit-received';

export interface WebKeyStore extends SignalKeyStore {
	/** Reads without going through the library: for LID look-ups while offline. */
	peek<T extends keyof SignalDataTypeMap>(type: T, id: string): SignalDataTypeMap[T] | undefined;
	/**
	 * As `set`, for keys that encrypted something: what the library hands over once more at the end of its
	 * transaction is then not written twice.
	 */
	setBeforeLeaving(data: SignalDataSet): Promise<void>;
	/** Written with the next commit, which every encryption makes; `flush` sees to it when there is none. */
	rememberSent(row: SentRow): void;
	/** Resolves when everything given to `rememberSent` is in the store. */
	flush(): Promise<void>;
	/** Forgets everything in memory; the caller has forgotten the store. */
	reset(): void;
}

export interface WebKeyStoreOptions {
	readonly store: AccountStore;
	readonly codec: KeyCodec;
	/** Raw rows as loaded when the connection opened. */
	readonly rows: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
	/** Called once per commit that carried received stanzas: seq per event id, null when it was there already. */
	onRecorded(eventId: string, seq: number | null): void;
	/** A commit failed: nothing may be sent or acknowledged on these keys any more. */
	onFailure(error: unknown): void;
}

/**
 * The Signal keys of one live account, wholly in memory (a send costs no read), written through on every
 * commit in one transaction.
 */
export function createWebKeyStore(options: WebKeyStoreOptions): WebKeyStore {
	const { codec, onRecorded } = options;
	const live = new LiveKeys(codec, options.rows);
	const leaving = new LeavingRows(options.store);
	/** Values written before their message left, recognised when they come again. */
	const early = new WeakSet<object>();
	const isWritten = (type: string, id: string, value: unknown): boolean =>
		isObject(value) && early.has(value) && live.holds(type, id, value);
	const telling = async <T>(work: Promise<T>): Promise<T> => {
		try {
			return await work;
		} catch (error) {
			options.onFailure(error);
			throw error;
		}
	};
	const write = async (data: SignalDataSet): Promise<void> => {
		const { changes, received } = encodeChanges(data, codec, isWritten);
		if (Object.keys(changes).length === 0 && received.length === 0) return;
		const seqs = await telling(leaving.commit(changes, received));
		// Memory follows the store, never the other way round: a refused commit must not look done.
		for (const { type, id, value } of keysOf(data)) live.set(type, id, value);
		received.forEach((entry, index) => onRecorded(entry.eventId, seqs[index] ?? null));
	};

	return {
		peek: (type, id) => live.get(type, id) as never,
		reset: () => live.reset(),
		get(type, ids) {
			const found: Record<string, never> = {};
			for (const id of ids) {
				const value = live.get(type, id);
				if (value !== undefined) found[id] = value as never;
			}
			return found;
		},
		set: write,
		async setBeforeLeaving(data) {
			await write(data);
			for (const { value } of keysOf(data)) if (isObject(value)) early.add(value);
		},
		rememberSent: (row) => leaving.add(row),
		flush: async () => await telling(leaving.flush()),
	};
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function* keysOf(data: SignalDataSet): Generator<{ type: string; id: string; value: unknown }> {
	for (const [type, values] of Object.entries(data) as [string, Record<string, unknown> | undefined][]) {
		if (type === RECEIVED_TYPE) continue;
		for (const [id, value] of Object.entries(values ?? {})) yield { type, id, value };
	}
}

function encodeChanges(
	data: SignalDataSet,
	codec: KeyCodec,
	isWritten: (type: string, id: string, value: unknown) => boolean,
): { changes: KeyChanges; received: InboxEntry[] } {
	const changes: Record<string, Record<string, Uint8Array | null>> = {};
	const received: InboxEntry[] = [];
	for (const [type, values] of Object.entries(data) as [string, Record<string, unknown>][]) {
		if (type === RECEIVED_TYPE) {
			received.push(...(Object.values(values) as InboxEntry[]));
			continue;
		}
		const encoded: Record<string, Uint8Array | null> = {};
		for (const [id, value] of Object.entries(values)) {
			if (isWritten(type, id, value)) continue;
			encoded[id] = value === null || value === undefined ? null : codec.encode(type, value);
		}
		if (Object.keys(encoded).length > 0) changes[type] = encoded;
	}
	return { changes, received };
}
