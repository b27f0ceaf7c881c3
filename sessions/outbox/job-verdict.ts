import { isKitError, toKitError, type KitError, type KitErrorCode } from '../../messages/kit-error';
import type { RuleId } from '../governor/ledger';
import type { DueJob, EndedJob, PostponedJob } from './job-store';
import type { JobError } from './outbox-job';

/** Before the next try after something that passes, ms: a connection, a store, another process. */
export const TROUBLE_MS = 15_000;
/** As that, of one job alone: what is held is taken up a minute (`LANE_MS`) before its time. */
const HELD_TROUBLE_MS = 60_000 + TROUBLE_MS;
/** Tries of what nobody expected; a defect does not go away by waiting. */
const MOST_SURPRISES = 3;

/** What becomes of a job that was not sent just now. */
export type JobVerdict =
	| { readonly kind: 'ended'; readonly ended: EndedJob }
	| {
			readonly kind: 'later';
			readonly later: PostponedJob;
			/** Nothing else of the account can leave before then, either: its limits, or trouble. */
			readonly pause: 'limits' | 'trouble' | null;
	  }
	/** Nothing to write: it was cancelled, or this process may not write any more. */
	| { readonly kind: 'left' };

/** Never again: the next try would end the same way, or annoy. */
const FINAL: ReadonlySet<KitErrorCode> = new Set([
	'refused',
	'notOnWhatsApp',
	'invalidInput',
	'notSupported',
	'media',
]);

/** Rules over all sends of an account: what one of them holds back, it holds all back. */
const OF_ACCOUNT: ReadonlySet<string> = new Set<RuleId | 'gateway'>([
	'gap',
	'perMinute',
	'perHour',
	'perDay',
	'activeHours',
	'gateway',
]);

export interface VerdictFacts {
	readonly job: DueJob;
	readonly now: number;
	/** The engine repeats a send under its id without a second message. */
	readonly resendsSafely: boolean;
	/** The queue is being closed. */
	readonly closing: boolean;
	/** How many tries of this job have ended in what nobody expected: not all of them come as far as an attempt. */
	readonly surprises: number;
}

export function verdictOf(thrown: unknown, facts: VerdictFacts): JobVerdict {
	const error = toKitError(thrown, { what: 'A queued message could not be sent.' });
	const { job, now, closing, surprises } = facts;
	if (error.code === 'ownedElsewhere' || error.code === 'cancelled') return { kind: 'left' };
	if (FINAL.has(error.code)) return refused(error, now);
	if (error.code === 'limited') return limited(error, facts);
	if (error.code === 'outcomeUnknown') return unknown(error, facts);
	if (closing) return { kind: 'left' };
	if (error.code === 'unexpected' && Math.max(job.attempts, surprises) + 1 >= MOST_SURPRISES)
		return refused(error, now);
	return later(error, facts);
}

export function expired(error: JobError | null, now: number): JobVerdict {
	return { kind: 'ended', ended: { state: 'expired', endedAt: now, error } };
}

/** Words and codes; stack and cause stay behind, for they may hold anything. */
export function jobErrorOf(thrown: unknown): JobError {
	if (!isKitError(thrown)) return jobErrorOf(toKitError(thrown, { what: 'A queued message failed.' }));
	const { code, what, why, next, reason } = thrown;
	return { code, what, why, next, reason };
}

function refused(error: KitError, now: number): JobVerdict {
	return { kind: 'ended', ended: { state: 'refused', endedAt: now, error: jobErrorOf(error) } };
}

function limited(error: KitError, { job, now }: VerdictFacts): JobVerdict {
	const until = error.retryAt ?? now + TROUBLE_MS;
	const told = jobErrorOf(error);
	if (until >= job.expiresAt) return expired(told, now);
	const ofAccount = OF_ACCOUNT.has(error.reason ?? '');
	return {
		kind: 'later',
		later: { until, requeue: true, held: !ofAccount, error: null },
		pause: ofAccount ? 'limits' : null,
	};
}

/** Repeated under the same message id where the phone shows that once, as long as the job may wait. */
function unknown(error: KitError, facts: VerdictFacts): JobVerdict {
	const { job, now, resendsSafely, closing } = facts;
	if (resendsSafely && closing) return { kind: 'left' };
	const until = now + TROUBLE_MS;
	const told = jobErrorOf(error);
	if (resendsSafely && until < job.expiresAt)
		return { kind: 'later', later: { until, requeue: false, held: false, error: told }, pause: 'trouble' };
	return { kind: 'ended', ended: { state: 'unknown', endedAt: now, error: told } };
}

/** Nothing left in this try; whether something left in an earlier one stays as open as it was. */
function later(error: KitError, { job, now }: VerdictFacts): JobVerdict {
	const told = jobErrorOf(error);
	// After a surprise nobody can be sure, so it cannot be cancelled as if nothing had left.
	const untouched = job.state === 'queued' && error.code !== 'unexpected';
	if (now + TROUBLE_MS >= job.expiresAt) {
		if (untouched) return expired(told, now);
		return { kind: 'ended', ended: { state: 'unknown', endedAt: now, error: told } };
	}
	// What only this one has must not hold up the others.
	const held = error.code === 'unexpected';
	const pause = held ? null : 'trouble';
	const until = now + (held ? HELD_TROUBLE_MS : TROUBLE_MS);
	return { kind: 'later', later: { until, requeue: untouched, held, error: told }, pause };
}
