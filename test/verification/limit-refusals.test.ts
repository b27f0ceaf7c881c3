import {
	countryRefusal,
	firstFree,
	lockedRefusal,
	windowRefusal,
	type RuledWindow,
} from '../../verification/limit-refusals';
import { MINUTE, START } from './a-verification';

const cooldown: RuledWindow = { rule: 'verificationCooldown', stream: 's', limit: 1, windowMs: MINUTE };
const recipient: RuledWindow = { rule: 'recipientWindow', stream: 's', limit: 5, windowMs: 60 * MINUTE };

describe('of several windows', () => {
	test('the one that holds longest is told, with the moment it lets go', () => {
		const windows = [cooldown, recipient];
		expect(firstFree(windows, [START, START - MINUTE], START + 1)).toEqual({
			window: recipient,
			retryAt: START + 59 * MINUTE,
		});
		expect(firstFree(windows, [START, START - 60 * MINUTE + 2], START + 1)).toEqual({
			window: cooldown,
			retryAt: START + MINUTE,
		});
		expect(firstFree([recipient, cooldown], [START - MINUTE, START], START + 1)?.window).toBe(recipient);
	});

	test('one lets go in the very millisecond its time is over', () => {
		expect(firstFree([cooldown], [START], START + MINUTE - 1)).toEqual({
			window: cooldown,
			retryAt: START + MINUTE,
		});
		expect(firstFree([cooldown], [START], START + MINUTE)).toBeUndefined();
	});

	test('one that is not full holds nobody', () => {
		expect(firstFree([cooldown, recipient], [null], START)).toBeUndefined();
		expect(firstFree([], [], START)).toBeUndefined();
	});
});

describe('a refusal names its rule in words', () => {
	const HOUR = 60 * MINUTE;

	test.each([
		['verificationCooldown', 1, MINUTE, 'between two verification requests to one recipient there are 60 s'],
		['verificationCooldown', 1, 90_000, 'between two verification requests to one recipient there are 90 s'],
		['recipientWindow', 5, HOUR, 'one recipient gets at most 5 verifications in an hour'],
		['recipientWindow', 1, 2 * MINUTE, 'one recipient gets at most 1 verification in 2 minutes'],
		['callerWindow', 10, 90 * MINUTE, 'one caller asks for at most 10 verifications in 90 minutes'],
		['verificationsPerDay', 1_000, 24 * HOUR, 'this number sends at most 1000 verifications in 24 hours'],
	] as const)('%s of %i in %i ms', (rule, limit, windowMs, words) => {
		expect(windowRefusal({ rule, limit, windowMs, stream: 's' }, START)).toMatchObject({
			code: 'limited',
			reason: rule,
			retryAt: START,
			what: 'This verification is held back until 2026-01-07T08:00:00.000Z. Nothing was sent.',
			why: `The rule: ${words}.`,
			next: expect.stringContaining('"Verification" in the credential'),
		});
	});

	test('after too many wrong codes', () => {
		expect(lockedRefusal(START)).toMatchObject({
			code: 'limited',
			reason: 'locked',
			retryAt: START,
			why: 'The rule: too many wrong codes were tried for this number and purpose.',
		});
	});

	test('and its country; there is no time at which that ends', () => {
		const refused = countryRefusal('BR');
		expect(refused).toMatchObject({
			code: 'limited',
			reason: 'country',
			what: 'Verification requests to this country are not allowed. Nothing was sent.',
			why: 'The number belongs to BR, which the credential leaves out.',
			next: expect.stringContaining('"Allowed Countries" or "Blocked Countries"'),
		});
		expect(refused.retryAt).toBeUndefined();
	});
});
