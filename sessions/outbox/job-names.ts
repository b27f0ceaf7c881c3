import type { Recipient } from '../../messages/recipient';
import type { LimitedRecipient } from '../governor/rules';

/** One writing for whatever was typed: jobs to the same one keep their order. */
export function recipientName(recipient: Recipient): string {
	switch (recipient.kind) {
		case 'phone':
			return recipient.e164;
		case 'lid':
			return recipient.lid;
		case 'group':
			return recipient.groupId;
		case 'channel':
			return recipient.channelId;
		case 'status':
			return 'status@broadcast';
	}
}

/**
 * As the ledger names whom a message goes to, as far as that is known without asking WhatsApp: a person written to
 * by LID alone so far may look like a new chat.
 */
export function likelyRecipient(recipient: Recipient): LimitedRecipient {
	const key = recipientName(recipient);
	const chats =
		recipient.kind === 'phone' ? recipient.candidates.map((digits) => `${digits}@s.whatsapp.net`) : [key];
	return { key, chats: chats.slice(0, 3), isGroup: recipient.kind === 'group' };
}
