import type { LedgerFacts } from '../../../sessions/governor/ledger';
import { PRESETS, type LimitPolicy } from '../../../sessions/governor/limit-policy';
import {
	STREAMS,
	jitterOf,
	judge,
	streamsOf,
	windowRules,
	type SendKind,
} from '../../../sessions/governor/rules';
import { person, policyOf } from './policies';

const NOW = 1_000_000_000;
const nothing: LedgerFacts = {
	heads: [null, null, null, null],
	turns: [],
	wroteToUs: false,
	restrictedAt: null,
};

function judged(
	policy: LimitPolicy,
	facts: Partial<LedgerFacts>,
	{ kind = 'message' as SendKind, isGroup = false } = {},
) {
	const recipient = { ...person('4915'), isGroup };
	const rules = windowRules(policy, kind);
	return judge({ policy, kind, rules, recipient, now: NOW, spread: 7 }, { ...nothing, ...facts });
}

describe('rules', () => {
	test('the presets are those of the documentation', () => {
		const shown = Object.values(PRESETS).map(
			({ preset, perMinute, perHour, perDay, newChatsPerDay, gapMs }) => [
				preset,
				perMinute,
				perHour,
				perDay,
				newChatsPerDay,
				gapMs,
			],
		);
		expect(shown).toEqual([
			['careful', 4, 60, 200, 10, 5_000],
			['standard', 12, 300, 1_500, 60, 2_000],
			['high', 60, 2_000, 15_000, null, 0],
			['unlimited', null, null, null, null, 0],
		]);
	});

	test('unlimited has one rule, and only for verification', () => {
		expect(windowRules(PRESETS.unlimited, 'message')).toEqual([]);
		expect(windowRules(PRESETS.unlimited, 'verification')).toEqual([
			{ rule: 'verificationCooldown', stream: STREAMS.verification, limit: 1, windowMs: 60_000 },
		]);
	});

	test('the refusal names the rule that lets go last, and when', () => {
		const policy = policyOf({ perMinute: 2, perHour: 9, perRecipientGapMs: 30_000 });
		const turns = [NOW - 50_000, NOW - 3_590_000, NOW - 10_000];
		expect(judged(policy, { turns })).toEqual({
			granted: false,
			retryAt: NOW + 20_000,
			rule: 'perRecipientGap',
		});
		expect(judged(policy, { turns: [NOW - 10, null, NOW - 10_000] })).toEqual({
			granted: false,
			retryAt: NOW + 59_990,
			rule: 'perMinute',
		});
	});

	test('a window is over exactly when its length has passed', () => {
		const policy = policyOf({ perMinute: 1 });
		expect(judged(policy, { turns: [NOW - 59_999] })).toMatchObject({ granted: false, retryAt: NOW + 1 });
		expect(judged(policy, { turns: [NOW - 60_000] })).toMatchObject({ granted: true });
	});

	test('the gap is drawn with the send before', () => {
		const policy = policyOf({ gapMs: 5_000, gapJitterMs: 1_000 });
		const after = (spread: number) =>
			judged(policy, { turns: [NOW], heads: [{ at: NOW, spread }, null, null, null] });
		expect(after(0)).toMatchObject({ retryAt: NOW + 4_000, rule: 'gap' });
		expect(after(500)).toMatchObject({ retryAt: NOW + 5_000 });
		expect(after(999)).toMatchObject({ retryAt: NOW + 5_998 });
		expect(jitterOf({ ...policy, gapMs: 100 }, 0)).toBe(-100);
	});

	test('the gap of a send whose spread nobody knows is the middle one', () => {
		const policy = policyOf({ gapMs: 5_000, gapJitterMs: 1_000 });
		expect(judged(policy, { turns: [NOW] })).toMatchObject({ retryAt: NOW + 5_000, rule: 'gap' });
	});

	test('the spread of a gap moves no other rule', () => {
		const policy = policyOf({ perMinute: 1, gapMs: 5_000, gapJitterMs: 1_000 });
		const heads = [{ at: NOW - 30_000, spread: 0 }, null, null, null];
		const turns = [NOW - 30_000, NOW - 30_000];
		expect(judged(policy, { turns, heads })).toMatchObject({ retryAt: NOW + 30_000, rule: 'perMinute' });
	});

	test('who is known counts in every rule but that of new chats', () => {
		const policy = policyOf({ perMinute: 1 });
		expect(judged(policy, { turns: [NOW], wroteToUs: true })).toMatchObject({ rule: 'perMinute' });
	});

	test('the windows are a minute, an hour and a day', () => {
		const policy = policyOf({ perMinute: 1, perHour: 2, perDay: 3, newChatsPerDay: 4 });
		const windows = windowRules(policy, 'message').map(({ rule, limit, windowMs }) => [
			rule,
			limit,
			windowMs,
		]);
		expect(windows).toEqual([
			['perMinute', 1, 60_000],
			['perHour', 2, 3_600_000],
			['perDay', 3, 86_400_000],
			['newChatsPerDay', 4, 86_400_000],
		]);
	});

	test('all of an account share a stream, and each recipient has two', () => {
		expect(streamsOf({ key: '49151' })).toEqual(['account', 'new', 'to:49151', 'verification:49151']);
	});

	test('a new chat is one that neither wrote nor was written to, and no group', () => {
		const policy = policyOf({ newChatsPerDay: 1 });
		const turns = [NOW - 1];
		expect(judged(policy, { turns })).toMatchObject({ granted: false, rule: 'newChatsPerDay' });
		expect(judged(policy, { turns, wroteToUs: true })).toMatchObject({ granted: true });
		expect(judged(policy, { turns }, { isGroup: true })).toMatchObject({ granted: true });
		const written = [null, null, { at: NOW - 9, spread: 500 }, null];
		expect(judged(policy, { turns, heads: written })).toMatchObject({ granted: true });
	});

	test('what is booked: a new chat once, a verification in its own stream too', () => {
		const booked = (...of: Parameters<typeof judged>) => {
			const decision = judged(...of);
			return decision.granted ? decision.streams : undefined;
		};
		const { account, newChats, recipient, verification } = STREAMS;
		expect(booked(PRESETS.careful, {})).toEqual([account, recipient, newChats]);
		expect(booked(PRESETS.careful, { wroteToUs: true })).toEqual([account, recipient]);
		expect(booked(PRESETS.high, {})).toEqual([account, recipient]);
		expect(booked(PRESETS.unlimited, {}, { kind: 'verification' })).toEqual([verification]);
		expect(booked(PRESETS.high, {}, { kind: 'verification' })).toEqual([account, recipient, verification]);
	});

	test('after a refused new chat only those who wrote, and groups, are written to', () => {
		const policy = policyOf({ restrictionMs: 1_000 });
		const restrictedAt = NOW - 1;
		const written = [null, null, { at: NOW - 9, spread: 500 }, null];
		const refused = { granted: false, retryAt: NOW + 999, rule: 'restriction' };
		expect(judged(policy, { restrictedAt })).toEqual(refused);
		expect(judged(policy, { restrictedAt, heads: written })).toEqual(refused);
		expect(judged(policy, { restrictedAt }, { kind: 'verification' })).toEqual(refused);
		expect(judged(policy, { restrictedAt, wroteToUs: true })).toMatchObject({ granted: true });
		expect(judged(policy, { restrictedAt }, { isGroup: true })).toMatchObject({ granted: true });
		expect(judged(policy, { restrictedAt: NOW - 1_000 })).toMatchObject({ granted: true });
		expect(judged(policyOf({ restrictionMs: 0 }), { restrictedAt })).toMatchObject({ granted: true });
	});

	test('the active hours are asked for the moment at which all other rules let go', () => {
		const hours = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 60, timeZone: 'UTC' };
		const policy = policyOf({ perMinute: 1, activeHours: hours });
		const end = Math.floor(NOW / 86_400_000) * 86_400_000 + 60 * 60_000;
		const at = (now: number) =>
			judge(
				{
					policy,
					kind: 'message',
					rules: windowRules(policy, 'message'),
					recipient: person('1'),
					now,
					spread: 0,
				},
				{ ...nothing, turns: [now] },
			);
		expect(at(end - 60_001)).toMatchObject({ retryAt: end - 1, rule: 'perMinute' });
		expect(at(end - 60_000)).toMatchObject({ retryAt: end + 23 * 60 * 60_000, rule: 'activeHours' });
	});

	test('a verification is not held back by the hours: a person waits for it', () => {
		const day = new Date(NOW).getUTCDay() || 7;
		const policy = policyOf({
			activeHours: { days: [(day % 7) + 1], fromMinute: 0, toMinute: 1, timeZone: 'UTC' },
		});
		expect(judged(policy, {})).toMatchObject({ granted: false, rule: 'activeHours' });
		expect(judged(policy, {}, { kind: 'verification' })).toMatchObject({ granted: true });
	});
});
