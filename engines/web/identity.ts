import type { AuthenticationCreds } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { AccountStore } from '../engine';
import type { Baileys } from './load-baileys';
import { CREDENTIALS_KEY, isLinked, type KeyCodec } from './key-codec';

export interface Identity {
	/** One object for the whole life: the library changes it in place and also reports partial updates. */
	creds: AuthenticationCreds;
	readonly rows: ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;
}

/**
 * Reads the identity of an account, or makes a fresh, unlinked one when the store holds nothing at all.
 *
 * A store with keys but without readable credentials is an error: minting an identity there would unlink the
 * phone silently (baileys.md §2).
 *
 * @throws KitError `storage`
 */
export async function loadIdentity(
	store: AccountStore,
	codec: KeyCodec,
	baileys: Baileys,
): Promise<Identity> {
	const rows = await store.loadKeys();
	const bytes = rows.get(CREDENTIALS_KEY.type)?.get(CREDENTIALS_KEY.id);
	if (!bytes) {
		const held = [...rows.values()].reduce((sum, ids) => sum + ids.size, 0);
		if (held > 0) throw damaged(`${held} keys are there, but the identity they belong to is missing`);
		return { creds: baileys.initAuthCreds(), rows };
	}
	let creds: AuthenticationCreds;
	try {
		creds = codec.decode(CREDENTIALS_KEY.type, bytes) as AuthenticationCreds;
	} catch (error) {
		throw damaged('the identity cannot be read', error);
	}
	if (!creds.noiseKey?.private || !creds.signedIdentityKey?.private)
		throw damaged('the identity is incomplete');
	return { creds, rows };
}

/** Writes the identity once a phone accepted it; before that a restart simply begins anew. */
export async function saveIdentity(
	store: AccountStore,
	codec: KeyCodec,
	creds: AuthenticationCreds,
): Promise<void> {
	if (!isLinked(creds)) return;
	const bytes = codec.encode(CREDENTIALS_KEY.type, creds);
	await store.commit({ [CREDENTIALS_KEY.type]: { [CREDENTIALS_KEY.id]: bytes } }, []);
}

function damaged(why: string, cause?: unknown): KitError {
	return new KitError({
		code: 'storage',
		what: 'The stored WhatsApp session of this account is damaged.',
		why: `In the store ${why}.`,
		next: 'Restore the folder "whatsapp-kit" from a backup, or run Session → Logout and link the phone again.',
		cause,
	});
}
