import type { OutgoingMessage } from '../../messages/outgoing';
import type { ResolvedChat } from '../engine';
import { digitsOf } from '../gateway/chat-address';

/**
 * The request that lets Wawp send a verification it keeps; undefined for everything else. Numbers are written as the
 * documents write them there, digits alone.
 */
export function verificationSend(
	chat: ResolvedChat,
	message: OutgoingMessage,
): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } | undefined {
	if (message.kind === 'managedCode') {
		const { language: lang, footer } = message;
		return {
			path: '/auth/otp/send',
			body: {
				chatId: digitsOf(chat, 'Wawp'),
				...(lang !== undefined && { lang }),
				...(footer !== undefined && { footer }),
			},
		};
	}
	if (message.kind !== 'managedApproval') return undefined;
	const { title, approveText, rejectText, buttonText, description, footer } = message;
	return {
		path: '/auth/list/send',
		body: {
			chatId: digitsOf(chat, 'Wawp'),
			title,
			// By their order: the first one approves.
			item1: approveText,
			item2: rejectText,
			...(buttonText !== undefined && { button: buttonText }),
			...(description !== undefined && { description }),
			...(footer !== undefined && { footer }),
		},
	};
}
