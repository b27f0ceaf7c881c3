import type { LedgerAnswer } from '../../../sessions/governor/ledger';
import { DAY_MS, PRESETS } from '../../../sessions/governor/limit-policy';
import { settle } from '../../fixtures/manual-clock';
import { told } from '../../fixtures/told';
import { governorOver, reservation } from './governor-world';
import { person, policyOf } from './policies';

const warming = { ...PRESETS.standard, warmUpDays: 2 };

describe('what the governor asks of the books', () => {
	test('a decision is asked for with the account, a name of its own, and all that is known of the recipient', async () => {
		const { governor, clock, requests } = governorOver(policyOf({ perMinute: 4, perRecipientGapMs: 9_000 }));
		expect(await governor.reserve(person('1'), 'verification')).toEqual({ granted: true, reservation });
		expect(requests).toEqual([
			{
				accountId: 'a',
				reservationId: '________________',
				now: clock.now(),
				streams: ['account', 'new', 'to:+1', 'verification:+1'],
				windows: [
					{ rule: 'perMinute', stream: 0, limit: 4, windowMs: 60_000 },
					{ rule: 'perRecipientGap', stream: 2, limit: 1, windowMs: 9_000 },
					{ rule: 'verificationCooldown', stream: 3, limit: 1, windowMs: 60_000 },
				],
				chats: ['1@s.whatsapp.net'],
				decide: expect.any(Function) as unknown,
			},
		]);
	});

	test('what is decided is decided by the limits, the kind and the time of the request', async () => {
		const { governor, clock, requests } = governorOver(policyOf({ perMinute: 1 }));
		await governor.reserve(person('1'), 'verification', 7);
		const heads = [null, null, null, null];
		const decide = (turn: number | null, last: number | null) =>
			requests[0]!.decide({ heads, turns: [turn, last], wroteToUs: false, restrictedAt: null });
		expect(decide(null, null)).toEqual({ granted: true, streams: [0, 2, 3], spread: 0 });
		expect(decide(clock.now() - 1, null)).toEqual({
			granted: false,
			retryAt: clock.now() + 59_999,
			rule: 'perMinute',
		});
		expect(decide(null, clock.now())).toMatchObject({ rule: 'verificationCooldown' });
	});

	test('without a warm-up nothing is begun', async () => {
		const { governor, noted } = governorOver(policyOf({ perMinute: 4 }));
		expect(await governor.present()).toEqual(policyOf({ perMinute: 4 }));
		expect(noted).toEqual([]);
	});

	test('a warm-up is begun once, and its day goes on with the clock', async () => {
		const { governor, clock, noted, begun } = governorOver(warming);
		begun.push(clock.now());
		expect(await governor.present()).toMatchObject({ perMinute: 4 });
		await clock.advance(DAY_MS);
		expect(await governor.present()).toMatchObject({ perMinute: 8 });
		await clock.advance(DAY_MS);
		expect(await governor.present()).toBe(warming);
		expect(noted).toEqual([`a begun at ${clock.now() - 2 * DAY_MS}`]);
	});

	test('of many at once one begins the warm-up', async () => {
		const { governor, noted } = governorOver(warming);
		await Promise.all([governor.present(), governor.reserve(person('1'), 'message')]);
		expect(noted).toHaveLength(1);
	});

	test('a beginning that could not be read is read again', async () => {
		const { governor, noted, begun } = governorOver(warming);
		begun.push(new Error('locked'));
		await expect(governor.present()).rejects.toThrow('locked');
		await governor.present();
		expect(noted).toHaveLength(2);
	});

	test('limits that are edited read the beginning again', async () => {
		const { governor, clock, noted, begun } = governorOver(warming);
		begun.push(clock.now(), clock.now() - DAY_MS);
		await governor.present();
		governor.configure({ ...warming, perMinute: 20 });
		expect(await governor.present()).toMatchObject({ perMinute: 12 });
		expect(noted).toHaveLength(2);
	});

	test('an account without limits, or whose limits were taken away, is unlimited', async () => {
		const { governor } = governorOver(undefined);
		expect(governor.policy).toBe(PRESETS.unlimited);
		governor.configure(PRESETS.careful);
		expect(governor.policy).toBe(PRESETS.careful);
		governor.configure();
		expect(governor.policy).toBe(PRESETS.unlimited);
		expect(await governor.present()).toBe(PRESETS.unlimited);
	});

	test('a place given back is given back to its account, once asked and not again', async () => {
		const { governor, noted } = governorOver(policyOf({ perMinute: 4 }));
		await governor.giveBack(reservation);
		await governor.giveBack(null);
		expect(noted).toEqual(['r of a given back']);
	});
});

