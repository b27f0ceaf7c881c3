import type { SentRow } from '../../engine';
import type { Baileys } from '../load-baileys';

/** What reading a message has to ask of the connection. None of it may wait for the network. */
export interface ReadLookups {
	/** Decrypts poll votes; nothing else needs the library. */
	readonly baileys: Baileys;
	/** Own addresses; device parts do not matter. */
	readonly me: { readonly id: string; readonly lid: string | null };
	/** `…@s.whatsapp.net` (or E.164) of a `…@lid`, null when not known. */
	lidToPhone(lid: string): Promise<string | null>;
	/** `…@lid` of a `…@s.whatsapp.net`, null when not known. */
	phoneToLid(phoneJid: string): Promise<string | null>;
	/** A message of ours by its id, when it is still stored. */
	findOffer(messageId: string): Promise<SentRow | null>;
	/** The newest message that offered choices in this chat and could be answered at `at`, epoch ms. */
	lastOffer(chatId: string, at: number): Promise<SentRow | null>;
	/** Subject of a group, when it is known without asking. */
	groupSubject?(groupId: string): string | undefined;
}
