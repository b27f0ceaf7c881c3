import type { Chat, Sender } from '../../../messages/incoming';
import type { ReadLookups } from './read-lookups';
import { chatOf, personOf } from './people';

export interface ReadContext extends ReadLookups {
	/** The message was written while this n8n was away. Default false. */
	readonly offline?: boolean;
	/** Epoch ms at which the message came here: choices are read as they stood open then. */
	readonly receivedAt: number;
	/** Chat as events carry it. */
	describeChat(jid: string): Promise<Chat>;
	/** A person by one address and, when it came along, the other one. `name` stays null. */
	describePerson(jid: string, alternative: string | null): Promise<Sender>;
}

/** Adds what follows from the look-ups. Cheap: may be made anew for every message. */
export function createReadContext(
	lookups: ReadLookups,
	options: Pick<ReadContext, 'offline' | 'receivedAt'>,
): ReadContext {
	return {
		baileys: lookups.baileys,
		me: lookups.me,
		lidToPhone: async (lid) => await lookups.lidToPhone(lid),
		phoneToLid: async (phoneJid) => await lookups.phoneToLid(phoneJid),
		findOffer: async (messageId) => await lookups.findOffer(messageId),
		lastOffer: async (chatId, at) => await lookups.lastOffer(chatId, at),
		groupSubject: (groupId) => lookups.groupSubject?.(groupId),
		...options,
		describeChat: async (jid) => await Promise.resolve(chatOf(jid, lookups)),
		describePerson: async (jid, alternative) => await personOf(jid, alternative, lookups),
	};
}
