import { forecast } from '../../../sessions/governor/forecast';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { windowRules } from '../../../sessions/governor/rules';
import type { ForecastFacts } from '../../../sessions/outbox/job-store';
import { person, policyOf } from '../governor/policies';

const now = 1_000_000;
const HOUR = 3_600_000;

/** The time a message gets; `turns` by rule, the rest as for somebody known and an empty queue. */
const told = (
	rules: Partial<LimitPolicy>,
	{ turns = {}, ...facts }: Omit<Partial<ForecastFacts>, 'turns'> & { turns?: Record<string, number> } = {},
) => {
	const policy = policyOf(rules);
	return forecast(
		{ policy, recipient: person('1'), now },
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
		expect(told({ perMinute: 2 })).toEqual({ leavesAt: now, newChat: false, held: false, rule: undefined });
	});

	it('is a whole window after the message whose place it takes', () => {
		expect(told({ perHour: 2 }, { turns: { perHour: now - 5 } })).toMatchObject({
			leavesAt: now - 5 + HOUR,
			rule: 'perHour',
			held: false,
		});
	});

	it('is never before those that wait, nor before as many windows as they fill', () => {
		expect(told({}, { ahead: 1, lastOfQueue: now + 7 })).toMatchObject({ leavesAt: now + 7 });
		expect(told({ perMinute: 2 }, { ahead: 5, lastOfQueue: now - 7 })).toMatchObject({
			leavesAt: now + 2 * 60_000,
			rule: 'perMinute',
		});
	});

	it('is held for a new chat only, and for the pause of one recipient', () => {
		const turns = { newChatsPerDay: now - 5 };
		expect(told({ newChatsPerDay: 1 }, { turns })).toMatchObject({
			leavesAt: now,
			newChat: false,
			held: false,
		});
		const stranger = { turns, heads: [null, null, null] };
		expect(told({ newChatsPerDay: 1 }, stranger)).toMatchObject({
			leavesAt: now - 5 + 24 * HOUR,
			newChat: true,
			held: true,
			rule: 'newChatsPerDay',
		});
		// The one before it to the same person begins the chat.
		expect(told({ newChatsPerDay: 1 }, { ...stranger, lastToRecipient: now })).toMatchObject({
			leavesAt: now,
			newChat: false,
		});
		expect(told({ perRecipientGapMs: 9_000 }, { lastToRecipient: now + 1 })).toMatchObject({
			leavesAt: now + 9_001,
			held: true,
			rule: 'perRecipientGap',
		});
	});

	it('is after a refused new chat for those who did not write', () => {
		const restricted = { restrictedAt: now - 5 };
		expect(told({ restrictionMs: HOUR }, restricted)).toMatchObject({ leavesAt: now - 5 + HOUR, held: true });
		expect(told({ restrictionMs: HOUR }, { ...restricted, wroteToUs: true })).toMatchObject({
			leavesAt: now,
		});
	});

	it('lies in the active hours', () => {
		const activeHours = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 60, toMinute: 120, timeZone: 'UTC' };
		const at = (ms: number) => new Date(ms).toISOString().slice(11, 16);
		expect(at(told({ activeHours }).leavesAt)).toBe('01:00');
		const late = told({ activeHours, perHour: 1 }, { turns: { perHour: now + 2 * HOUR } });
		expect(at(late.leavesAt)).toBe('01:00');
		expect(late.leavesAt).toBeGreaterThan(now + 3 * HOUR);
	});
});
