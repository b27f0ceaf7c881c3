import type { MessageEvent } from '../../messages/incoming';
import type { AccountStore } from '../engine';
import { answeredChoice, type GatewayAnswerText } from '../gateway/answered-choice';
import type { GatewayEvent, ReadingContext } from '../gateway/gateway';
import { chatFrom, chatIdOf, senderFrom } from '../gateway/sender-of';
import { at, membersOf, textOf, timeOf } from '../gateway/untrusted';
import { messagesIn } from './delivered-messages';
import { contactsIn } from '../web/read/contact-cards';
import { kindOf } from '../web/read/kind';
import { mediaIn } from '../web/read/media';
import { pickedIn, type Picked } from '../web/read/picked';
import { locationIn } from '../web/read/place';
import { spokenText } from '../web/read/spoken-text';
import { unwrap, type Content } from '../web/read/unwrap';

type Offers = Pick<AccountStore, 'findSent' | 'findLastOffer'>;

/**
 * The messages in a delivery of WaaBot's webhook, as far as they are message objects of the client library. Anything
 * else is no event; the trigger passes it through.
 */
export async function readWaaBotDelivery(
	body: unknown,
	context: ReadingContext,
	offers: Offers,
): Promise<readonly GatewayEvent[]> {
	const events: GatewayEvent[] = [];
	for (const message of messagesIn(body)) {
		const event = await messageOf(message, context, offers);
		if (event) events.push({ id: eventIdOf(event), event });
	}
	return events;
}

/** Same message, same id: with both events set, a message is delivered twice. */
function eventIdOf({ chat, messageId, from }: MessageEvent): string {
	const author = chat.type === 'group' ? (from.phone ?? from.lid ?? '') : '';
	return `waaBot:message:${chat.id}|${author}|${messageId}`;
}

async function messageOf(
	message: unknown,
	{ receivedAt }: ReadingContext,
	offers: Offers,
): Promise<MessageEvent | null> {
	const key = membersOf(at(message, 'key'));
	const chatId = chatIdOf(withoutDevice(textOf(key.remoteJid)) ?? '');
	const messageId = textOf(key.id);
	const content = unwrap(at(message, 'message'));
	if (chatId === undefined || messageId === undefined || messageId.length > 200 || !content) return null;
	const kind = kindOf(content.type);
	if (kind === null) return null;
	const isMe = key.fromMe === true;
	const text = spokenText(content);
	const quotedId = textOf(content.contextInfo?.stanzaId);
	const answer = { chatId, quotedId, receivedAt, text };
	const choice = isMe ? undefined : await choiceIn(answer, content, offers);
	const file = mediaIn(content, {});
	const place = locationIn(content);
	const cards = contactsIn(content);
	return {
		event: choice ? 'choice' : 'message',
		messageId,
		timestamp: timeOf(at(message, 'messageTimestamp')) ?? receivedAt,
		chat: chatFrom(chatId),
		from: authorOf(message, key, isMe),
		type: choice ? 'choice' : (file?.kind ?? kind),
		text: choice?.title ?? text,
		offline: false,
		...(choice && { choice }),
		...(quotedId !== undefined && { quoted: quotedOf(quotedId, content) }),
		...(file && { media: file.media }),
		...(place && { location: place }),
		...(cards && { contacts: cards }),
	};
}

/** Buttons were sent without ids, so a tapped one is known by its title; the id it comes with is the server's own. */
async function choiceIn(
	answer: GatewayAnswerText,
	content: Content,
	offers: Offers,
): Promise<MessageEvent['choice']> {
	const picked = pickedIn(content);
	if (picked?.via === 'list') return await answeredChoice({ ...answer, ...tapOf(picked) }, offers);
	const byTitle = await answeredChoice({ ...answer, text: picked?.title ?? answer.text }, offers);
	return byTitle ?? (picked && (await answeredChoice({ ...answer, ...tapOf(picked) }, offers)));
}

function tapOf({ id, title }: Picked): Pick<GatewayAnswerText, 'rowId' | 'title'> {
	return { rowId: id, title };
}

/** In groups, and where somebody else wrote, the author stands beside the chat. */
function authorOf(
	message: unknown,
	key: Readonly<Record<string, unknown>>,
	isMe: boolean,
): MessageEvent['from'] {
	const author = textOf(key.participant) ?? textOf(at(message, 'participant'));
	const name = textOf(at(message, 'pushName')) ?? null;
	// Of our own messages the chat is somebody else.
	const address = author ?? (isMe ? undefined : textOf(key.remoteJid));
	return senderFrom(withoutDevice(address), name, isMe);
}

function quotedOf(messageId: string, { contextInfo }: Content): NonNullable<MessageEvent['quoted']> {
	const said = unwrap(contextInfo?.quotedMessage);
	const from = senderFrom(withoutDevice(textOf(contextInfo?.participant)), null, false);
	return { messageId, from: from.phone ?? from.lid, text: (said && spokenText(said)) || null };
}

function withoutDevice(address: string | undefined): string | undefined {
	return address?.replace(/:\d+@/u, '@');
}
