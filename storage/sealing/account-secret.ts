import type { SecretRow } from '../repositories/secrets';
import { storageKeyMissing, wrongStorageKey } from './sealing-errors';
import { newSalt, vaultFor } from './storage-key';
import { clearVault } from './vault';

/**
 * A secret of an account as it is written. It has a salt of its own: a process that never held the account, and
 * so never opened its vault, must be able to read it.
 */
export async function sealSecret(
	account: string,
	name: string,
	secret: Uint8Array,
	storageKey: string | undefined,
): Promise<SecretRow> {
	const place = ['secret', account, name] as const;
	if (storageKey === undefined) return { salt: null, value: clearVault.seal(place, secret) };
	const salt = newSalt();
	return { salt, value: (await vaultFor(storageKey, salt)).seal(place, secret) };
}

/** Throws `storage` when it is sealed and the storage key is missing or another one. */
export async function openSecret(
	account: string,
	name: string,
	{ salt, value }: SecretRow,
	storageKey: string | undefined,
): Promise<Uint8Array> {
	const place = ['secret', account, name] as const;
	if (salt === null) return clearVault.open(place, value);
	if (storageKey === undefined) throw storageKeyMissing();
	const vault = await vaultFor(storageKey, salt);
	try {
		return vault.open(place, value);
	} catch {
		throw wrongStorageKey();
	}
}
