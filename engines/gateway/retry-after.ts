/** Longest pause a gateway may ask for, ms; beyond it a date was misread or made up. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * When a request may be made again, epoch ms, from a `Retry-After` header: whole or broken seconds, or an HTTP date.
 * Undefined when it says nothing usable.
 */
export function retryAfter(header: unknown, now: number): number | undefined {
	if (typeof header !== 'string' && typeof header !== 'number') return undefined;
	const text = String(header).trim();
	if (/^\d{1,9}(\.\d{1,6})?$/u.test(text)) return within(now + Math.ceil(Number(text) * 1_000), now);
	// A bare number that is no count of seconds would be read as a year.
	const date = /[a-z]/iu.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : within(date, now);
}

function within(at: number, now: number): number {
	return Math.min(Math.max(at, now), now + LONGEST_MS);
}
