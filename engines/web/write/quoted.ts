import type { WAMessage, proto } from '@whiskeysockets/baileys';
import type { SendExtras } from '../../../messages/outgoing';
import type { Baileys } from '../load-baileys';
import { keyOf } from './message-key';

/** The quoted message in the client library's form: the stored one when it is known, else what it said. */
export function quotedMessage(
	quoted: NonNullable<SendExtras['quoted']>,
	chatId: string,
	stored: Uint8Array | undefined,
	baileys: Baileys,
): WAMessage {
	return { key: keyOf(quoted, chatId), message: quotedContent(quoted.text, stored, baileys) };
}

function quotedContent(
	text: string | undefined,
	stored: Uint8Array | undefined,
	baileys: Baileys,
): proto.IMessage {
	if (stored) {
		try {
			const message = baileys.proto.Message.decode(stored);
			if (baileys.getContentType(baileys.normalizeMessageContent(message))) return message;
		} catch {
			// An unreadable copy only costs the preview in the quote.
		}
	}
	// A quote without any content is refused by phones, an empty text is shown as an empty quote.
	return { conversation: text ?? '' };
}
