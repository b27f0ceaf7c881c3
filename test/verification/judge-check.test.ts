import { CHECKS, checkWindow, judgeCheck } from '../../verification/code/judge-check';
import type { Verification } from '../../verification/verification';
import { aVerification, MINUTE, START } from './a-verification';

const mark = { stream: 'check:+5511987654321', at: START, id: 'm' };

/** One guess; counts how often the code was compared. */
function judge(
	found: Verification | null,
	{ right = false, now = START, turn = null as number | null, counted = true } = {},
) {
	let compared = 0;
	const isRight = () => {
		compared += 1;
		return right;
	};
	const guess = { now, mark: counted ? mark : null, isRight };
	const decision = judgeCheck({ turns: [turn] }, found, guess);
	return { ...decision, compared };
}

describe('a guess', () => {
	test('that is right proves it, once, and is counted', () => {
		const { answer, put, mark: marks, compared } = judge(aVerification(), { right: true });
		expect(answer).toEqual({
			verified: true,
			status: 'validated',
			reason: null,
			attemptsRemaining: 0,
			lockedUntil: null,
			verificationId: 'v-1',
			retryAt: null,
			rule: null,
		});
		expect(put).toMatchObject([{ status: 'validated', validatedAt: START }]);
		expect([marks, compared]).toEqual([[mark], 1]);
	});

	test('that is wrong costs a try', () => {
		const { answer, put, mark: marks } = judge(aVerification({ tries: 1 }));
		expect(answer).toMatchObject({
			verified: false,
			status: 'requested',
			reason: 'wrongCode',
			attemptsRemaining: 3,
		});
		expect(answer).toMatchObject({ lockedUntil: null, retryAt: null, rule: null });
		expect(put).toMatchObject([{ tries: 2 }]);
		expect(marks).toEqual([mark]);
	});

	test('that is the last wrong one locks, and says until when', () => {
		const until = new Date(START + 15 * MINUTE).toISOString();
		expect(judge(aVerification({ tries: 4 })).answer).toMatchObject({
			verified: false,
			status: 'failed',
			reason: 'locked',
			attemptsRemaining: 0,
			lockedUntil: until,
			retryAt: until,
			rule: 'locked',
		});
		expect(judge(aVerification({ tries: 4, lockMs: 0 })).answer).toMatchObject({
			reason: 'tooManyTries',
			lockedUntil: null,
			rule: null,
		});
	});

	test('is compared with nothing where there is nothing', () => {
		const { answer, put, mark: marks, compared } = judge(null, { right: true });
		expect(answer).toMatchObject({
			verified: false,
			status: null,
			reason: 'notFound',
			attemptsRemaining: 0,
			verificationId: null,
		});
		expect([put, marks, compared]).toEqual([[], [mark], 0]);
		expect(judge(null, { counted: false }).mark).toEqual([]);
	});

	test.each([
		[{ status: 'validated' }, 'alreadyUsed'],
		[{ status: 'failed', error: 'cancelled' }, 'cancelled'],
		[{ status: 'failed', error: 'replaced' }, 'replaced'],
		[{ status: 'failed', error: 'tooManyTries', lockedUntil: START }, 'tooManyTries'],
		[{ status: 'failed', error: 'tooManyTries', lockedUntil: START + 1 }, 'locked'],
		[{ status: 'expired', error: 'expired' }, 'expired'],
		[{ status: 'rejected' }, 'rejected'],
	] as const)('is not compared with %j, however right: %s', (ended, reason) => {
		const { answer, put, compared, mark: marks } = judge(aVerification(ended), { right: true });
		expect(answer).toMatchObject({ verified: false, reason, attemptsRemaining: 0, status: ended.status });
		expect([put, compared, marks]).toEqual([[], 0, [mark]]);
	});

	test('finds one expired in the very millisecond of its expiry, and has that kept', () => {
		const of = aVerification();
		const { answer, put, compared } = judge(of, { right: true, now: of.expiresAt });
		expect(answer).toMatchObject({ verified: false, status: 'expired', reason: 'expired' });
		expect(put).toMatchObject([{ status: 'expired', endedAt: of.expiresAt }]);
		expect(compared).toBe(0);
		expect(judge(of, { right: true, now: of.expiresAt - 1 }).answer.verified).toBe(true);
	});

	test('beyond ten a minute is neither compared nor counted, and is told when it will be', () => {
		const {
			answer,
			put,
			mark: marks,
			compared,
		} = judge(aVerification(), {
			right: true,
			now: START + MINUTE - 1,
			turn: START,
		});
		expect(answer).toEqual({
			verified: false,
			status: 'requested',
			reason: 'tooManyChecks',
			attemptsRemaining: 5,
			lockedUntil: null,
			verificationId: 'v-1',
			retryAt: new Date(START + MINUTE).toISOString(),
			rule: 'checksPerMinute',
		});
		expect([put, marks, compared]).toEqual([[], undefined, 0]);
		const after = judge(aVerification(), { right: true, now: START + MINUTE, turn: START });
		expect(after.answer.verified).toBe(true);
	});

	test('beyond ten a minute still finds out that it is expired', () => {
		const of = aVerification({ expiresAt: START + 5 });
		const { answer, put } = judge(of, { now: START + 5, turn: START });
		expect(answer).toMatchObject({ status: 'expired', reason: 'tooManyChecks' });
		expect(put).toMatchObject([{ status: 'expired' }]);
	});
});

test('checks are counted per recipient: ten a minute', () => {
	expect(checkWindow('+441')).toEqual({ stream: 'check:+441', limit: 10, windowMs: MINUTE });
	expect(CHECKS).toEqual({ limit: 10, windowMs: MINUTE });
	expect(checkWindow('+442').stream).not.toBe(checkWindow('+441').stream);
});
