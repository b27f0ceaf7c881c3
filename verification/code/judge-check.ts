import type { CountWindow, Decision, Facts, Mark } from '../store';
import { transition } from '../transitions';
import { isLive, type EndReason, type Verification, type VerificationStatus } from '../verification';

/** At most 10 checks a minute per recipient, whatever the purpose. */
export const CHECKS = { limit: 10, windowMs: 60_000 } as const;

export type CheckReason =
	| 'wrongCode'
	| 'notFound'
	/** It was right once already. */
	| 'alreadyUsed'
	/** Too many wrong codes; `lockedUntil` says until when. */
	| 'locked'
	/** Too many checks in a minute; the code was not compared. */
	| 'tooManyChecks'
	/** The gateway is being asked about another check of it. */
	| 'beingChecked'
	| EndReason;

/** The item of a check. A wrong code is an answer, not an error. */
export interface CheckResult {
	readonly verified: boolean;
	/** Null when there is none. */
	readonly status: VerificationStatus | null;
	readonly reason: CheckReason | null;
	readonly attemptsRemaining: number;
	/** ISO 8601. */
	readonly lockedUntil: string | null;
	readonly verificationId: string | null;
	/** ISO 8601, when checking again is of use; only where a time is known. */
	readonly retryAt: string | null;
	/** Which rule held it back. */
	readonly rule: 'checksPerMinute' | 'locked' | 'gateway' | null;
}

export function checkWindow(phone: string): CountWindow {
	return { stream: `check:${phone}`, ...CHECKS };
}

export interface Guess {
	readonly now: number;
	/** Null where there is no number to count under. */
	readonly mark: Mark | null;
	/** Compares in constant time; asked at most once. */
	isRight(of: Verification): boolean;
}

/** What one guess does: counted, compared at most once, and never after the end. */
export function judgeCheck(
	facts: Pick<Facts, 'turns'>,
	found: Verification | null,
	guess: Guess,
): Decision<CheckResult> {
	const { now } = guess;
	const known = found && transition(found, { type: 'time' }, now);
	const put = known !== null && known !== found ? [known] : [];
	const [turn = null] = facts.turns;
	if (turn !== null && turn + CHECKS.windowMs > now) {
		const answer = { ...describeCheck(known, 'tooManyChecks', now), rule: 'checksPerMinute' as const };
		return { answer: { ...answer, retryAt: iso(turn + CHECKS.windowMs) }, put };
	}
	const mark = guess.mark === null ? [] : [guess.mark];
	if (known === null || !isLive(known))
		return { answer: describeCheck(known, reasonOf(known, now), now), put, mark };
	const after = transition(known, { type: 'guess', right: guess.isRight(known) }, now);
	const reason = after.status === 'validated' ? null : isLive(after) ? 'wrongCode' : reasonOf(after, now);
	return { answer: describeCheck(after, reason, now), put: [after], mark };
}

export function reasonOf(of: Verification | null, now: number): CheckReason {
	if (of === null) return 'notFound';
	if (of.status === 'validated') return 'alreadyUsed';
	if (lockOf(of, now) !== null) return 'locked';
	return of.error ?? 'rejected';
}

export function describeCheck(of: Verification | null, reason: CheckReason | null, now: number): CheckResult {
	const lock = lockOf(of, now);
	const lockedUntil = lock === null ? null : iso(lock);
	return {
		verified: reason === null,
		status: of?.status ?? null,
		reason,
		attemptsRemaining: of === null ? 0 : attemptsRemaining(of),
		lockedUntil,
		verificationId: of?.id ?? null,
		retryAt: lockedUntil,
		rule: lockedUntil === null ? null : 'locked',
	};
}

/** Until when its number and purpose are closed, epoch ms; null when they are not. */
export function lockOf(of: Verification | null, now: number): number | null {
	const until = of?.lockedUntil ?? null;
	return until !== null && until > now ? until : null;
}

export function attemptsRemaining(of: Verification): number {
	return isLive(of) ? of.maxTries - of.tries : 0;
}

export function iso(at: number): string {
	return new Date(at).toISOString();
}
