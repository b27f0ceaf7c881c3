import { createHash } from 'node:crypto';
import type { Sealer } from '../../sessions/remote/sealed-link';
import { vaultFor } from './storage-key';

/**
 * Seals what processes tell each other about an account. The salt follows from the account, for processes that
 * know nothing but the credential have to come to the same key; it is another one than that of the store.
 */
export async function wireSealer(accountId: string, storageKey: string): Promise<Sealer> {
	const salt = createHash('sha256').update(`whatsapp-kit between processes\0${accountId}`).digest();
	const vault = await vaultFor(storageKey, salt);
	return {
		seal: (place, text) =>
			Buffer.from(vault.seal(['wire', accountId, place], Buffer.from(text))).toString('base64'),
		open: (place, sealed) =>
			Buffer.from(vault.open(['wire', accountId, place], Buffer.from(sealed, 'base64'))).toString(),
	};
}
