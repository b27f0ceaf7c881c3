import { forecast, forecastOf } from '../../../sessions/governor/forecast';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { windowRules, type LimitedRecipient } from '../../../sessions/governor/rules';
import type { ForecastFacts } from '../../../sessions/outbox/job-store';
import { person, policyOf } from '../governor/policies';

const now = 1_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GROUP: LimitedRecipient = { key: '1@g.us', chats: ['1@g.us'], isGroup: true };

interface Given extends Omit<Partial<ForecastFacts>, 'turns'> {
	/** By rule: when the send happened whose place this one takes. */
	readonly turns?: Record<string, number>;
	readonly recipient?: LimitedRecipient;
}

/** The time a message gets; what is not given is as for somebody known, and an empty queue. */
const told = (rules: Partial<LimitPolicy>, { turns = {}, recipient = person('1'), ...facts }: Given = {}) => {
	const policy = policyOf(rules);
	return forecast(
		{ policy, recipient, now },
		{
			heads: [null, null, { at: 1, spread: 500 }],
			turns: windowRules(policy, 'message').map(({ rule }) => turns[rule] ?? null),
			wroteToUs: false,
			restrictedAt: null,
			ahead: 0,
			lastToRecipient: null,
			lastOfQueue: null,
			...facts,
		},
	);
};

describe('when a queued message may leave', () => {
	it('is now when nothing holds it back', () => {
		expect(told({ perHour: 2 })).toEqual({ leavesAt: now, newChat: false, held: false, rule: undefined });
	});

	it('is a whole window after the message whose place it takes', () => {
		expect(told({ perHour: 2 }, { turns: { perHour: now - 5 } })).toMatchObject({
			leavesAt: now - 5 + HOUR,
			rule: 'perHour',
			held: false,
		});
	});

	it('is never before those that wait, nor before as many windows as they fill', () => {
		expect(told({}, { ahead: 1, lastOfQueue: now + 7 })).toMatchObject({ leavesAt: now + 7, rule: 'gap' });
		expect(told({ perMinute: 2 }, { ahead: 5, lastOfQueue: now - 7 })).toMatchObject({
			leavesAt: now + 2 * 60_000,
			rule: 'perMinute',
		});
	});

	it('is a gap after the message before it', () => {
		expect(told({ gapMs: 4_000 }, { turns: { gap: now - 1_000 } })).toMatchObject({
			leavesAt: now + 3_000,
			rule: 'gap',
			held: false,
		});
		// Each of those before it takes one, too.
		expect(told({ gapMs: 4_000 }, { ahead: 3 })).toMatchObject({ leavesAt: now + 12_000, rule: 'gap' });
	});

	it('is not moved by those who wait for other chats to begin', () => {
		const stranger = { heads: [null, null, null], ahead: 5 };
		expect(told({ newChatsPerDay: 1 }, stranger)).toMatchObject({
			leavesAt: now,
			newChat: true,
			held: false,
		});
	});

	it('is held for the pause of one recipient', () => {
		expect(told({ perRecipientGapMs: 9_000 }, { lastToRecipient: now + 1 })).toMatchObject({
			leavesAt: now + 9_001,
			held: true,
			rule: 'perRecipientGap',
		});
		expect(told({ perRecipientGapMs: 9_000 }, { turns: { perRecipientGap: now - 1 } })).toMatchObject({
			leavesAt: now + 8_999,
			held: true,
			rule: 'perRecipientGap',
		});
		expect(told({ perRecipientGapMs: 2 * now })).toMatchObject({ leavesAt: now, held: false });
		expect(told({}, { lastToRecipient: now + 1 })).toMatchObject({ leavesAt: now, held: false });
	});

	it('keeps no pause of codes: they are not queued', () => {
		expect(told({ verificationCooldownMs: HOUR }, { turns: { verificationCooldown: now } })).toMatchObject({
			leavesAt: now,
		});
	});

	it('asks for the past of the account, its new chats and the recipient, and for nothing of codes', () => {
		const asked = forecastOf(policyOf({ perHour: 3, newChatsPerDay: 2 }), person('1'));
		expect(asked.streams).toEqual(['account', 'new', 'to:+1']);
		expect(asked.windows).toMatchObject([
			{ rule: 'perHour', stream: 0, limit: 3 },
			{ rule: 'newChatsPerDay', stream: 1, limit: 2 },
		]);
		expect(asked.windows).toHaveLength(2);
		expect(asked.chats).toEqual(['1@s.whatsapp.net']);
	});
});

describe('a new chat of a queued message', () => {
	const turns = { newChatsPerDay: now - 5 };
	const heads = [null, null, null];

	it('waits for a place among those of a day', () => {
		expect(told({ newChatsPerDay: 1 }, { turns, heads })).toEqual({
			leavesAt: now - 5 + DAY,
			newChat: true,
			held: true,
			rule: 'newChatsPerDay',
		});
	});

	it.each<[string, Given]>([
		['somebody written to before', {}],
		['somebody who wrote', { heads, wroteToUs: true }],
		['a group', { heads, recipient: GROUP }],
		['somebody whom one before it writes to', { heads, lastToRecipient: now }],
	])('is none for %s', (_whom, facts) => {
		expect(told({ newChatsPerDay: 1 }, { turns, ...facts })).toEqual({
			leavesAt: now,
			newChat: false,
			held: false,
			rule: undefined,
		});
	});

	it('waits after WhatsApp refused one, as long as the person did not write', () => {
		const restricted = { restrictedAt: now - 5 };
		expect(told({ restrictionMs: HOUR }, restricted)).toMatchObject({
			leavesAt: now - 5 + HOUR,
			held: true,
			rule: 'restriction',
		});
		for (const free of [{ wroteToUs: true }, { recipient: GROUP }])
			expect(told({ restrictionMs: HOUR }, { ...restricted, ...free })).toMatchObject({ leavesAt: now });
		expect(told({ restrictionMs: 2 * now })).toMatchObject({ leavesAt: now, held: false });
		expect(told({ restrictionMs: 0 }, { restrictedAt: now + 5 })).toMatchObject({ leavesAt: now });
	});
});

describe('the active hours of queued messages', () => {
	const activeHours = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 60, toMinute: 120, timeZone: 'UTC' };
	const at = (ms: number) => new Date(ms).toISOString().slice(0, 16);

	it('are waited for by all alike', () => {
		const { leavesAt, rule, held } = told({ activeHours });
		expect(at(leavesAt)).toBe('1970-01-01T01:00');
		expect({ rule, held }).toEqual({ rule: 'activeHours', held: false });
	});

	it('are those of the next day when the limits let it go after them', () => {
		const { leavesAt, rule, held } = told(
			{ activeHours, perHour: 1 },
			{ turns: { perHour: now + 2 * HOUR } },
		);
		expect(at(leavesAt)).toBe('1970-01-02T01:00');
		expect({ rule, held }).toEqual({ rule: 'activeHours', held: false });
	});

	it('are those after a pause of its own', () => {
		const pause = { perRecipientGapMs: HOUR };
		const { leavesAt, rule, held } = told({ activeHours, ...pause }, { lastToRecipient: 90 * 60_000 });
		expect(at(leavesAt)).toBe('1970-01-02T01:00');
		expect({ rule, held }).toEqual({ rule: 'activeHours', held: true });
	});
});
