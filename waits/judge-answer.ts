import type { MessageEvent } from '../messages/incoming';
import { phoneFromWhatsApp } from '../messages/phone-number';
import { namesOfChat } from '../sessions/manners/chat-names';
import type { Accepted, MessageQuestion, Wait } from './wait';

export type MessageWait = Wait & { readonly question: MessageQuestion };

/** `pointed`: the answer names the question it answers; otherwise it only came in the same chat. */
export type Verdict = 'answer' | 'late' | 'notAllowed' | 'none';

/**
 * What an incoming message is to a question. One that names the question gets a reply whatever it is; what merely
 * came in the same chat is an answer or nothing, for people also talk about other things.
 */
export function judgeAnswer(wait: MessageWait, event: MessageEvent, now: number): Verdict {
	const { question } = wait;
	if (!isInChat(question, event) || !isAccepted(question, event)) return 'none';
	const isOpen = wait.status === 'open' && now < wait.expiresAt;
	if (namesQuestion(question, event)) {
		if (!mayAnswer(question, event)) return 'notAllowed';
		return isOpen ? 'answer' : 'late';
	}
	return isOpen && mayAnswer(question, event) && !isFromBefore(wait, event) ? 'answer' : 'none';
}

/** The messages a choice and a quote belong to. */
export function questionsNamedBy({ choice, quoted }: MessageEvent): readonly string[] {
	const named = [choice?.messageId, quoted?.messageId];
	return [...new Set(named.filter((id) => id !== undefined))];
}

export function isInChat({ chat }: MessageQuestion, event: MessageEvent): boolean {
	return namesOfChat(event).some((name) => chat.includes(name));
}

/** A poll may bring 12 answers and a text no more than WhatsApp takes: nothing here is without end. */
function isAccepted({ accepts, messageId }: MessageQuestion, event: MessageEvent): boolean {
	const accepted: Record<Accepted, boolean> = {
		choice: event.choice !== undefined && event.choice.index >= 0 && event.choice.messageId === messageId,
		text: isWritten(event),
		media: event.media !== undefined,
		any: isWritten(event) || event.media !== undefined,
	};
	return accepted[accepts];
}

/** Words somebody typed, also where they happen to mean an option of an older list. */
function isWritten({ text, media, choice }: MessageEvent): boolean {
	const typed = choice === undefined || choice.via === 'number' || choice.via === 'text';
	return typed && media === undefined && text.trim() !== '';
}

function namesQuestion({ messageId }: MessageQuestion, event: MessageEvent): boolean {
	return messageId !== null && questionsNamedBy(event).includes(messageId);
}

function mayAnswer({ responders }: MessageQuestion, { from }: MessageEvent): boolean {
	if (responders.length === 0) return true;
	const phone = from.phone === null ? null : phoneFromWhatsApp(from.phone.slice(1)).e164;
	return [phone, from.lid].some((name) => name !== null && responders.includes(name));
}

/** Written before it was asked, and delivered after: by WhatsApp's clock, so only told for what lay there. */
function isFromBefore({ createdAt }: Wait, { offline, timestamp }: MessageEvent): boolean {
	return offline && timestamp + 1_000 < createdAt;
}
