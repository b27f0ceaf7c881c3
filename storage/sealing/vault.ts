import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
	cannotUnseal,
	clearRowUnderKey,
	notOpenedHere,
	storageKeyMissing,
	unknownFormat,
} from './sealing-errors';

/**
 * How the values of one account are written. Every stored blob begins with a version byte, so that the
 * form can change later without guessing:
 * 1 = in clear; 2 = AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext.
 */
export interface Vault {
	readonly sealed: boolean;
	seal(place: Place, value: Uint8Array): Uint8Array;
	/** Throws KitError `storage` when the blob is not of this vault or was moved here from another place. */
	open(place: Place, stored: Uint8Array): Uint8Array;
}

/**
 * Where a value belongs: kind of record, account, and the ids within. Bound to the ciphertext, so that
 * someone who can write to the database cannot swap rows.
 */
export type Place = readonly [
	kind: 'key' | 'inbox' | 'sent' | 'choices' | 'job' | 'check' | 'wire' | 'secret',
	...ids: readonly string[],
];

const CLEAR = 1;
const SEALED = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** For accounts whose credential has no storage key. */
export const clearVault: Vault = {
	sealed: false,
	seal(_place, value) {
		const stored = Buffer.allocUnsafe(1 + value.length);
		stored[0] = CLEAR;
		stored.set(value, 1);
		return stored;
	},
	open(_place, stored) {
		if (stored[0] === SEALED) throw storageKeyMissing();
		if (stored[0] !== CLEAR) throw unknownFormat(stored[0]);
		return stored.subarray(1);
	},
};

/** For accounts this process reads without having opened them: there is no key to read sealed values with. */
export const unopenedVault: Vault = {
	...clearVault,
	open(place, stored) {
		if (stored[0] === SEALED) throw notOpenedHere();
		return clearVault.open(place, stored);
	},
};

/** `key` is 32 bytes, of this account alone: random nonces stay unique over billions of values. */
export function sealedVault(key: Uint8Array): Vault {
	// Handing raw bytes over makes Node import them again for every value, three times the cost of sealing.
	const secret = createSecretKey(key);
	return {
		sealed: true,
		seal: (place, value) => seal(secret, place, value),
		open: (place, stored) => open(secret, place, stored),
	};
}

function seal(key: KeyObject, place: Place, value: Uint8Array): Uint8Array {
	const stored = Buffer.allocUnsafe(HEAD_BYTES + value.length);
	stored[0] = SEALED;
	// Nonces are secrets' business: they come from the system, not from a port a test could make predictable.
	const nonce = randomBytes(NONCE_BYTES);
	stored.set(nonce, 1);
	const cipher = createCipheriv('aes-256-gcm', key, nonce);
	cipher.setAAD(boundTo(place));
	stored.set(cipher.update(value), HEAD_BYTES);
	cipher.final();
	stored.set(cipher.getAuthTag(), 1 + NONCE_BYTES);
	return stored;
}

function open(key: KeyObject, place: Place, stored: Uint8Array): Uint8Array {
	// A clear row under a key was put there by someone who does not have the key.
	if (stored[0] === CLEAR) throw clearRowUnderKey();
	if (stored[0] !== SEALED) throw unknownFormat(stored[0]);
	try {
		const nonce = stored.subarray(1, 1 + NONCE_BYTES);
		const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
		decipher.setAAD(boundTo(place));
		decipher.setAuthTag(stored.subarray(1 + NONCE_BYTES, HEAD_BYTES));
		const value = decipher.update(stored.subarray(HEAD_BYTES));
		decipher.final();
		return value;
	} catch (cause) {
		throw cannotUnseal(cause);
	}
}

function boundTo(place: Place): Uint8Array {
	return Buffer.from(JSON.stringify(place));
}
