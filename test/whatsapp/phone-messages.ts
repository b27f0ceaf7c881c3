import type { proto } from '@whiskeysockets/baileys';
import { keyOf } from './received';
import type { Received } from './received';

/** What a person does on a phone, as WhatsApp's message format says it. One builder per gesture. */

const quote = (quoted: Received | undefined): proto.IContextInfo | undefined =>
	quoted && {
		stanzaId: quoted.id,
		participant: quoted.participant ?? quoted.raw.attrs.from,
		quotedMessage: quoted.message,
	};

export const text = (body: string, quoted?: Received): proto.IMessage =>
	quoted ? { extendedTextMessage: { text: body, contextInfo: quote(quoted) } } : { conversation: body };

export const reaction = (to: Received, emoji: string, nowMs: number): proto.IMessage => ({
	reactionMessage: { key: keyOf(to), text: emoji, senderTimestampMs: nowMs },
});

export const edit = (key: proto.IMessageKey, body: string, nowMs: number): proto.IMessage => ({
	protocolMessage: { key, type: 14, editedMessage: { conversation: body }, timestampMs: nowMs },
});

/** Delete for everyone. */
export const revoke = (key: proto.IMessageKey): proto.IMessage => ({ protocolMessage: { key, type: 0 } });

export const location = (latitude: number, longitude: number, name?: string): proto.IMessage => ({
	locationMessage: { degreesLatitude: latitude, degreesLongitude: longitude, name },
});

export const contact = (displayName: string, phone: string): proto.IMessage => ({
	contactMessage: {
		displayName,
		vcard: `BEGIN:VCARD\nVERSION:3.0\nFN:${displayName}\nTEL;type=CELL;waid=${phone}:+${phone}\nEND:VCARD`,
	},
});

export const poll = (
	name: string,
	options: readonly string[],
	selectable: number,
	messageSecret: Uint8Array,
): proto.IMessage => {
	const creation = {
		name,
		options: options.map((optionName) => ({ optionName })),
		selectableOptionsCount: selectable,
	};
	return {
		messageContextInfo: { messageSecret },
		...(selectable === 1 ? { pollCreationMessageV3: creation } : { pollCreationMessage: creation }),
	};
};

/** A row picked from a list message. */
export const listAnswer = (list: Received, rowId: string, title: string): proto.IMessage => ({
	listResponseMessage: {
		title,
		listType: 1,
		singleSelectReply: { selectedRowId: rowId },
		contextInfo: quote(list),
	},
});

/** A tap on a button of a buttons message. */
export const buttonAnswer = (buttons: Received, buttonId: string, title: string): proto.IMessage => ({
	buttonsResponseMessage: {
		selectedButtonId: buttonId,
		selectedDisplayText: title,
		type: 1,
		contextInfo: quote(buttons),
	},
});

/** A tap on a quick reply of a template message. */
export const templateAnswer = (
	template: Received,
	id: string,
	title: string,
	index: number,
): proto.IMessage => ({
	templateButtonReplyMessage: {
		selectedId: id,
		selectedDisplayText: title,
		selectedIndex: index,
		contextInfo: quote(template),
	},
});

/** A tap on a native-flow button; `params` is what the app puts in as JSON. */
export const flowAnswer = (
	flow: Received,
	name: string,
	params: Readonly<Record<string, unknown>>,
	title: string,
): proto.IMessage => ({
	interactiveResponseMessage: {
		body: { text: title, format: 0 },
		nativeFlowResponseMessage: { name, paramsJson: JSON.stringify(params), version: 1 },
		contextInfo: quote(flow),
	},
});
