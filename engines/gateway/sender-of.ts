import { readChatId } from '../../messages/chat-id';
import type { Chat, Sender } from '../../messages/incoming';
import { chatOf } from './chat-address';

/** Reads a number or a WhatsApp id as gateways write them: bare digits, `…@c.us`, `…@g.us`, `…@lid`. */
export function chatIdOf(given: string): string | undefined {
	const digits = /^\+?(\d{7,15})$/u.exec(given.trim())?.[1];
	const read = readChatId(digits === undefined ? given : `${digits}@s.whatsapp.net`);
	return read?.kind === 'id' ? chatOf(read.recipient).chatId : undefined;
}

export function chatFrom(chatId: string): Chat {
	const server = chatId.slice(chatId.lastIndexOf('@') + 1);
	if (server === 'g.us') return { id: chatId, type: 'group' };
	if (server === 'newsletter') return { id: chatId, type: 'channel' };
	return { id: chatId, type: server === 'broadcast' ? 'broadcast' : 'private' };
}

/** A number is proven by its address alone; a LID names a person whose number is not known. */
export function senderFrom(address: string | undefined, name: string | null, isMe: boolean): Sender {
	const id = address === undefined ? undefined : chatIdOf(address);
	const read = id === undefined ? undefined : readChatId(id);
	const recipient = read?.kind === 'id' ? read.recipient : undefined;
	return {
		phone: recipient?.kind === 'phone' ? recipient.e164 : null,
		lid: recipient?.kind === 'lid' ? recipient.lid : null,
		name,
		isMe,
	};
}
