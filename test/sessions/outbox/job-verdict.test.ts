import { KitError, type KitErrorCode } from '../../../messages/kit-error';
import type { DueJob } from '../../../sessions/outbox/job-store';
import {
	expired,
	jobErrorOf,
	TROUBLE_MS,
	verdictOf,
	type VerdictFacts,
} from '../../../sessions/outbox/job-verdict';

const now = 1_000_000;
const HOUR = 3_600_000;

const due = (facts: Partial<DueJob> = {}): DueJob => ({
	jobId: 'job',
	state: 'queued',
	idempotencyKey: 'key',
	recipient: '+1',
	expiresAt: now + HOUR,
	attempts: 0,
	body: new Uint8Array(),
	error: null,
	...facts,
});

const error = (code: KitErrorCode, more: { reason?: string; retryAt?: number } = {}) =>
	new KitError({ code, what: 'It failed.', why: 'Because.', next: 'Try again.', ...more });

const told = (code: string, reason?: string) => ({
	code,
	what: 'It failed.',
	why: 'Because.',
	next: 'Try again.',
	reason,
});

const verdict = (
	thrown: unknown,
	{ resendsSafely = true, closing = false, surprises = 0, ...facts }: Partial<DueJob & VerdictFacts> = {},
) => verdictOf(thrown, { job: due(facts), now, resendsSafely, closing, surprises });

describe('a job that was not sent', () => {
	test.each(['refused', 'notOnWhatsApp', 'invalidInput', 'notSupported', 'media'] as const)(
		'is never tried again after %s, and says why',
		(code) => {
			const ended = { state: 'refused', endedAt: now, error: told(code, '479') };
			expect(verdict(error(code, { reason: '479' }))).toEqual({ kind: 'ended', ended });
			// Also when the queue is being closed: the answer of WhatsApp does not come twice.
			expect(verdict(error(code, { reason: '479' }), { closing: true })).toEqual({ kind: 'ended', ended });
		},
	);

	test.each(['ownedElsewhere', 'cancelled'] as const)('because it is %s is left as it is', (code) => {
		expect(verdict(error(code))).toEqual({ kind: 'left' });
	});

	test.each(['notConnected', 'notLinked', 'accountStopped', 'storage', 'queue', 'timedOut'] as const)(
		'because of %s is tried again in 15 s, and all others wait with it',
		(code) => {
			expect(TROUBLE_MS).toBe(15_000);
			const later = { until: now + 15_000, requeue: true, held: false, error: told(code) };
			expect(verdict(error(code))).toEqual({ kind: 'later', later, pause: 'trouble' });
		},
	);

	test('is left for the next process when the queue is being closed', () => {
		expect(verdict(error('notConnected'), { closing: true })).toEqual({ kind: 'left' });
	});

	test('that may have left in an earlier try cannot be cancelled as if it had not', () => {
		expect(verdict(error('notConnected'), { state: 'sending' })).toMatchObject({
			later: { requeue: false, held: false },
			pause: 'trouble',
		});
	});

	test('before its time is over ends as expired, with what held it up', () => {
		const ended = { state: 'expired', endedAt: now, error: told('notConnected') };
		expect(verdict(error('notConnected'), { expiresAt: now + 15_000 })).toEqual({ kind: 'ended', ended });
		expect(verdict(error('notConnected'), { expiresAt: now + 15_001 })).toMatchObject({ kind: 'later' });
	});

	test('before its time is over stays unknown when it may have left in an earlier try', () => {
		expect(verdict(error('notConnected'), { expiresAt: now + 1, state: 'sending' })).toEqual({
			kind: 'ended',
			ended: { state: 'unknown', endedAt: now, error: told('notConnected') },
		});
	});
});

