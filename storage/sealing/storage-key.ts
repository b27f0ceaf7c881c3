import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Vault } from './vault';
import { sealedVault } from './vault';
import { wrongStorageKey } from './sealing-errors';

const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** About 0.1 s and 32 MB, once per opened account, on Node's thread pool. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 } as const;
const CHECK_TEXT = Buffer.from('whatsapp-kit');

const derive = promisify(scrypt) as (
	secret: string,
	salt: Uint8Array,
	length: number,
	cost: typeof COST,
) => Promise<Buffer>;

export function newSalt(): Uint8Array {
	return randomBytes(SALT_BYTES);
}

/** The vault of one account under a person's storage key; the salt is the account's own. */
export async function vaultFor(storageKey: string, salt: Uint8Array): Promise<Vault> {
	return sealedVault(await derive(storageKey, salt, KEY_BYTES, COST));
}

/** A known text under the key, kept beside the salt: a wrong key is noticed before anything is written. */
export function makeCheck(vault: Vault, accountId: string): Uint8Array {
	return vault.seal(['check', accountId], CHECK_TEXT);
}

/** Throws `storage` naming the credential field when the key is not the one the account was sealed with. */
export function verifyCheck(vault: Vault, accountId: string, check: Uint8Array): void {
	try {
		vault.open(['check', accountId], check);
	} catch {
		throw wrongStorageKey();
	}
}
