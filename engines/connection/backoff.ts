import type { Random } from '../../messages/ports';

export interface BackoffRange {
	/** Upper bound of the first wait, ms. */
	readonly baseMs: number;
	/** Upper bound of every wait, ms; at least `baseMs`. */
	readonly maxMs: number;
}

/** Part of the upper bound that is always waited: a zero would let many accounts reconnect in one moment. */
const FLOOR = 0.1;

/**
 * How long to wait before the next attempt, ms: anything between a tenth of and the whole of
 * `baseMs * 2^attempt`, capped at `maxMs`. Jitter over nearly the full range, because all accounts of a
 * server lose their connection in the same second.
 *
 * @param attempt Failures in a row before this wait, from 0.
 */
export function backoffDelay(range: BackoffRange, attempt: number, random: Pick<Random, 'unit'>): number {
	const exponent = Math.min(Math.max(0, Math.floor(attempt)), 30);
	const bound = Math.min(range.maxMs, range.baseMs * 2 ** exponent);
	return Math.round(bound * (FLOOR + (1 - FLOOR) * random.unit()));
}
