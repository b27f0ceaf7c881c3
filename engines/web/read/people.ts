import type { WAMessageKey } from '@whiskeysockets/baileys';
import type { Chat, Sender } from '../../../messages/incoming';
import { bareJid, chatTypeOf, isLid, isPhoneJid, jidOfAddress, phoneOfJid } from '../jid';
import type { ReadLookups } from './read-lookups';
import { textOf } from './untrusted-fields';

type PeopleLookups = Pick<ReadLookups, 'me' | 'lidToPhone' | 'phoneToLid' | 'groupSubject'>;

export function chatOf(jid: string, lookups: Pick<ReadLookups, 'groupSubject'>): Chat {
	const id = bareJid(jid);
	const type = chatTypeOf(id);
	const name = type === 'group' ? lookups.groupSubject?.(id) : undefined;
	return name ? { id, type, name } : { id, type };
}

/**
 * A person by whatever addresses are known. WhatsApp names people by phone number or by LID, and a message
 * carries the other one only sometimes; what is missing is looked up, and stays null when nobody knows it.
 */
export async function personOf(
	jid: string,
	alternative: string | null,
	lookups: PeopleLookups,
): Promise<Sender> {
	const addresses = [bareJid(jid), bareJid(alternative)];
	let lid = addresses.find(isLid) ?? null;
	let phone = phoneOfJid(addresses.find(isPhoneJid));
	if (!phone && lid) phone = phoneOfJid(jidOfAddress((await lookups.lidToPhone(lid)) ?? ''));
	if (!lid && phone) lid = bareJid(await lookups.phoneToLid(jidOfAddress(phone))) || null;
	return { phone, lid, name: null, isMe: false };
}

/** Who wrote the message with this key, under the name they gave themselves. */
export async function senderOf(
	key: WAMessageKey,
	pushName: unknown,
	lookups: PeopleLookups,
): Promise<Sender> {
	const name = textOf(pushName) ?? null;
	if (key.fromMe) {
		const me = await personOf(lookups.me.id, lookups.me.lid, lookups);
		return { ...me, name, isMe: true };
	}
	const { jid, alternative } = authorOf(key);
	return { ...(await personOf(jid, alternative, lookups)), name, isMe: false };
}

/** Addresses of the author of somebody else's message. */
export function authorOf(key: WAMessageKey): { readonly jid: string; readonly alternative: string | null } {
	const participant = textOf(key.participant);
	// In broadcasts the library puts the author's other address where a private chat has the chat's.
	const alternative = textOf(key.participantAlt) ?? textOf(key.remoteJidAlt) ?? null;
	return { jid: participant ?? textOf(key.remoteJid) ?? '', alternative };
}

/** How a mentioned or quoted person is named in an event: the number when it is known, else the address. */
export async function nameOfAddress(jid: string, lookups: PeopleLookups): Promise<string> {
	const { phone } = await personOf(jid, null, lookups);
	return phone ?? bareJid(jid);
}
