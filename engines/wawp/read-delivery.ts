import type { IncomingEvent, IncomingKind, MessageEvent, MessageStatusEvent } from '../../messages/incoming';
import type { AccountStore } from '../engine';
import { answeredChoice } from '../gateway/answered-choice';
import type { GatewayEvent, ReadingContext } from '../gateway/gateway';
import { chatFrom, chatIdOf, senderFrom } from '../gateway/sender-of';
import { at, textOf, timeOf } from '../gateway/untrusted';

type Offers = Pick<AccountStore, 'findSent' | 'findLastOffer'>;

/** One delivery of Wawp's webhook: an envelope with one event in it. Anything else is no event. */
export async function readWawpDelivery(
	body: unknown,
	context: ReadingContext,
	offers: Offers,
): Promise<readonly GatewayEvent[]> {
	const name = textOf(at(body, 'event'));
	const id = textOf(at(body, 'id'));
	if (name === undefined || id === undefined || id.length > 300) return [];
	const event = await eventOf(name, at(body, 'payload'), context, offers);
	// "message" and "message.any" tell of the same message under ids of their own.
	const isMessage = event?.event === 'message' || event?.event === 'choice';
	return [{ id: isMessage ? `wawp:message:${event.chat.id}|${event.messageId}` : `wawp:${id}`, event }];
}

async function eventOf(
	name: string,
	payload: unknown,
	context: ReadingContext,
	offers: Offers,
): Promise<IncomingEvent | null> {
	if (name === 'message' || name === 'message.any') return await messageOf(payload, context, offers);
	if (name === 'message.ack') return statusOf(payload, context);
	return null;
}

async function messageOf(
	payload: unknown,
	{ receivedAt }: ReadingContext,
	offers: Offers,
): Promise<MessageEvent | null> {
	const isMe = at(payload, 'fromMe') === true;
	const chatId = chatIdOf(textOf(at(payload, isMe ? 'to' : 'from')) ?? '');
	const messageId = textOf(at(payload, 'id')) ?? textOf(at(payload, 'id', '_serialized'));
	if (chatId === undefined || messageId === undefined) return null;
	const author = textOf(at(payload, 'participant')) ?? textOf(at(payload, 'author'));
	const text = textOf(at(payload, 'body')) ?? '';
	const quotedId = textOf(at(payload, 'replyTo', 'id'));
	const rowId = rowIn(payload);
	const choice = isMe
		? undefined
		: await answeredChoice({ chatId, quotedId, receivedAt, rowId, text, title: text }, offers);
	const mimeType = textOf(at(payload, 'media', 'mimetype'));
	const type: IncomingKind = choice ? 'choice' : kindOf(payload, mimeType);
	return {
		event: choice ? 'choice' : 'message',
		messageId,
		timestamp: timeOf(at(payload, 'timestamp')) ?? receivedAt,
		chat: chatFrom(chatId),
		from: senderFrom(author ?? textOf(at(payload, 'from')), nameIn(payload), isMe),
		type,
		text: choice?.title ?? text,
		offline: false,
		...(choice && { choice }),
		...(quotedId !== undefined && {
			quoted: {
				messageId: quotedId,
				from: textOf(at(payload, 'replyTo', 'participant')) ?? null,
				text: textOf(at(payload, 'replyTo', 'body')) ?? null,
			},
		}),
		...(mimeType !== undefined && {
			media: {
				mimeType,
				fileName: textOf(at(payload, 'media', 'filename')) ?? null,
				size: null,
				caption: text === '' ? null : text,
				reference: textOf(at(payload, 'media', 'url')) ?? '',
			},
		}),
	};
}

function statusOf(payload: unknown, { receivedAt }: ReadingContext): MessageStatusEvent | null {
	const messageId = textOf(at(payload, 'id')) ?? textOf(at(payload, 'id', '_serialized'));
	const chatId = chatIdOf(
		textOf(at(payload, 'chatId')) ?? textOf(at(payload, 'to')) ?? textOf(at(payload, 'from')) ?? '',
	);
	const status = ACKS.get(at(payload, 'ack'));
	if (messageId === undefined || chatId === undefined || status === undefined) return null;
	return {
		event: 'messageStatus',
		messageId,
		timestamp: timeOf(at(payload, 'timestamp')) ?? receivedAt,
		chat: chatFrom(chatId),
		from: senderFrom(chatId, null, false),
		status,
	};
}

const ACKS: ReadonlyMap<unknown, MessageStatusEvent['status']> = new Map([
	[1, 'sent'],
	[2, 'delivered'],
	[3, 'read'],
	[4, 'played'],
]);

/** Where the client libraries behind Wawp put the id of a tapped row. */
function rowIn(payload: unknown): string | undefined {
	const data = at(payload, '_data');
	for (const inside of [data, at(data, 'message'), at(data, 'Message')]) {
		for (const name of ['listResponse', 'listResponseMessage']) {
			const row =
				textOf(at(inside, name, 'singleSelectReply', 'selectedRowId')) ??
				textOf(at(inside, name, 'singleSelectReply', 'selectedRowID'));
			if (row !== undefined) return row;
		}
	}
	return undefined;
}

function nameIn(payload: unknown): string | null {
	const data = at(payload, '_data');
	return (
		textOf(at(data, 'notifyName')) ??
		textOf(at(data, 'pushName')) ??
		textOf(at(data, 'Info', 'PushName')) ??
		null
	);
}

function kindOf(payload: unknown, mimeType: string | undefined): IncomingKind {
	if (at(payload, 'location', 'latitude') !== undefined) return 'location';
	const vCards = at(payload, 'vCards');
	if (Array.isArray(vCards) && vCards.length > 0) return 'contact';
	if (mimeType === undefined) return at(payload, 'hasMedia') === true ? 'unknown' : 'text';
	const [kind] = mimeType.split('/');
	if (mimeType === 'image/webp') return 'sticker';
	return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document';
}
