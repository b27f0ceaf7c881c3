import { DAY_MS, PRESETS, type LimitPolicy } from './limit-policy';

/** The day of the warm-up, 1 first; `null` when there is none or it is over. */
export function warmUpDay(policy: LimitPolicy, startedAt: number | null, now: number): number | null {
	if (policy.warmUpDays === 0) return null;
	// A clock that was set back must not make the limits smaller than on the first day.
	const day = 1 + Math.max(0, Math.floor((now - (startedAt ?? now)) / DAY_MS));
	return day > policy.warmUpDays ? null : day;
}

/**
 * The limits that hold at `now`: on the first day those of `careful`, then every day a step nearer to the
 * policy's own. A policy that is stricter than `careful` somewhere stays as it is there.
 */
export function policyAt(policy: LimitPolicy, startedAt: number | null, now: number): LimitPolicy {
	const day = warmUpDay(policy, startedAt, now);
	if (day === null) return policy;
	const grown = (day - 1) / policy.warmUpDays;
	const { careful } = PRESETS;
	const atMost = (small: number | null, full: number | null): number | null =>
		small === null || (full !== null && full <= small) ? full : grow(small, full ?? small, grown);
	const atLeast = (long: number, full: number): number =>
		full >= long ? full : Math.ceil(long - (long - full) * grown);
	return {
		...policy,
		perMinute: atMost(careful.perMinute, policy.perMinute),
		perHour: atMost(careful.perHour, policy.perHour),
		perDay: atMost(careful.perDay, policy.perDay),
		newChatsPerDay: atMost(careful.newChatsPerDay, policy.newChatsPerDay),
		gapMs: atLeast(careful.gapMs, policy.gapMs),
		gapJitterMs: atLeast(careful.gapJitterMs, policy.gapJitterMs),
	};
}

function grow(from: number, to: number, share: number): number {
	return Math.floor(from + (to - from) * share);
}
