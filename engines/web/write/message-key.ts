import type { WAMessageKey } from '@whiskeysockets/baileys';
import { KitError } from '../../../messages/kit-error';
import type { MessageReference } from '../../../messages/outgoing';
import { bareJid, jidOfAddress } from '../jid';

/**
 * The full key of an existing message in this chat.
 *
 * @throws KitError `invalidInput` when the message of somebody else in a group is named without its writer:
 * WhatsApp would take it and do nothing.
 */
export function keyOf(target: MessageReference, chatId: string): WAMessageKey {
	const remoteJid = bareJid(chatId) || chatId;
	if (target.fromMe) return { remoteJid, id: target.messageId, fromMe: true };
	if (!isShared(remoteJid)) return { remoteJid, id: target.messageId, fromMe: false };
	if (!target.participant) {
		throw new KitError({
			code: 'invalidInput',
			what: 'The field "participant" is missing.',
			why: `In the group ${remoteJid} a message is only found together with the one who wrote it.`,
			next: 'Take "from.lid" or "from.phone" of the received message, whichever the group uses.',
		});
	}
	return { remoteJid, id: target.messageId, fromMe: false, participant: jidOfAddress(target.participant) };
}

/** Chats with many writers. */
function isShared(chatId: string): boolean {
	return chatId.endsWith('@g.us') || chatId.endsWith('@broadcast');
}
