import { backoffDelay } from '../../../engines/connection/backoff';
import { fc } from '../../fixtures/properties';

const range = { baseMs: 1_000, maxMs: 60_000 };
const always = (unit: number) => ({ unit: () => unit });

describe('waiting before the next attempt', () => {
	test('grows with every failure up to the cap', () => {
		const waits = [0, 1, 2, 3, 10, 1_000].map((attempt) => backoffDelay(range, attempt, always(1)));
		expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 60_000, 60_000]);
	});

	test('spreads over nearly the whole range and is never zero', () => {
		expect(backoffDelay(range, 3, always(0))).toBe(800);
		expect(backoffDelay(range, 3, always(0.5))).toBe(4_400);
	});

	test('stays within its bounds for any attempt', () => {
		fc.assert(
			fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, unit) => {
				const wait = backoffDelay(range, attempt, always(unit));
				expect(wait).toBeGreaterThanOrEqual(100);
				expect(wait).toBeLessThanOrEqual(range.maxMs);
			}),
		);
	});
});
