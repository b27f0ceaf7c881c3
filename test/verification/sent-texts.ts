import type { SendMessageRequest, SendReceipt } from '../../sessions/session';

export function receiptOf({ recipient }: SendMessageRequest, at: number): SendReceipt {
	return {
		messageId: '3EB0C431C26A1916E07A',
		recipient,
		chatId: '5511987654321@s.whatsapp.net',
		outcome: 'sent',
		sentAt: new Date(at).toISOString(),
		via: 'text',
	};
}

export function textOf({ message }: SendMessageRequest): string {
	return (message as { text: string }).text;
}
