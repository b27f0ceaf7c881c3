import { PRESETS } from '../../../sessions/governor/limit-policy';
import { LIMIT_BOUNDS, parseLimits } from '../../../sessions/governor/parse-limits';

function refusal(credential: unknown): unknown {
	try {
		return parseLimits(credential);
	} catch (error) {
		return error;
	}
}

describe('limits of a credential', () => {
	test.each([undefined, null, {}, { limitsPreset: '' }, { limits: '' }, { limits: {} }])(
		'%j is careful: a number nobody thought about is a new one',
		(credential) => {
			expect(parseLimits(credential)).toEqual(PRESETS.careful);
		},
	);

	test.each(Object.keys(PRESETS) as (keyof typeof PRESETS)[])(
		'the preset %s is as documented',
		(limitsPreset) => {
			expect(parseLimits({ limitsPreset })).toEqual(PRESETS[limitsPreset]);
		},
	);

	test('every number of a preset can be replaced, in the units of the fields', () => {
		const limits = {
			perMinute: 7,
			perHour: '70',
			perDay: 700,
			newChatsPerDay: 17,
			gapSeconds: 1.5,
			gapJitterPercent: 10,
			perRecipientGapSeconds: 90,
			verificationCooldownSeconds: 120,
			warmUpDays: 14,
			restrictionHours: 2,
		};
		expect(parseLimits({ limitsPreset: 'unlimited', limits })).toEqual({
			preset: 'unlimited',
			perMinute: 7,
			perHour: 70,
			perDay: 700,
			newChatsPerDay: 17,
			gapMs: 1_500,
			gapJitterMs: 150,
			perRecipientGapMs: 90_000,
			verificationCooldownMs: 120_000,
			warmUpDays: 14,
			restrictionMs: 7_200_000,
			activeHours: null,
		});
	});

	test('a field added and left empty changes nothing', () => {
		expect(parseLimits({ limits: { perMinute: '', timeZone: '', activeFrom: null } })).toEqual(
			PRESETS.careful,
		);
	});

	test('active hours have whole days and the time zone of the process where nothing else is said', () => {
		const of = (limits: object) => parseLimits({ limits }).activeHours;
		expect(
			of({ activeDays: [1, 2], activeFrom: '9:05', activeTo: '18:30', timeZone: 'America/Sao_Paulo' }),
		).toEqual({
			days: [1, 2],
			fromMinute: 545,
			toMinute: 1_110,
			timeZone: 'America/Sao_Paulo',
		});
		const local = new Intl.DateTimeFormat().resolvedOptions().timeZone;
		expect(of({ activeDays: [7] })).toEqual({ days: [7], fromMinute: 0, toMinute: 1_440, timeZone: local });
		expect(of({ activeTo: '24:00', activeDays: [] })).toMatchObject({
			days: [1, 2, 3, 4, 5, 6, 7],
			toMinute: 1_440,
		});
		expect(of({ timeZone: 'UTC' })).toBeNull();
	});

	test.each([
		[{ activeFrom: '08:00' }, 480, 1_440],
		[{ activeTo: '18:00' }, 0, 1_080],
	])('%j alone holds on every day', (limits, fromMinute, toMinute) => {
		const days = [1, 2, 3, 4, 5, 6, 7];
		expect(parseLimits({ limits }).activeHours).toMatchObject({ days, fromMinute, toMinute });
	});

	test.each([true, [3], [], new Date(3)])('%j is no number, though it could be made one', (perMinute) => {
		expect(refusal({ limits: { perMinute } })).toMatchObject({ code: 'invalidInput' });
	});

	test.each(Object.entries(LIMIT_BOUNDS))(
		'%s: its bounds can be set, nothing beyond them',
		(name, { min, max }) => {
			for (const fits of [min, max]) expect(() => parseLimits({ limits: { [name]: fits } })).not.toThrow();
			for (const wrong of [min - 1, max + 1, Number.NaN, 'many', {}]) {
				expect(refusal({ limits: { [name]: wrong } })).toMatchObject({
					code: 'invalidInput',
					what: `The credential field "limits.${name}" is not usable.`,
					why: expect.stringMatching(new RegExp(`from ${min} to ${max}; ".*" was given`)) as string,
				});
			}
		},
	);

	test.each([
		['limitsPreset', { limitsPreset: 'fast' }, '"fast" was given'],
		['limits.perMinute', { limits: { perMinute: 1.5 } }, 'a whole number'],
		['limits.activeFrom', { limits: { activeFrom: '24:00' } }, 'a time such as 08:30; "24:00"'],
		['limits.activeTo', { limits: { activeTo: '18h' } }, '"18h" was given'],
		['limits.timeZone', { limits: { activeFrom: '08:00', timeZone: 'Sampa' } }, '"Sampa" is no time zone'],
		['limits.activeDays.0', { limits: { activeDays: [8] } }, ''],
		['limits', { limits: 5 }, ''],
	])('%s is refused by its name', (field, credential, why) => {
		expect(refusal(credential)).toMatchObject({
			code: 'invalidInput',
			what: `The credential field "${field}" is not usable.`,
			why: expect.stringContaining(why) as string,
			next: 'Correct the field in the credential and save it.',
		});
	});

	test.each([[undefined], [null], ['']])('limits that are %j are limits not set', (limits) => {
		expect(parseLimits({ limitsPreset: 'high', limits })).toEqual(parseLimits({ limitsPreset: 'high' }));
	});

	test.each([[undefined], [null], ['']])('a field that is %j is a field not set', (perMinute) => {
		const given = { limitsPreset: 'high', limits: { perMinute } };
		expect(parseLimits(given)).toEqual(parseLimits({ limitsPreset: 'high' }));
	});
});
