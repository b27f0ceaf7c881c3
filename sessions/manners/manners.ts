import type { IncomingEvent } from '../../messages/incoming';
import type { ActiveHours } from '../governor/active-hours';

/**
 * How a workflow behaves towards the people who write to its number. Each part is absent when it is not wanted.
 * Only published workflows have manners: a test in the editor hears everything as it comes.
 */
export interface Manners {
	readonly hours?: HoursManner;
	/** Said to whoever writes, before a workflow has answered anything. */
	readonly defaultMessage?: ReplyManner;
	/** `false`: groups are not heard and not answered. `true`: they are answered automatically, too. Absent: heard. */
	readonly replyToGroups?: boolean;
	readonly debounce?: DebounceManner;
	/** After somebody answered by hand the chat is left alone for this time, ms. */
	readonly humanPauseMs?: number;
	readonly words?: WordsManner;
	/** What was written before the kit came back is left out when it is older, ms. */
	readonly maxAgeMs?: number;
	/** Whether the workflow hears this event at all: what it does not hear gets no automatic answer. */
	hears(event: IncomingEvent): boolean;
}

/** A text with spintax `{Hi|Hello}` and the tags `[name]` and `[phone]`. */
export interface ReplyManner {
	readonly text: string;
	/** At most one per chat in this time, ms. */
	readonly everyMs: number;
}

export interface HoursManner {
	readonly active: ActiveHours;
	readonly reply?: ReplyManner;
	/** Outside the hours the workflow hears it all the same, marked `outsideHours`. */
	readonly emit: boolean;
}

export interface DebounceManner {
	/** A burst is over when nothing more came for this time, ms. */
	readonly quietMs: number;
	/** A burst that does not end goes out after this time, ms. */
	readonly longestMs: number;
}

export interface WordsManner {
	readonly stop: readonly string[];
	readonly start: readonly string[];
	/** Confirms it; the one message that reaches somebody who just said stop. */
	readonly stopReply?: string;
	readonly startReply?: string;
	/** The workflow hears these words, too, marked `optOut`. */
	readonly emit: boolean;
}
