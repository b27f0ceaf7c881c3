import { getContentType, normalizeMessageContent } from '@whiskeysockets/baileys';
import type { proto } from '@whiskeysockets/baileys';
import type { BinaryNode } from './binary-node';
import type { AddressingMode } from './jids';

/** A message on a phone's screen. */
export interface Received {
	readonly id: string;
	/** The chat as the stanza named it: a group, or the other person under number or LID. */
	readonly chat: string;
	/** Digits of the number of whoever wrote it. */
	readonly from: string;
	/** 0 for a phone, 1 and up for a linked device. */
	readonly fromDevice: number;
	/** Written by this phone's own account, on another device. */
	readonly fromMe: boolean;
	/** Member of the group who wrote it, as the stanza named it. */
	readonly participant: string | undefined;
	readonly addressing: AddressingMode;
	/** Epoch seconds. */
	readonly timestamp: number;
	/** Decrypted, taken out of the wrapper for own devices. */
	readonly message: proto.IMessage;
	/** Field of the message that holds the content: `conversation`, `imageMessage`, … */
	readonly kind: string;
	/** Body or caption, when it has one. */
	readonly text: string | undefined;
	/** The stanza as it was delivered. */
	readonly raw: BinaryNode;
}

/** What a phone could not read. Every one of these is a "Waiting for this message" on somebody's screen. */
export interface DecryptFailure {
	readonly id: string;
	readonly from: string;
	readonly type: string;
	readonly reason: string;
}

export interface ReceiptSeen {
	/** Message ids. */
	readonly ids: readonly string[];
	/** `delivered` is the receipt without a type; `inactive` is delivered to a client that is not online. */
	readonly type: string;
	/** Digits of the account that sent it. */
	readonly from: string;
	readonly raw: BinaryNode;
}

export interface TypingSeen {
	readonly from: string;
	readonly chat: string;
	/** `composing`, `recording` or `paused`. */
	readonly state: string;
}

/** The key by which a phone speaks of a message it shows: quoting, reacting, voting, deleting. */
export const keyOf = (message: Received): proto.IMessageKey => ({
	remoteJid: message.chat,
	id: message.id,
	fromMe: message.fromMe,
	...(message.participant === undefined ? {} : { participant: message.participant }),
});

export const kindOf = (message: proto.IMessage): string =>
	getContentType(normalizeMessageContent(message)) ?? 'empty';

/** The words a person would read. */
export function textOf(message: proto.IMessage): string | undefined {
	const edited =
		message.protocolMessage?.editedMessage ?? message.editedMessage?.message?.protocolMessage?.editedMessage;
	const content = normalizeMessageContent(edited ?? message);
	if (!content) return undefined;
	const captioned = content.imageMessage ?? content.videoMessage ?? content.documentMessage;
	return (
		content.conversation ||
		content.extendedTextMessage?.text ||
		captioned?.caption ||
		content.pollCreationMessage?.name ||
		content.pollCreationMessageV3?.name ||
		content.listMessage?.description ||
		content.buttonsMessage?.contentText ||
		content.templateMessage?.hydratedTemplate?.hydratedContentText ||
		content.interactiveMessage?.body?.text ||
		content.reactionMessage?.text ||
		undefined
	);
}
