import { DAY_MS, PRESETS } from '../../../sessions/governor/limit-policy';
import { policyAt, warmUpDay } from '../../../sessions/governor/warm-up';

const warming = { ...PRESETS.standard, warmUpDays: 10 };
const START = Date.UTC(2026, 0, 1);

describe('warm-up', () => {
	test('without one the limits are the policy’s own from the beginning', () => {
		expect(policyAt(PRESETS.standard, START, START)).toBe(PRESETS.standard);
		expect(warmUpDay(PRESETS.standard, START, START)).toBeNull();
	});

	test('the first day has the limits of careful, also before it was begun', () => {
		const { preset, ...careful } = PRESETS.careful;
		for (const began of [START, null]) {
			expect(policyAt(warming, began, START)).toEqual({ ...careful, preset: 'standard', warmUpDays: 10 });
			expect(warmUpDay(warming, began, START)).toBe(1);
		}
		expect(preset).toBe('careful');
	});

	test('every day a step: the sixth of ten is half way', () => {
		expect(policyAt(warming, START, START + 5 * DAY_MS)).toMatchObject({
			perMinute: 8,
			perHour: 180,
			perDay: 850,
			newChatsPerDay: 35,
			gapMs: 3_500,
			gapJitterMs: 700,
		});
		expect(policyAt(warming, START, START + 6 * DAY_MS - 1)).toMatchObject({ perDay: 850 });
		expect(warmUpDay(warming, START, START + 6 * DAY_MS - 1)).toBe(6);
		expect(warmUpDay(warming, START, START + 6 * DAY_MS)).toBe(7);
	});

	test('after its days the policy holds as it is', () => {
		expect(policyAt(warming, START, START + 10 * DAY_MS)).toBe(warming);
		expect(policyAt(warming, START, START + 10 * DAY_MS - 1)).not.toBe(warming);
		expect(warmUpDay(warming, START, START + 10 * DAY_MS)).toBeNull();
	});

	test('what is stricter than careful stays as it is', () => {
		const strict = { ...warming, perMinute: 2, perDay: 200, gapMs: 60_000, gapJitterMs: 1_000 };
		expect(policyAt(strict, START, START)).toMatchObject({ perMinute: 2, perDay: 200, gapMs: 60_000 });
		expect(policyAt(strict, START, START + 9 * DAY_MS)).toMatchObject({
			perMinute: 2,
			perDay: 200,
			gapMs: 60_000,
		});
	});

	test('a rule without a limit has that of careful until the last day', () => {
		const open = { ...warming, perDay: null };
		expect(policyAt(open, START, START + 9 * DAY_MS)).toMatchObject({ perDay: 200 });
		expect(policyAt(open, START, START + 10 * DAY_MS)).toMatchObject({ perDay: null });
	});

	test('a clock set back does not make the limits smaller than those of the first day', () => {
		expect(policyAt(warming, START, START - 30 * DAY_MS)).toMatchObject({ perMinute: 4, gapMs: 5_000 });
		expect(warmUpDay(warming, START, START - 30 * DAY_MS)).toBe(1);
	});
});
