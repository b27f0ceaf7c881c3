import { KitError } from '../../messages/kit-error';
import { ruleInWords } from '../governor/limited-error';
import type { Forecast } from '../governor/forecast';
import type { LimitPolicy } from '../governor/limit-policy';
import { fromWireError } from '../remote/wire-error';
import type { SendRecord } from '../store';
import type { OutboxJob } from './outbox-job';

/** Longest time in the queue, ms. */
export const QUEUED_MS = { min: 60_000, max: 7 * 24 * 60 * 60_000, default: 24 * 60 * 60_000 } as const;

export function checkedQueueTime(ms: number = QUEUED_MS.default): number {
	if (ms >= QUEUED_MS.min && ms <= QUEUED_MS.max) return ms;
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Longest Time in the Queue" is out of range.',
		why: `It must be 1 minute to 7 days, ${hours(ms)} hours were given.`,
		next: 'Correct the option in the node. Nothing was queued.',
	});
}

export function unknownJob(jobId: string, account: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `There is no job "${jobId.slice(0, 80)}" of "${account}".`,
		why: 'It was never made, belongs to another number, or ended more than 30 days ago.',
		next: "Use the 'jobId' of the item the message was queued with, and the same credential.",
	});
}

/** The limits hold it back for longer than it may wait. */
export function queueTooLong(
	account: string,
	{ leavesAt, rule }: Forecast,
	{ policy, ahead, maxQueuedMs }: { policy: LimitPolicy; ahead: number; maxQueuedMs: number },
): KitError {
	const words = rule === undefined ? '' : ` The rule: ${ruleInWords(rule, policy)}.`;
	return new KitError({
		code: 'limited',
		reason: rule,
		retryAt: leavesAt,
		what: `This message could not leave "${account}" before ${new Date(leavesAt).toISOString()}, later than it may wait.`,
		why: `${ahead} queued messages are before it, and it may wait ${hours(maxQueuedMs)} hours.${words} Nothing was queued.`,
		next: 'Let it wait longer, send less, or change the limits in the credential.',
	});
}

/** What to tell who asks again for a message that will not be sent under its key. */
export function endedWithout(job: OutboxJob): KitError | null {
	const anew = 'Start a new execution, or set another idempotency key, to send it all the same.';
	const { jobId } = job;
	switch (job.state) {
		case 'refused':
		case 'unknown':
			return fromWireError(job.error);
		case 'cancelled':
			return new KitError({
				code: 'cancelled',
				what: `This message was cancelled in the queue (job ${jobId}). It was not sent.`,
				next: anew,
			});
		case 'expired':
			return new KitError({
				code: 'timedOut',
				what: `This message waited longer in the queue than it may (job ${jobId}). It was not sent.`,
				why: job.error?.what,
				next: anew,
			});
		default:
			return null;
	}
}

/** Sent without a job before, and refused. */
export function refusedBefore({ error }: SendRecord): KitError {
	return new KitError({
		code: 'refused',
		what: 'This message was refused by WhatsApp before and is not sent again.',
		why: error ?? undefined,
		next: 'Start a new execution, or set another idempotency key, when the reason is gone.',
	});
}

function hours(ms: number): string {
	return String(Math.round((ms / 3_600_000) * 100) / 100);
}
