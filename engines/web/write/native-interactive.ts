import { randomBytes } from 'node:crypto';
import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { ButtonsMessage, ListMessage } from '../../../messages/outgoing';
import { replyButtons } from '../../../messages/reply-buttons';

/**
 * Lists and buttons as phones draw them. Experimental: the server takes them, some phones show them, Web and
 * Desktop do not, and WhatsApp may stop it any day (baileys.md §6). Never used unless asked for.
 */
export function interactiveMessage(message: ListMessage | ButtonsMessage): proto.IMessage {
	return {
		messageContextInfo: { messageSecret: randomBytes(32) },
		interactiveMessage: {
			...(message.header ? { header: { title: message.header, hasMediaAttachment: false } } : {}),
			body: { text: message.body },
			...(message.footer ? { footer: { text: message.footer } } : {}),
			nativeFlowMessage: { messageVersion: 1, buttons: nativeButtons(message) },
		},
	};
}

function nativeButtons(
	message: ListMessage | ButtonsMessage,
): proto.Message.InteractiveMessage.NativeFlowMessage.INativeFlowButton[] {
	if (message.kind === 'buttons') {
		return replyButtons(message.buttons).map(({ id, title }) => ({
			name: 'quick_reply',
			buttonParamsJson: JSON.stringify({ display_text: title, id }),
		}));
	}
	const sections = message.sections.map(({ title, rows }) => ({
		title: title ?? '',
		rows: rows.map((row) => ({
			header: '',
			title: row.title,
			description: row.description ?? '',
			id: row.id,
		})),
	}));
	return [
		{ name: 'single_select', buttonParamsJson: JSON.stringify({ title: message.buttonText, sections }) },
	];
}

/** Without this node beside the message nothing is drawn; with a shorter one the server answers 405 or 479. */
export function interactiveNodes(now: number): BinaryNode[] {
	const flow = { tag: 'native_flow', attrs: { v: '9', name: 'mixed' } };
	return [
		{
			tag: 'biz',
			attrs: { actual_actors: '2', host_storage: '2', privacy_mode_ts: String(Math.floor(now / 1_000)) },
			content: [
				{ tag: 'interactive', attrs: { type: 'native_flow', v: '1' }, content: [flow] },
				{ tag: 'quality_control', attrs: { decision_id: randomBytes(20).toString('hex') } },
			],
		},
	];
}
