import type { RuleId } from '../../../sessions/governor/ledger';
import { limitedError } from '../../../sessions/governor/limited-error';
import { policyOf } from './policies';

const retryAt = Date.UTC(2026, 0, 7, 8);
const policy = policyOf({
	gapMs: 2_500,
	perMinute: 1,
	perHour: 60,
	perDay: 200,
	newChatsPerDay: 10,
	perRecipientGapMs: 30_000,
	verificationCooldownMs: 60_000,
});

describe('the error of a message the limits hold back', () => {
	test.each<[RuleId, string]>([
		['gap', 'between two messages there are about 2.5 s'],
		['perMinute', 'at most 1 message per minute'],
		['perHour', 'at most 60 messages per hour'],
		['perDay', 'at most 200 messages per day'],
		['newChatsPerDay', 'at most 10 new chats per day'],
		['perRecipientGap', 'between two messages to one recipient there are 30 s'],
		['verificationCooldown', 'between two verification requests to one recipient there are 60 s'],
		['activeHours', 'messages leave only in the active hours of the account'],
		[
			'restriction',
			'WhatsApp refused a new chat (error 463), so only people who wrote to this number are written to',
		],
	])('names the rule %s in words', (rule, words) => {
		expect(limitedError('Shop', { retryAt, rule }, policy)).toMatchObject({
			code: 'limited',
			reason: rule,
			retryAt,
			what: 'The limits of "Shop" hold this message back until 2026-01-07T08:00:00.000Z.',
			why: `The rule: ${words}. Nothing was sent.`,
			next: 'Let the option "When Limited" wait longer or queue it, send less, or change the limits in the credential.',
		});
	});

	test.each<[RuleId, string]>([
		['perDay', 'at most some messages per day'],
		['newChatsPerDay', 'at most a few new chats per day'],
	])('of a number without that limit that warms up says it without a number: %s', (rule, words) => {
		const open = policyOf({ preset: 'high', warmUpDays: 10 });
		expect(limitedError('Shop', { retryAt, rule }, open).why).toContain(`The rule: ${words}. A number`);
	});

	test('of a number that warms up says that it may be less', () => {
		const error = limitedError('Shop', { retryAt, rule: 'perHour' }, { ...policy, warmUpDays: 10 });
		expect(error.why).toBe(
			'The rule: at most 60 messages per hour. A number that warms up may send less than that. Nothing was sent.',
		);
	});
});
