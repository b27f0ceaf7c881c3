import type { Ledger, LedgerSurvey, LedgerSurveyAnswer } from '../../../sessions/governor/ledger';
import { PRESETS, type LimitPolicy } from '../../../sessions/governor/limit-policy';
import { readLimitsReport } from '../../../sessions/governor/limits-report';
import { ManualClock } from '../../fixtures/manual-clock';
import { policyOf } from './policies';

const NOW = Date.UTC(2026, 0, 7, 8);
const DAY = 86_400_000;
const iso = (at: number): string => new Date(at).toISOString();

interface Books extends Partial<LedgerSurveyAnswer> {
	readonly warmUpSince?: number | null;
}

/** A report on books that say what they are told to, and what was asked of them. */
async function report(policy: LimitPolicy, { warmUpSince = null, ...books }: Books = {}) {
	const surveys: LedgerSurvey[] = [];
	const { restrictedAt = null, used = [], turns = [], heads = [] } = books;
	const store = {
		readLimits: async () => await Promise.resolve({ warmUpSince, restrictedAt }),
		survey: async (survey: LedgerSurvey) => {
			surveys.push(survey);
			return await Promise.resolve({ used, turns, heads, restrictedAt });
		},
	} as unknown as Ledger;
	const told = await readLimitsReport({ id: 'a', name: 'Shop' }, policy, {
		store,
		clock: new ManualClock(NOW),
	});
	return { ...told, surveys };
}