describe('who waits for the limits', () => {
	const refusal = (retryAt: number): LedgerAnswer => ({ granted: false, retryAt, rule: 'perMinute' });

	test('goes when its time has come, and is told how long it waited', async () => {
		const { clock, answers, admit, requests } = governorOver(policyOf({ perMinute: 1 }));
		answers.push(refusal(clock.now() + 5_000));
		const waiting = admit(5_000);
		await clock.advance(4_999);
		expect(requests).toHaveLength(1);
		await clock.advance(1);
		expect(await told(waiting)).toEqual({ reservation, waitedMs: 5_000 });
	});

	test('is refused at once when its time comes too late, by the name of the account', async () => {
		const { governor, clock, answers, admit } = governorOver(policyOf({ perMinute: 1 }));
		const retryAt = clock.now() + 5_000;
		answers.push(refusal(retryAt));
		await expect(told(admit(4_999))).rejects.toMatchObject({
			code: 'limited',
			reason: 'perMinute',
			retryAt,
			what: expect.stringContaining('The limits of "Shop"') as string,
			why: expect.stringContaining('at most 1 message per minute') as string,
		});
		expect(clock.sleeping).toBe(0);
		governor.close();
	});

	test.each(['message', 'verification'] as const)('a %s is judged as what it is', async (kind) => {
		const { governor, requests } = governorOver(policyOf({ perMinute: 1 }));
		const { signal } = new AbortController();
		await told(governor.admit({ recipient: person('2'), kind, maxWaitMs: 0, signal }));
		const rules = requests[0]!.windows.length;
		expect([requests[0]!.streams[2], rules]).toEqual(['to:+2', kind === 'message' ? 1 : 2]);
	});

	test('a message leaves room for a verification that waits, and goes not just before it', async () => {
		const policy = policyOf({ perMinute: 5, gapMs: 2_000, gapJitterMs: 500 });
		const { governor, clock, answers, requests, admit } = governorOver(policy);
		const { signal } = new AbortController();
		const retryAt = clock.now() + 10_000;
		answers.push({ granted: false, retryAt, rule: 'verificationCooldown' });
		const code = governor.admit({ recipient: person('9'), kind: 'verification', maxWaitMs: 60_000, signal });
		await settle();
		expect(await told(admit(0))).toMatchObject({ waitedMs: 0 });
		expect(requests.at(-1)!.windows.map(({ limit }) => limit)).toEqual([4, 1]);
		await clock.advance(7_500);
		expect(await told(admit(0))).toMatchObject({ waitedMs: 0 });
		await clock.advance(1);
		await expect(told(admit(0))).rejects.toMatchObject({ reason: 'gap', retryAt });
		await clock.advance(2_499);
		expect(await told(code)).toMatchObject({ waitedMs: 10_000 });
	});

	test('a place that cannot be given back hurts nobody who left', async () => {
		const { admit } = governorOver(policyOf({ perMinute: 1 }), { fails: true });
		const leaving = new AbortController();
		const waiting = admit(60_000, leaving.signal);
		leaving.abort(new Error('enough'));
		await expect(told(waiting)).rejects.toThrow('enough');
		await settle();
	});
});
