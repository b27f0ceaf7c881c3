import type { WAMessageKey, proto } from '@whiskeysockets/baileys';
import type { Choice, Sender } from '../../../messages/incoming';
import { readChoice, type ChoiceOffer } from '../../../messages/read-choice';
import type { SentRow } from '../../engine';
import { bareJid, jidOfAddress } from '../jid';
import { readPollVote, readSentPoll } from '../poll-vote';
import { pickedIn, type Picked } from './picked';
import type { ReadContext } from './read-context';
import { spokenText } from './spoken-text';
import { fieldsOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

/** A message whose author is known, with everything its choice may hang on. */
export interface Answer {
	readonly content: Content;
	readonly key: WAMessageKey;
	readonly from: Sender;
}

/** No offered line is this long (title 24, description 72); spares longer texts the look-ups. */
const MAX_ANSWER_LENGTH = 256;

/** The choice in a list, button, template or native-flow answer, or in a text that answers an offer. */
export async function choiceIn(answer: Answer, context: ReadContext): Promise<Choice | undefined> {
	const { content } = answer;
	const picked = pickedIn(content);
	if (picked) return await pickedChoice(picked, answer, context);
	const isText = content.type === 'conversation' || content.type === 'extendedTextMessage';
	// What we write ourselves on the phone is no answer to our own question.
	if (!isText || answer.from.isMe) return undefined;
	const text = spokenText(content);
	if (text.length > MAX_ANSWER_LENGTH) return undefined;
	const offer = (await quotedOffer(answer, context)) ?? (await standingOffer(answer, context));
	return offer ? (readChoice({ text }, offer) ?? undefined) : undefined;
}

/** The choice in a poll vote; undefined when it was withdrawn, is not for a poll of ours, or cannot be read. */
export async function votedChoice(answer: Answer, context: ReadContext): Promise<Choice | undefined> {
	const { fields } = answer.content;
	const pollId = textOf(fieldsOf(fields.pollCreationMessageKey)?.id);
	const row = pollId ? await offerRow(pollId, answer, context) : undefined;
	const poll = row && readSentPoll(row.messageId, row.body, context.baileys);
	if (!poll) return undefined;
	const vote = readPollVote(
		fieldsOf(fields.vote) as proto.Message.IPollEncValue | undefined,
		poll,
		{
			creator: [context.me.id, context.me.lid],
			voter: [...addressesOf(answer.from), answer.key.participant ?? answer.key.remoteJid ?? null],
		},
		context.baileys,
	);
	if (vote.kind !== 'picked') return undefined;
	const offer = asOffer(row);
	const known = offer && readChoice({ pollOptions: vote.options }, offer);
	return known ?? pollChoice(vote.options, poll.options, poll.messageId);
}

async function pickedChoice(picked: Picked, answer: Answer, context: ReadContext): Promise<Choice> {
	const quotedId = textOf(answer.content.contextInfo?.stanzaId);
	const offer = await quotedOffer(answer, context);
	const known = offer && readChoice({ rowId: picked.id, text: picked.title }, offer);
	// An id that was not offered stays visible, but without a place among the offered ones.
	return known ?? { ...picked, index: -1, ...(quotedId ? { messageId: quotedId } : {}) };
}

async function quotedOffer(answer: Answer, context: ReadContext): Promise<ChoiceOffer | undefined> {
	const quotedId = textOf(answer.content.contextInfo?.stanzaId);
	return quotedId ? asOffer(await offerRow(quotedId, answer, context)) : undefined;
}

/** A numbered text stays open for answers without a quote; lists, buttons and polls answer by themselves. */
async function standingOffer(answer: Answer, context: ReadContext): Promise<ChoiceOffer | undefined> {
	const rows = await Promise.all(
		chatNames(answer).map(async (chatId) => await context.lastOffer(chatId, context.receivedAt)),
	);
	const newest = rows.reduce((best, row) => (row && (!best || row.sentAt > best.sentAt) ? row : best), null);
	return newest?.via === 'numberedText' ? asOffer(newest) : undefined;
}

/** Only an offer made in this chat: an id seen elsewhere must not answer for somebody else. */
async function offerRow(
	messageId: string,
	answer: Answer,
	context: ReadContext,
): Promise<SentRow | undefined> {
	const row = await context.findOffer(messageId);
	return row && chatNames(answer).includes(bareJid(row.chatId)) ? row : undefined;
}

/** A private chat goes by number and by LID; the offer may have been sent under either. */
function chatNames(answer: Answer): readonly string[] {
	const chatId = bareJid(answer.key.remoteJid);
	const isPrivate = !textOf(answer.key.participant);
	const names = isPrivate && !answer.from.isMe ? [chatId, ...addressesOf(answer.from)] : [chatId];
	return [...new Set(names.filter((name) => name !== null))];
}

function addressesOf(person: Sender): readonly (string | null)[] {
	return [person.phone && jidOfAddress(person.phone), person.lid];
}

function asOffer(row: SentRow | undefined): ChoiceOffer | undefined {
	if (!row?.choices?.length) return undefined;
	return { messageId: row.messageId, via: row.via, choices: row.choices };
}

/** A poll that was sent as such, with no ids behind its options: the option is its own id. */
function pollChoice(
	names: readonly string[],
	options: readonly string[],
	messageId: string,
): Choice | undefined {
	const all = names.map((name) => ({ id: name, title: name, index: options.indexOf(name) }));
	const [first] = all;
	return first && { ...first, via: 'poll', messageId, ...(all.length > 1 ? { all } : {}) };
}
