import {
	checkedQueueTime,
	endedWithout,
	queueTooLong,
	refusedBefore,
	unknownJob,
} from '../../../sessions/outbox/job-errors';
import type { OutboxJob } from '../../../sessions/outbox/outbox-job';
import { policyOf } from '../governor/policies';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('the longest time in the queue', () => {
	test('is a day when nothing else is asked for', () => {
		expect(checkedQueueTime(undefined)).toBe(DAY);
	});

	test.each([MINUTE, 7 * DAY])('may be %d ms', (ms) => {
		expect(checkedQueueTime(ms)).toBe(ms);
	});

	test.each([
		[MINUTE - 1, '0.02'],
		[7 * DAY + 36_000, '168.01'],
		[Number.NaN, 'NaN'],
	])('may not be %d ms', (ms, hours) => {
		expect(() => checkedQueueTime(ms)).toThrow(
			expect.objectContaining({
				code: 'invalidInput',
				what: 'The option "Longest Time in the Queue" is out of range.',
				why: `It must be 1 minute to 7 days, ${hours} hours were given.`,
				next: 'Correct the option in the node. Nothing was queued.',
			}),
		);
	});
});

describe('what is told of a job', () => {
	const facts = { jobId: 'j1', recipient: '+1', createdAt: 0, expiresAt: DAY, attempts: 1 };
	const error = { code: 'outcomeUnknown', what: 'Nobody knows.', why: 'The line broke.', reason: 'x' };
	const anew = 'Start a new execution, or set another idempotency key, to send it all the same.';

	test('that is not there: which, and why that can be', () => {
		expect(unknownJob('j'.repeat(100), 'Shop')).toMatchObject({
			code: 'invalidInput',
			what: `There is no job "${'j'.repeat(80)}" of "Shop".`,
			why: expect.stringContaining('more than 30 days ago') as string,
			next: expect.stringContaining("'jobId'") as string,
		});
	});

	test.each(['refused', 'unknown'] as const)('that is %s: the error it ended with', (state) => {
		expect(endedWithout({ ...facts, state, endedAt: 1, error })).toMatchObject(error);
	});

	test('that was cancelled: that it was not sent', () => {
		expect(endedWithout({ ...facts, state: 'cancelled', endedAt: 1 })).toMatchObject({
			code: 'cancelled',
			what: 'This message was cancelled in the queue (job j1). It was not sent.',
			next: anew,
		});
	});

	test('that got too old: that it was not sent, and what held it up', () => {
		expect(endedWithout({ ...facts, state: 'expired', endedAt: 1, error })).toMatchObject({
			code: 'timedOut',
			what: 'This message waited longer in the queue than it may (job j1). It was not sent.',
			why: 'Nobody knows.',
			next: anew,
		});
		expect(endedWithout({ ...facts, state: 'expired', endedAt: 1, error: null })).toMatchObject({
			why: undefined,
		});
	});

	test.each<OutboxJob>([
		{ ...facts, state: 'queued', leavesAt: 1, error: null },
		{ ...facts, state: 'sending', error: null },
		{
			...facts,
			state: 'sent',
			endedAt: 1,
			messageId: 'M',
			chatId: 'c',
			via: 'text',
			sentTo: '+1',
			sentAt: 1,
		},
	])('that is $state: no error', (job) => {
		expect(endedWithout(job)).toBeNull();
	});

	test('that was sent without the queue and refused: the reason of then', () => {
		const refused = { messageId: 'M', chatId: 'c', outcome: 'refused', at: 1, givenId: null } as const;
		expect(refusedBefore({ ...refused, error: 'Not allowed.' })).toMatchObject({
			code: 'refused',
			what: 'This message was refused by WhatsApp before and is not sent again.',
			why: 'Not allowed.',
			next: expect.stringContaining('when the reason is gone') as string,
		});
		expect(refusedBefore({ ...refused, error: null })).toMatchObject({ why: undefined });
	});
});

describe('a message that could not leave in its time', () => {
	const policy = policyOf({ perHour: 1 });
	const place = { leavesAt: Date.UTC(2026, 0, 2), newChat: false, held: false };

	test('is told when it could, the rule, and how many are before it', () => {
		const of = { policy, ahead: 3, maxQueuedMs: 90 * MINUTE };
		expect(queueTooLong('Shop', { ...place, rule: 'perHour' }, of)).toMatchObject({
			code: 'limited',
			reason: 'perHour',
			retryAt: place.leavesAt,
			what: 'This message could not leave "Shop" before 2026-01-02T00:00:00.000Z, later than it may wait.',
			why: '3 queued messages are before it, and it may wait 1.5 hours. The rule: at most 1 message per hour. Nothing was queued.',
			next: 'Let it wait longer, send less, or change the limits in the credential.',
		});
	});

	test('is told no rule where none holds it back', () => {
		const of = { policy, ahead: 0, maxQueuedMs: MINUTE };
		expect(queueTooLong('Shop', { ...place, rule: undefined }, of)).toMatchObject({
			reason: undefined,
			why: '0 queued messages are before it, and it may wait 0.02 hours. Nothing was queued.',
		});
	});
});
