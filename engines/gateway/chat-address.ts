import { KitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type { ResolvedChat } from '../engine';

/** The chat of a recipient, in WhatsApp's own writing, without asking anybody whether it exists. */
export function chatOf(recipient: Recipient): ResolvedChat {
	switch (recipient.kind) {
		case 'phone':
			return {
				chatId: `${recipient.e164.slice(1)}@s.whatsapp.net`,
				phone: recipient.e164,
				lid: null,
			};
		case 'lid':
			return { chatId: recipient.lid, phone: null, lid: recipient.lid };
		case 'group':
			return { chatId: recipient.groupId, phone: null, lid: null };
		case 'channel':
			return { chatId: recipient.channelId, phone: null, lid: null };
		case 'status':
			return { chatId: 'status@broadcast', phone: null, lid: null };
	}
}

/** For gateways that know people by their number alone. @throws KitError `notSupported` */
export function digitsOf(chat: ResolvedChat, title: string): string {
	if (chat.phone !== null) return chat.phone.slice(1);
	throw new KitError({
		code: 'notSupported',
		what: `${title} sends to phone numbers only, not to "${chat.chatId.slice(0, 60)}".`,
		next: 'Nothing was sent. Give the number of a person.',
	});
}
