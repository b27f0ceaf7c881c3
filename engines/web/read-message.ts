import type { WAMessage } from '@whiskeysockets/baileys';
import type { IncomingEvent, MessageEvent } from '../../messages/incoming';
import { eventIdOf } from './event-id';
import { changeIn } from './read/changes';
import { choiceIn, votedChoice } from './read/choice';
import { contactsIn } from './read/contact-cards';
import { mentionsIn, quotedIn } from './read/context-info';
import { kindOf } from './read/kind';
import { mediaIn } from './read/media';
import { senderOf } from './read/people';
import { locationIn } from './read/place';
import { pollIn } from './read/poll';
import type { ReadContext } from './read/read-context';
import { spokenText } from './read/spoken-text';
import { numberOf, textOf } from './read/untrusted-fields';
import { unwrap, type Content } from './read/unwrap';

export { eventIdOf } from './event-id';
export { createReadContext, type ReadContext } from './read/read-context';
export type { ReadLookups } from './read/read-lookups';

/** An event with the name by which repetitions are told. */
export interface ReadEvent {
	readonly id: string;
	readonly event: IncomingEvent;
}

type Common = Pick<MessageEvent, 'messageId' | 'timestamp' | 'chat' | 'from'>;

/**
 * Turns a decrypted message of the client library into an event, in one pass. Null for everything that is
 * no event: key distributions, protocol messages, notices, what could not be decrypted, withdrawn votes.
 *
 * Never rejects for anything in the message, however damaged; it rejects only when a look-up of the context
 * does (the store cannot be read), because then the message must not count as seen.
 */
export async function readMessage(message: WAMessage, context: ReadContext): Promise<ReadEvent | null> {
	const id = eventIdOf(message);
	if (!id || message.messageStubType) return null;
	const content = unwrap(message.message);
	if (!content && !message.key.isViewOnce) return null;
	const event = await readContent(content, message, context);
	return event && { id, event };
}

async function readContent(
	content: Content | undefined,
	message: WAMessage,
	context: ReadContext,
): Promise<IncomingEvent | null> {
	const change = content && changeIn(content, message.key);
	const kind = content ? kindOf(content.type) : 'unknown';
	if (!change && kind === null && content?.type !== 'pollUpdateMessage') return null;
	const common = await readCommon(message, context);
	if (change) return { ...common, ...change };
	// A photo that opens once is not given to linked devices: somebody wrote, but what stays on the phone.
	if (!content)
		return { ...common, event: 'message', type: 'unknown', text: '', offline: Boolean(context.offline) };
	if (content.type === 'pollUpdateMessage') return await readVote(content, message, common, context);
	return await readSaid(content, message, common, context);
}

async function readCommon(message: WAMessage, context: ReadContext): Promise<Common> {
	const { key } = message;
	const name = textOf(message.pushName) ?? textOf(message.verifiedBizName);
	return {
		messageId: key.id ?? '',
		timestamp: timeOf(message.messageTimestamp),
		chat: await context.describeChat(key.remoteJid ?? ''),
		from: await senderOf(key, name, context),
	};
}

/** The last second a Date can show. */
const LAST_SECOND = 8_640_000_000_000;

/** Epoch ms; 0 for what is no time, so that a date made of it never throws. */
function timeOf(seconds: unknown): number {
	const number = numberOf(seconds) ?? 0;
	return number >= 0 && number <= LAST_SECOND ? Math.round(number * 1_000) : 0;
}

async function readVote(
	content: Content,
	message: WAMessage,
	common: Common,
	context: ReadContext,
): Promise<MessageEvent | null> {
	const choice = await votedChoice({ content, key: message.key, from: common.from }, context);
	if (!choice) return null;
	return {
		...common,
		event: 'choice',
		type: 'choice',
		text: choice.title,
		choice,
		offline: Boolean(context.offline),
	};
}

async function readSaid(
	content: Content,
	message: WAMessage,
	common: Common,
	context: ReadContext,
): Promise<MessageEvent> {
	const choice = await choiceIn({ content, key: message.key, from: common.from }, context);
	const found = mediaIn(content, message.key);
	const kind = found?.kind ?? kindOf(content.type) ?? 'unknown';
	const quoted = await quotedIn(content.contextInfo, context);
	const mentions = await mentionsIn(content.contextInfo, context);
	const location = locationIn(content);
	const contacts = contactsIn(content);
	return {
		...common,
		event: choice ? 'choice' : 'message',
		type: choice ? 'choice' : kind,
		text: spokenText(content) || (choice?.title ?? ''),
		...(choice && { choice }),
		...(quoted && { quoted }),
		...(found && { media: found.media }),
		...(mentions && { mentions }),
		...(location && { location }),
		...(contacts && { contacts }),
		...(kind === 'poll' && { poll: pollIn(content.fields) }),
		offline: Boolean(context.offline),
	};
}
