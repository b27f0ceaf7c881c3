import type { AccountStore } from '../engine';
import type { WebCaches } from './caches';
import type { Baileys } from './load-baileys';
import type { People } from './people';
import type { ReadLookups } from './read-message';

/** How long an offer in numbered text may be answered by its number, ms. Later a "2" is just a 2. */
const OFFER_OPEN_MS = 24 * 3_600_000;

export interface MessageLookupsOptions {
	readonly baileys: Baileys;
	readonly people: People;
	readonly caches: WebCaches;
	readonly store: AccountStore;
	/** Own addresses of now: linking changes them. */
	me(): { readonly id: string; readonly lid: string };
}

/** Answers what reading a message has to ask, from memory and the store alone. */
export function createMessageLookups(options: MessageLookupsOptions): ReadLookups {
	const { people, caches, store } = options;
	return {
		baileys: options.baileys,
		get me() {
			const { id, lid } = options.me();
			return { id, lid: lid || null };
		},
		lidToPhone: async (lid) => await Promise.resolve(people.phoneOf(lid)),
		phoneToLid: async (phoneJid) => await Promise.resolve(people.lidOf(phoneJid)),
		findOffer: async (messageId) => await store.findSent(messageId),
		lastOffer: async (chatId, at) => await store.findLastOffer(chatId, at - OFFER_OPEN_MS, at),
		groupSubject: (groupId) => caches.groups.get(groupId)?.subject,
	};
}
