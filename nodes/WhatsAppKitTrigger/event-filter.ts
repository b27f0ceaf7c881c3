import type { IncomingEvent, IncomingEventName } from '../../messages/incoming';
import { sameSender } from './same-sender';
import type { TextMatcher } from './text-match';

/** What a workflow wants to hear. Absent: no restriction. */
export interface EventFilter {
	readonly events: ReadonlySet<IncomingEventName>;
	readonly chats: 'all' | 'private' | 'group';
	/** Normalised by `readSender`. Not asked of `messageStatus`, which is about a message of our own. */
	readonly senders?: readonly string[];
	/** Leaves out what the linked number itself wrote, on the phone or through n8n. */
	readonly ignoreOwn: boolean;
	/** Messages, choices and edits only: nothing else has a text. */
	readonly matchesText?: TextMatcher;
	/** Messages only: a choice is asked for by its event. */
	readonly kinds?: ReadonlySet<string>;
}

/** Pure: whether a workflow hears this event. */
export function wants(filter: EventFilter, event: IncomingEvent): boolean {
	if (!filter.events.has(event.event)) return false;
	if (filter.chats !== 'all' && event.chat.type !== filter.chats) return false;
	return passesSender(filter, event) && passesContent(filter, event);
}

function passesSender(filter: EventFilter, event: IncomingEvent): boolean {
	// A status tells of a message of ours: 'own' and 'sender' would leave nothing of it.
	if (event.event === 'messageStatus') return true;
	if (filter.ignoreOwn && event.from.isMe) return false;
	return filter.senders === undefined || filter.senders.some((sender) => sameSender(sender, event.from));
}

function passesContent(filter: EventFilter, event: IncomingEvent): boolean {
	if (filter.kinds !== undefined && event.event === 'message' && !filter.kinds.has(event.type)) return false;
	if (filter.matchesText === undefined) return true;
	if (event.event !== 'message' && event.event !== 'choice' && event.event !== 'edited') return true;
	return filter.matchesText(event.text);
}
