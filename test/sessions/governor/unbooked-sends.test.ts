import type { ResolvedChat } from '../../../engines/engine';
import { DAY_MS, PRESETS, type LimitPolicy } from '../../../sessions/governor/limit-policy';
import { governorOver } from './governor-world';
import { policyOf } from './policies';

const chat: ResolvedChat = { chatId: '49151@s.whatsapp.net', phone: '+49151', lid: '7@lid' };
const group: ResolvedChat = { chatId: '120@g.us', phone: null, lid: null };
const always = { days: [1], fromMinute: 0, toMinute: 1, timeZone: 'UTC' };

describe('sends no limit looks at', () => {
	test.each<[string, Partial<LimitPolicy>, boolean, boolean]>([
		['no limits', {}, true, false],
		['a limit', { perDay: 9 }, false, false],
		['a restriction lock', { restrictionMs: 1 }, false, false],
		['active hours', { activeHours: always }, false, false],
		['no cooldown either', { verificationCooldownMs: 0 }, true, true],
	])('with %s', (_name, rules, messages, verifications) => {
		const { governor } = governorOver(policyOf(rules));
		expect(governor.ignores('message')).toBe(messages);
		expect(governor.ignores('verification')).toBe(verifications);
	});

	test('their recipients are to be remembered, by the stream a limit would look at', () => {
		const { governor } = governorOver(PRESETS.unlimited);
		expect(governor.streamToRemember('message', chat)).toBe('to:+49151');
	});

	test('groups are not, nor what is booked in any case', () => {
		const { governor } = governorOver(PRESETS.unlimited);
		expect(governor.streamToRemember('message', group)).toBeUndefined();
		expect(governor.streamToRemember('verification', chat)).toBeUndefined();
		governor.configure(PRESETS.careful);
		expect(governor.streamToRemember('message', chat)).toBeUndefined();
	});

	test('who was remembered is remembered again after a day', async () => {
		const { governor, clock } = governorOver(PRESETS.unlimited);
		governor.remembered('to:+49151');
		expect(governor.streamToRemember('message', chat)).toBeUndefined();
		await clock.advance(DAY_MS - 1);
		expect(governor.streamToRemember('message', chat)).toBeUndefined();
		await clock.advance(1);
		expect(governor.streamToRemember('message', chat)).toBe('to:+49151');
	});

	test('only so many are known to be remembered at a time', () => {
		const { governor } = governorOver(PRESETS.unlimited);
		governor.remembered('to:+49151');
		for (let count = 1; count < 10_000; count += 1) governor.remembered(`to:${count}`);
		expect(governor.streamToRemember('message', chat)).toBeUndefined();
		governor.remembered('to:one too many');
		expect(governor.streamToRemember('message', chat)).toBe('to:+49151');
	});
});
