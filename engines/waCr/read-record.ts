import { lookup } from 'mime-types';
import type {
	IncomingEvent,
	IncomingKind,
	IncomingMedia,
	MessageEvent,
	MessageStatusEvent,
} from '../../messages/incoming';
import type { AccountStore } from '../engine';
import { answeredChoice } from '../gateway/answered-choice';
import type { GatewayEvent, ReadingContext } from '../gateway/gateway';
import { chatFrom, chatIdOf, senderFrom } from '../gateway/sender-of';
import { at, textOf, timeOf } from '../gateway/untrusted';

type Offers = Pick<AccountStore, 'findSent' | 'findLastOffer'>;

/** One record of `GET /messages` with what the record itself does not say: which way it went. */
export interface WaCrMessageBody {
	readonly feed: 'received' | 'statuses';
	readonly record: unknown;
}

/** What a polled record says; undefined for anything else. */
export async function readWaCrRecord(
	body: unknown,
	context: ReadingContext,
	offers: Offers,
): Promise<GatewayEvent | undefined> {
	const feed = at(body, 'feed');
	const record = at(body, 'record');
	if (feed !== 'received' && feed !== 'statuses') return undefined;
	const id = waCrEventId({ feed, record });
	if (id === undefined) return undefined;
	const event: IncomingEvent | null =
		feed === 'received' ? await messageOf(record, context, offers) : statusOf(record, context);
	return { id, event };
}

/** The record's own id; a status is another happening each time it changes. */
export function waCrEventId({ feed, record }: WaCrMessageBody): string | undefined {
	const id = textOf(at(record, 'id')) ?? textOf(at(record, 'message_id'));
	if (id === undefined || id.length > 200) return undefined;
	if (feed === 'received') return `waCr:message:${id}`;
	return `waCr:status:${id}:${textOf(at(record, 'status'))?.slice(0, 40) ?? ''}`;
}

async function messageOf(
	record: unknown,
	{ receivedAt }: ReadingContext,
	offers: Offers,
): Promise<MessageEvent | null> {
	const chatId = personOf(record, 'received');
	const messageId = textOf(at(record, 'message_id')) ?? textOf(at(record, 'id'));
	if (chatId === undefined || messageId === undefined) return null;
	const text = textOf(at(record, 'message')) ?? '';
	const quotedId = textOf(at(record, 'ref_message_id'));
	const rowId =
		textOf(at(record, 'interactive', 'list_reply', 'id')) ??
		textOf(at(record, 'interactive', 'button_reply', 'id')) ??
		textOf(at(record, 'button', 'payload'));
	const choice = await answeredChoice({ chatId, quotedId, receivedAt, rowId, text, title: text }, offers);
	const kind = kindOf(textOf(at(record, 'type')));
	const media = mediaOf(record, kind, text);
	return {
		event: choice ? 'choice' : 'message',
		messageId,
		timestamp: timeOf(at(record, 'sent_at')) ?? timeOf(at(record, 'created_at')) ?? receivedAt,
		chat: chatFrom(chatId),
		from: senderFrom(chatId, nameOf(record), false),
		type: choice ? 'choice' : kind,
		text: choice?.title ?? text,
		offline: false,
		...(choice && { choice }),
		...(quotedId !== undefined && { quoted: { messageId: quotedId, from: null, text: null } }),
		...(media && { media }),
	};
}

function statusOf(record: unknown, { receivedAt }: ReadingContext): MessageStatusEvent | null {
	const messageId = textOf(at(record, 'message_id')) ?? textOf(at(record, 'id'));
	const chatId = personOf(record, 'statuses');
	const status = STATUSES.get(textOf(at(record, 'status'))?.toLowerCase() ?? '');
	if (messageId === undefined || chatId === undefined || status === undefined) return null;
	const error = status === 'failed' ? textOf(at(record, 'status_message')) : undefined;
	return {
		event: 'messageStatus',
		messageId,
		timestamp: timeOf(at(record, 'updated_at')) ?? receivedAt,
		chat: chatFrom(chatId),
		from: senderFrom(chatId, null, false),
		status,
		...(error !== undefined && { error }),
	};
}

const STATUSES: ReadonlyMap<string, MessageStatusEvent['status']> = new Map([
	['sent', 'sent'],
	['delivered', 'delivered'],
	['read', 'read'],
	['failed', 'failed'],
]);

/**
 * The chat with the person at the other end. Where the number stands is documented nowhere; a member that holds one
 * has at least ten digits, which no internal id has.
 */
function personOf(record: unknown, feed: WaCrMessageBody['feed']): string | undefined {
	const places = [at(record, 'contact', 'phone'), at(record, 'contact_phone'), at(record, 'phone')];
	const ends =
		feed === 'received'
			? [at(record, 'sender_id'), at(record, 'from'), at(record, 'sender', 'phone')]
			: [at(record, 'receiver_id'), at(record, 'to'), at(record, 'receiver', 'phone')];
	for (const place of [...places, ...ends]) {
		const digits = textOf(place)?.replace(/[\s()+-]/gu, '') ?? '';
		if (/^\d{10,15}$/u.test(digits)) return chatIdOf(digits);
	}
	return undefined;
}

function nameOf(record: unknown): string | null {
	const parts = [at(record, 'contact', 'firstname'), at(record, 'contact', 'lastname')].map(textOf);
	const name = parts.filter((part) => part !== undefined).join(' ');
	return name === '' ? null : name;
}

function kindOf(type: string | undefined): IncomingKind {
	switch (type) {
		case 'image':
		case 'video':
		case 'audio':
		case 'document':
		case 'sticker':
		case 'location':
			return type;
		case 'contacts':
			return 'contact';
		case undefined:
		case 'text':
		case 'template':
		case 'interactive':
		case 'button':
			return 'text';
		default:
			return 'unknown';
	}
}

function mediaOf(record: unknown, kind: IncomingKind, text: string): IncomingMedia | undefined {
	const url = textOf(at(record, 'url'));
	if (url === undefined || !['image', 'video', 'audio', 'document', 'sticker'].includes(kind))
		return undefined;
	const path = URL.canParse(url) ? new URL(url).pathname : url;
	const fileName = path.slice(path.lastIndexOf('/') + 1) || null;
	return {
		mimeType: lookup(path) || 'application/octet-stream',
		fileName,
		size: null,
		caption: text === '' ? null : text,
		reference: url,
	};
}
