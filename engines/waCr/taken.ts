import type { TakenMessage } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';

/**
 * What a 2xx answer to a send says: the WhatsApp id in `data`, as all of WA.cr's answers have it, or beside it.
 * Null when it does not say that the message was taken.
 */
export function takenByWaCr(body: unknown): TakenMessage | null {
	if (at(body, 'success') === false || at(body, 'error')) return null;
	for (const message of [at(body, 'data'), body]) {
		const messageId = textOf(at(message, 'message_id'));
		if (messageId !== undefined && messageId.length <= 256) return { messageId };
		// Of a code that was sent.
		if (at(message, 'code_sent') === true) return {};
		// Some sends are only written into the chat at first; that is WA.cr's own record of it.
		if (textOf(at(message, 'chat_message_id')) !== undefined || at(message, 'status') === 'sent') return {};
	}
	return null;
}