describe('the report of limits', () => {
	test('tells each rule with what is used, its window in seconds and its words', async () => {
		const policy = policyOf({ preset: 'standard', perMinute: 4, newChatsPerDay: 3, gapMs: 2_500 });
		const turns = [NOW - 20_000, NOW - DAY + 5_000, NOW - 1_000, null];
		const told = await report(policy, { used: [4, 3, 1, 0], turns });
		expect(told).toMatchObject({ account: 'Shop', preset: 'standard', restriction: null, warmUp: null });
		expect(told.rules).toEqual([
			{
				rule: 'perMinute',
				used: 4,
				limit: 4,
				windowSeconds: 60,
				nextFree: iso(NOW + 40_000),
				text: 'at most 4 messages per minute',
			},
			{
				rule: 'newChatsPerDay',
				used: 3,
				limit: 3,
				windowSeconds: 86_400,
				nextFree: iso(NOW + 5_000),
				text: 'at most 3 new chats per day',
			},
			{
				rule: 'gap',
				used: 1,
				limit: 1,
				windowSeconds: 2.5,
				nextFree: iso(NOW + 1_500),
				text: 'between two messages there are about 2.5 s',
			},
			{
				rule: 'verificationCooldown',
				used: null,
				limit: 1,
				windowSeconds: 60,
				nextFree: null,
				text: 'between two verification requests to one recipient there are 60 s',
			},
		]);
	});

	test('asks for the sends of the account and its new chats in the windows that end now', async () => {
		const { surveys } = await report(policyOf({ perMinute: 4, newChatsPerDay: 3 }));
		expect(surveys).toHaveLength(1);
		expect(surveys[0]).toMatchObject({
			accountId: 'a',
			streams: ['account', 'new'],
			windows: [
				{ stream: 0, limit: 4, since: NOW - 60_000 },
				{ stream: 1, limit: 3, since: NOW - DAY },
				{ stream: 3, limit: 1, since: NOW - 60_000 },
			],
		});
	});

	test('of an account that sent nothing everything is free', async () => {
		const told = await report(policyOf({ perMinute: 4, perRecipientGapMs: 9_000 }));
		expect(told.nextFree).toBeNull();
		expect(told.rules.map(({ rule, used, nextFree }) => [rule, used, nextFree])).toEqual([
			['perMinute', 0, null],
			['perRecipientGap', null, null],
			['verificationCooldown', null, null],
		]);
	});

	test('rules of each recipient say nothing of one, whatever the books hold', async () => {
		const policy = policyOf({ perRecipientGapMs: 9_000 });
		const told = await report(policy, { used: [7, 7], turns: [NOW, NOW] });
		expect(told.nextFree).toBeNull();
		expect(told.rules.map(({ used, nextFree }) => [used, nextFree])).toEqual([
			[null, null],
			[null, null],
		]);
	});

	test('the next one is free when the last rule lets go', async () => {
		const policy = policyOf({ perMinute: 4, perHour: 5, gapMs: 2_000 });
		const turns = [NOW - 20_000, NOW - 3_599_000, NOW - 500];
		expect((await report(policy, { turns })).nextFree).toBe(iso(NOW + 40_000));
	});

	test('a rule that lets go just now holds nothing back', async () => {
		const told = await report(policyOf({ perMinute: 4 }), { turns: [NOW - 60_000] });
		expect(told.rules[0]!.nextFree).toBeNull();
		expect(told.nextFree).toBeNull();
	});

	test('no room for new chats does not hold back those that are known', async () => {
		const told = await report(policyOf({ newChatsPerDay: 1 }), { turns: [NOW - 1_000] });
		expect(told.rules[0]).toMatchObject({ rule: 'newChatsPerDay', nextFree: iso(NOW + DAY - 1_000) });
		expect(told.nextFree).toBeNull();
	});

	test('the next one leaves in the active hours, also when a rule lets go outside them', async () => {
		const active = { days: [1, 2, 3, 4, 5, 6, 7], timeZone: 'UTC' };
		const hours = { ...active, fromMinute: 0, toMinute: 8 * 60 + 1 };
		const policy = policyOf({ perMinute: 1, activeHours: hours });
		expect((await report(policy)).nextFree).toBeNull();
		expect((await report(policy, { turns: [NOW - 1] })).nextFree).toBe(iso(NOW + 59_999));
		expect((await report(policy, { turns: [NOW] })).nextFree).toBe(iso(NOW + 16 * 3_600_000));
	});

	test('the gap is as long as it was drawn with the send before, no other rule is', async () => {
		const policy = policyOf({ perMinute: 1, gapMs: 5_000, gapJitterMs: 1_000 });
		const turns = [NOW - 55_000, NOW];
		const freeAfter = async (head: { at: number; spread: number } | null) =>
			(await report(policy, { turns, heads: [head, null] })).rules
				.slice(0, 2)
				.map(({ nextFree }) => Date.parse(nextFree!) - NOW);
		expect(await freeAfter({ at: NOW, spread: 0 })).toEqual([5_000, 4_000]);
		expect(await freeAfter({ at: NOW, spread: 999 })).toEqual([5_000, 5_998]);
		expect(await freeAfter(null)).toEqual([5_000, 5_000]);
	});

	test('a restriction is told until it is over', async () => {
		const policy = policyOf({ restrictionMs: 3_600_000 });
		const since = NOW - 3_599_999;
		expect((await report(policy, { restrictedAt: since })).restriction).toEqual({
			since: iso(since),
			until: iso(NOW + 1),
			text: expect.stringContaining('WhatsApp refused a new chat (error 463)') as string,
		});
		expect((await report(policy, { restrictedAt: since - 1 })).restriction).toBeNull();
		expect((await report(policyOf({ restrictionMs: 0 }), { restrictedAt: NOW })).restriction).toBeNull();
		expect((await report(policy)).restriction).toBeNull();
	});

	test('a number that warms up has the limits of its day', async () => {
		const policy = { ...PRESETS.standard, warmUpDays: 2 };
		const perMinute = async (warmUpSince: number | null) => {
			const { warmUp, rules } = await report(policy, { warmUpSince });
			return { warmUp, limit: rules[0]!.limit, words: rules[0]!.text };
		};
		const first = { warmUp: { day: 1, days: 2 }, limit: 4, words: 'at most 4 messages per minute' };
		expect(await perMinute(null)).toEqual(first);
		expect(await perMinute(NOW)).toEqual(first);
		expect(await perMinute(NOW - DAY)).toMatchObject({ warmUp: { day: 2, days: 2 }, limit: 8 });
		expect(await perMinute(NOW - 2 * DAY)).toMatchObject({ warmUp: null, limit: 12 });
	});
});
