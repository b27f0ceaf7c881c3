import { isTimeZone, nextActive, type ActiveHours } from '../../../sessions/governor/active-hours';
import { fc } from '../../fixtures/properties';

const WORKING_DAYS = [1, 2, 3, 4, 5];
const office = (timeZone: string, changes: Partial<ActiveHours> = {}): ActiveHours => ({
	days: WORKING_DAYS,
	fromMinute: 9 * 60,
	toMinute: 18 * 60,
	timeZone,
	...changes,
});
const next = (hours: ActiveHours, at: string): string =>
	new Date(nextActive(hours, Date.parse(at))).toISOString();

describe('active hours', () => {
	test.each([
		['within the hours it is now', '2026-11-18T12:00:00.123Z', '2026-11-18T12:00:00.123Z'],
		['the first minute belongs to them', '2026-11-18T12:00:00.000Z', '2026-11-18T12:00:00.000Z'],
		['before they begin', '2026-11-18T11:59:59.999Z', '2026-11-18T12:00:00.000Z'],
		['the last moment', '2026-11-18T20:59:59.999Z', '2026-11-18T20:59:59.999Z'],
		['the minute they end does not belong to them', '2026-11-18T21:00:00.000Z', '2026-11-19T12:00:00.000Z'],
		['Friday evening waits for Monday', '2026-11-20T21:00:00.000Z', '2026-11-23T12:00:00.000Z'],
		[
			'Sunday on the clock of the place, Monday elsewhere',
			'2026-11-23T02:00:00.000Z',
			'2026-11-23T12:00:00.000Z',
		],
	])('%s', (_name, at, expected) => {
		expect(next(office('America/Sao_Paulo'), at)).toBe(expected);
	});

	test('hours over midnight belong to the day they begin on', () => {
		const night = office('UTC', { days: [5], fromMinute: 22 * 60, toMinute: 6 * 60 });
		expect(next(night, '2026-11-21T05:59:00.000Z')).toBe('2026-11-21T05:59:00.000Z');
		expect(next(night, '2026-11-21T06:00:00.000Z')).toBe('2026-11-27T22:00:00.000Z');
		expect(next(night, '2026-11-20T03:00:00.000Z')).toBe('2026-11-20T22:00:00.000Z');
	});

	test('a whole day has no hole at midnight', () => {
		const always = office('Europe/Berlin', { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 24 * 60 });
		expect(next(always, '2026-11-20T23:00:00.000Z')).toBe('2026-11-20T23:00:00.000Z');
		expect(next({ ...always, toMinute: 0 }, '2026-11-20T22:59:59.999Z')).toBe('2026-11-20T22:59:59.999Z');
	});

	test('the clock goes forward: the hours begin an hour earlier in UTC from that day on', () => {
		const all = office('Europe/Berlin', { days: [6, 7] });
		expect(next(all, '2026-03-28T00:00:00.000Z')).toBe('2026-03-28T08:00:00.000Z');
		expect(next(all, '2026-03-28T20:00:00.000Z')).toBe('2026-03-29T07:00:00.000Z');
	});

	test('the clock goes back: they begin an hour later', () => {
		const all = office('Europe/Berlin', { days: [6, 7] });
		expect(next(all, '2026-10-24T20:00:00.000Z')).toBe('2026-10-25T08:00:00.000Z');
	});

	test('hours that begin in the hour that does not exist begin when the clock has jumped', () => {
		const early = office('Europe/Berlin', { days: [7], fromMinute: 150, toMinute: 240 });
		// 02:30 on 29 March 2026 in Berlin: at 02:00 it becomes 03:00, which is 01:00 UTC.
		expect(next(early, '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:00:00.000Z');
		expect(next(early, '2026-03-29T01:59:59.999Z')).toBe('2026-03-29T01:59:59.999Z');
		expect(next(early, '2026-03-29T02:00:00.000Z')).toBe('2026-04-05T00:30:00.000Z');
	});

	test('of a time that comes twice the first counts', () => {
		const early = office('Europe/Berlin', { days: [7], fromMinute: 150, toMinute: 240 });
		// 02:30 comes at 00:30 and at 01:30 UTC; 04:00 is 03:00 UTC.
		expect(next(early, '2026-10-25T00:00:00.000Z')).toBe('2026-10-25T00:30:00.000Z');
		expect(next(early, '2026-10-25T02:59:59.999Z')).toBe('2026-10-25T02:59:59.999Z');
		expect(next(early, '2026-10-25T03:00:00.000Z')).toBe('2026-11-01T01:30:00.000Z');
	});

	test('zones that are off by parts of an hour', () => {
		expect(next(office('Asia/Kathmandu'), '2026-11-18T00:00:00.000Z')).toBe('2026-11-18T03:15:00.000Z');
	});

	test('what it answers is active, and nothing before it was', () => {
		const zones = [
			'UTC',
			'America/Sao_Paulo',
			'Europe/Berlin',
			'Australia/Lord_Howe',
			'Asia/Kolkata',
			'Pacific/Apia',
		];
		const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
		fc.assert(
			fc.property(
				fc.constantFrom(...zones),
				fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
				minute,
				minute,
				fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) }),
				fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
				(timeZone, days, fromMinute, toMinute, now, share) => {
					const hours = { days, fromMinute, toMinute, timeZone };
					const then = nextActive(hours, now);
					expect(then).toBeGreaterThanOrEqual(now);
					expect(nextActive(hours, then)).toBe(then);
					const between = now + Math.floor((then - now) * share);
					expect(nextActive(hours, between)).toBe(then === now ? between : then);
				},
			),
			{ numRuns: 400 },
		);
	});

	test.each([
		[[], 'none'],
		[[8, 9], '8, 9'],
	])('without a day that comes (%j) there is no next beginning, in words', (days, told) => {
		expect(() => next(office('UTC', { days }), '2026-11-18T12:00:00.000Z')).toThrow(
			expect.objectContaining({
				code: 'unexpected',
				what: 'The active hours of the account have no next beginning.',
				why: `They are set for the days ${told}.`,
				next: 'Choose at least one active day in the credential.',
			}),
		);
	});

	test('hours asked for on many days, one after the other, stay right', () => {
		const hours = office('Europe/Berlin', { days: [1, 2, 3, 4, 5, 6, 7] });
		const noon = Date.parse('2026-01-01T12:00:00.000Z');
		const days = Array.from({ length: 400 }, (_, day) => noon + day * 86_400_000);
		for (const at of [...days, ...days]) expect(nextActive(hours, at)).toBe(at);
	});

	test('knows a time zone from a word', () => {
		expect(['America/Sao_Paulo', 'UTC'].map(isTimeZone)).toEqual([true, true]);
		expect(['Sao Paulo', 'GMT+25', ''].map(isTimeZone)).toEqual([false, false, false]);
	});
});
