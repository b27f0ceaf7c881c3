import type { AccountStore, SendOutcome, SendRequest } from '../engine';

/**
 * Keeps what a message offered, under the id by which answers name it, so that they come back as one choice.
 * Nothing else of a message is kept: gateways are never asked to repeat one.
 */
export async function rememberOffer(
	{ chat, composed, messageId, secret }: SendRequest,
	sent: Extract<SendOutcome, { outcome: 'sent' }>,
	store: Pick<AccountStore, 'rememberSent'>,
): Promise<void> {
	const { choices, via } = composed;
	if (!choices?.length || secret === true) return;
	await store.rememberSent({
		messageId: sent.messageId ?? messageId,
		chatId: chat.chatId,
		body: Buffer.from(composed.message.kind, 'utf8'),
		choices,
		via,
		sentAt: sent.sentAt,
	});
}
