import { KitError } from '../../messages/kit-error';

export interface ActiveHours {
	/** ISO 8601 week days, 1 Monday to 7 Sunday; the day on which the hours begin. At least one. */
	readonly days: readonly number[];
	/** Minutes after midnight on the wall clock, 0 to 1439. */
	readonly fromMinute: number;
	/** First minute outside, 1 to 1440. Not after `fromMinute`: the hours end on the next day. */
	readonly toMinute: number;
	/** IANA name: "America/Sao_Paulo". */
	readonly timeZone: string;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

/**
 * `now` when it lies within the hours, else the moment they begin next. Clock changes are the time zone's
 * business: hours whose beginning does not exist on a day begin when the clock has jumped over it, and of a
 * time that comes twice the first one counts.
 */
export function nextActive(hours: ActiveHours, now: number): number {
	const today = wallClock(hours.timeZone, now);
	// Eight days: when only one week day is active and its hours have just ended. Yesterday's may last over midnight.
	for (let ahead = -1; ahead <= 8; ahead += 1) {
		const day = today.day + ahead * DAY_MS;
		if (!hours.days.includes(isoWeekDay(day))) continue;
		const [begin, end] = spanOf(hours, day);
		if (now < end) return Math.max(now, begin);
	}
	throw new KitError({
		code: 'unexpected',
		what: 'The active hours of the account have no next beginning.',
		why: `They are set for the days ${hours.days.join(', ') || 'none'}.`,
		next: 'Choose at least one active day in the credential.',
	});
}

type Span = readonly [number, number];

/** Asking for a time zone's clock a dozen times would be most of what a decision costs; a day's hours stay. */
const spans = new WeakMap<ActiveHours, Map<number, Span>>();
const MOST_DAYS = 32;

/** The hours that begin on this day (its midnight as if UTC), as epoch ms. */
function spanOf(hours: ActiveHours, day: number): Span {
	const known = spans.get(hours) ?? new Map<number, Span>();
	spans.set(hours, known);
	let span = known.get(day);
	if (span === undefined) {
		if (known.size >= MOST_DAYS) known.clear();
		span = findSpan(hours, day);
		known.set(day, span);
	}
	return span;
}

function findSpan({ fromMinute, toMinute, timeZone }: ActiveHours, day: number): Span {
	const lasts = toMinute > fromMinute ? toMinute - fromMinute : toMinute + DAY_MINUTES - fromMinute;
	const begin = day + fromMinute * MINUTE_MS;
	return [firstAtOrAfter(timeZone, begin), firstAtOrAfter(timeZone, begin + lasts * MINUTE_MS)];
}

/**
 * The first moment at which the wall clock shows `wall` (written as if UTC) or, where it jumps over it, later.
 * Zones are at most 14 hours off, and the wall clock never falls back by a day: searched in between.
 */
function firstAtOrAfter(timeZone: string, wall: number): number {
	const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => offsetAt(timeZone, at));
	// The offset before first: of a time that comes twice it makes the earlier one.
	const candidates = offsets.map((offset) => wall - offset);
	const exact = candidates.find((at) => at + offsetAt(timeZone, at) === wall);
	if (exact !== undefined) return exact;
	// The clock jumps over it: between the two candidates lies the moment it does.
	let [before, after] = [Math.min(...candidates), Math.max(...candidates)];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (middle + offsetAt(timeZone, middle) >= wall) after = middle;
		else before = middle;
	}
	return after;
}

/** How far the wall clock is ahead of UTC, ms. */
function offsetAt(timeZone: string, at: number): number {
	const { day, ms } = wallClock(timeZone, at);
	return day + ms - at;
}

/** What the wall clock shows: the day as the UTC midnight of that date, and ms since its midnight. */
function wallClock(timeZone: string, at: number): { readonly day: number; readonly ms: number } {
	const parts: Record<string, number> = {};
	for (const { type, value } of formatter(timeZone).formatToParts(at)) parts[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
	const ms = ((hour * 60 + minute) * 60 + second) * 1_000 + (((at % 1_000) + 1_000) % 1_000);
	return { day: Date.UTC(year, month - 1, day), ms };
}

function isoWeekDay(day: number): number {
	return new Date(day).getUTCDay() || 7;
}

/** Making one costs more than all else here; there are few time zones in one process. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
	let found = formatters.get(timeZone);
	if (!found) {
		found = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		formatters.set(timeZone, found);
	}
	return found;
}

export function isTimeZone(name: string): boolean {
	try {
		formatter(name);
		return true;
	} catch {
		return false;
	}
}