describe('a job the limits hold back', () => {
	test.each(['gap', 'perMinute', 'perHour', 'perDay', 'activeHours'])(
		'by a rule of the account (%s) waits with all others, until the rule says',
		(reason) => {
			const later = { until: now + 60_000, requeue: true, held: false, error: null };
			expect(verdict(error('limited', { reason, retryAt: now + 60_000 }))).toEqual({
				kind: 'later',
				later,
				pause: 'limits',
			});
		},
	);

	test.each(['newChatsPerDay', 'perRecipientGap', 'restriction', undefined])(
		'by a rule of its own (%s) is held alone',
		(reason) => {
			const later = { until: now + 60_000, requeue: true, held: true, error: null };
			expect(verdict(error('limited', { reason, retryAt: now + 60_000 }))).toEqual({
				kind: 'later',
				later,
				pause: null,
			});
		},
	);

	test('without a time is tried again in 15 s', () => {
		expect(verdict(error('limited'))).toMatchObject({ later: { until: now + 15_000 } });
	});

	test('for longer than it may wait ends as expired, with the rule', () => {
		const limited = error('limited', { reason: 'perDay', retryAt: now + HOUR });
		expect(verdict(limited)).toEqual({
			kind: 'ended',
			ended: { state: 'expired', endedAt: now, error: told('limited', 'perDay') },
		});
		expect(verdict(limited, { expiresAt: now + HOUR + 1 })).toMatchObject({ kind: 'later' });
	});
});

describe('a job of which nobody knows whether it was sent', () => {
	test('is repeated in 15 s, and cannot be cancelled', () => {
		const later = { until: now + 15_000, requeue: false, held: false, error: told('outcomeUnknown') };
		expect(verdict(error('outcomeUnknown'))).toEqual({ kind: 'later', later, pause: 'trouble' });
	});

	test('ends so where repeating it could make a second message, also while closing', () => {
		const ended = { state: 'unknown', endedAt: now, error: told('outcomeUnknown') };
		for (const closing of [false, true])
			expect(verdict(error('outcomeUnknown'), { resendsSafely: false, closing })).toEqual({
				kind: 'ended',
				ended,
			});
	});

	test('is left to the next process when the queue is being closed', () => {
		expect(verdict(error('outcomeUnknown'), { closing: true })).toEqual({ kind: 'left' });
	});

	test('ends so when its time is over', () => {
		expect(verdict(error('outcomeUnknown'), { expiresAt: now + 15_000 })).toMatchObject({
			ended: { state: 'unknown', endedAt: now },
		});
		expect(verdict(error('outcomeUnknown'), { expiresAt: now + 15_001 })).toMatchObject({ kind: 'later' });
	});
});

describe('a job with a defect', () => {
	const defect = new TypeError('undefined is not a function');
	const surprise = {
		code: 'unexpected',
		what: 'A queued message could not be sent.',
		why: 'undefined is not a function',
		next: undefined,
		reason: undefined,
	};

	test('is held alone, cannot be cancelled as if nothing had left, and is tried three times', () => {
		// What is held is taken up a minute before its time: the next try is in 15 s.
		const later = { until: now + 75_000, requeue: false, held: true, error: surprise };
		const refused = { state: 'refused', endedAt: now, error: surprise };
		for (const tries of [0, 1]) {
			expect(verdict(defect, { attempts: tries })).toEqual({ kind: 'later', later, pause: null });
			expect(verdict(defect, { surprises: tries })).toEqual({ kind: 'later', later, pause: null });
		}
		expect(verdict(defect, { attempts: 2 })).toEqual({ kind: 'ended', ended: refused });
		// Not every try comes as far as an attempt: without this one, it would be tried for ever.
		expect(verdict(defect, { surprises: 2 })).toEqual({ kind: 'ended', ended: refused });
	});

	test('is nobody but itself: trouble is tried as long as the job may wait', () => {
		expect(verdict(error('notConnected'), { attempts: 50 })).toMatchObject({ kind: 'later' });
	});

	test('may have left when its time is over', () => {
		expect(verdict(defect, { expiresAt: now + 15_000 })).toMatchObject({ ended: { state: 'unknown' } });
		expect(verdict(defect, { expiresAt: now + 15_001 })).toMatchObject({ kind: 'later' });
	});
});

test('a job that is too old says what held it up', () => {
	const ended = { state: 'expired', endedAt: now, error: told('notConnected') };
	expect(expired(told('notConnected'), now)).toEqual({ kind: 'ended', ended });
});

test('the error of a job is its words alone: causes and stacks may hold anything', () => {
	const cause = new Error('token=secret');
	const text = JSON.stringify(jobErrorOf(new KitError({ code: 'queue', what: 'It failed.', cause })));
	expect(JSON.parse(text)).toEqual({ code: 'queue', what: 'It failed.' });
	expect(jobErrorOf('boom')).toMatchObject({
		code: 'unexpected',
		what: 'A queued message failed.',
		why: 'boom',
	});
});
