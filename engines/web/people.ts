import type { Baileys } from './load-baileys';
import type { WebKeyStore } from './key-store';

/**
 * Phone number and LID of a person, whichever one WhatsApp used. Answers from the stored mappings alone, so it
 * works while offline and never asks the server: a number that is not known stays unknown.
 */
export interface People {
	/** E.164 with plus, or null. Accepts a phone JID or a LID, with or without device. */
	phoneOf(jid: string): string | null;
	/** `…@lid`, or null. */
	lidOf(jid: string): string | null;
}

export function createPeople(baileys: Baileys, keys: () => WebKeyStore): People {
	return {
		phoneOf(jid) {
			const decoded = baileys.jidDecode(jid);
			if (!decoded?.user) return null;
			if (baileys.isPnUser(jid)) return `+${decoded.user}`;
			if (!baileys.isLidUser(jid)) return null;
			const phone = keys().peek('lid-mapping', `${decoded.user}_reverse`);
			return phone ? `+${phone}` : null;
		},
		lidOf(jid) {
			const decoded = baileys.jidDecode(jid);
			if (!decoded?.user) return null;
			if (baileys.isLidUser(jid)) return `${decoded.user}@lid`;
			if (!baileys.isPnUser(jid)) return null;
			const lid = keys().peek('lid-mapping', decoded.user);
			return lid ? `${lid}@lid` : null;
		},
	};
}
