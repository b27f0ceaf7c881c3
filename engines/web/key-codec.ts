import type { AuthenticationCreds } from '@whiskeysockets/baileys';
import type { Baileys } from './load-baileys';

/**
 * The stored form of Signal keys and credentials: JSON with the client library's own marking of bytes, so
 * that a store can be read by the library's own tools and migrated when it announces a new format.
 */
export interface KeyCodec {
	encode(type: string, value: unknown): Uint8Array;
	decode(type: string, bytes: Uint8Array): unknown;
}

/** The key type and id our own credentials live under, beside the library's ten types. */
export const CREDENTIALS_KEY = { type: 'creds', id: 'creds' } as const;

export function createKeyCodec(baileys: Baileys): KeyCodec {
	const { BufferJSON, proto } = baileys;
	return {
		encode(type, value) {
			// Sessions are written on every message and hold no bytes (the Signal library serialises them to
			// base64 strings itself), so they skip the replacer, which costs ten times as much.
			const text = type === 'session' ? JSON.stringify(value) : JSON.stringify(value, BufferJSON.replacer);
			return Buffer.from(text, 'utf8');
		},
		decode(type, bytes) {
			const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
			if (type === 'session') return JSON.parse(text) as unknown;
			const value = JSON.parse(text, BufferJSON.reviver) as unknown;
			return type === 'app-state-sync-key'
				? proto.Message.AppStateSyncKeyData.fromObject(value as Record<string, unknown>)
				: value;
		},
	};
}

/** Linked means: a phone accepted this identity. `registered` stays false after a QR link (baileys.md §3). */
export function isLinked(creds: AuthenticationCreds): boolean {
	return Boolean(creds.me?.id && creds.account);
}
