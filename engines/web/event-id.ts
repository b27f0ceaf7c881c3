import type { WAMessage } from '@whiskeysockets/baileys';
import { bareJid } from './jid';

/** Where a message stands: chat and participant as WhatsApp addressed them, devices do not matter. */
export interface EventPlace {
	readonly chatId: string;
	/** Empty in private chats. */
	readonly participant: string;
	readonly id: string;
}

/**
 * The name of an event, for telling repetitions. Reactions, edits, deletes and votes are messages with an id
 * of their own, so one scheme serves all. The participant counts because ids are unique per sender only.
 */
export function eventIdAt(place: EventPlace): string {
	return `message:${partOf(place.chatId)}|${partOf(place.participant)}|${place.id}`;
}

/** The separator cannot stand inside a part, so that two places never share a name. */
export function partOf(jid: string): string {
	return bareJid(jid).replaceAll('%', '%25').replaceAll('|', '%7C');
}

/** Null when the message has no id or no chat: such a thing is no event. */
export function eventIdOf(message: Pick<WAMessage, 'key'>): string | null {
	const key: Partial<WAMessage['key']> | null | undefined = message.key;
	const chatId = bareJid(key?.remoteJid);
	if (!chatId || typeof key?.id !== 'string' || key.id === '') return null;
	return eventIdAt({ chatId, participant: key.participant ?? '', id: key.id });
}
