import type { MessageQuestion, Wait } from '../../waits/wait';

export const START = Date.UTC(2026, 0, 7, 8);
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export const CHAT = '5511987654321@s.whatsapp.net';
export const ANA = '+5511987654321';

/** What was asked with a list, in the chat with Ana. */
export function aQuestion(changes: Partial<MessageQuestion> = {}): MessageQuestion {
	return {
		kind: 'message',
		accepts: 'choice',
		approveId: null,
		chat: [CHAT, ANA],
		messageId: 'question-1',
		chatId: CHAT,
		responders: [],
		replies: { accepted: 'Thanks', late: 'Too late', notAllowed: 'Not you' },
		...changes,
	};
}

/** One that has just begun. */
export function aWait(changes: Partial<Wait> = {}): Wait {
	return {
		id: 'w-1',
		accountId: 'account',
		status: 'open',
		createdAt: START,
		expiresAt: START + 10 * MINUTE,
		resumedAt: null,
		requestKey: `item of ${changes.id ?? 'w-1'}`,
		sleeper: { executionId: '7', nodeId: 'n', resumeUrl: 'http://localhost/webhook-waiting/7/n?signature=x' },
		question: aQuestion(),
		answer: null,
		...changes,
	};
}
