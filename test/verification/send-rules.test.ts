import { AccountKeys } from '../../verification/account-keys';
import { admit, refuseCountry, sendWindows } from '../../verification/send-rules';
import { parseVerificationPolicy } from '../../verification/verification-policy';
import { MINUTE, START } from './a-verification';

const accountWith = (verification: object) => ({
	id: 'account',
	name: 'Shop',
	policy: parseVerificationPolicy({ verification }),
	cooldownMs: 90_000,
	storageKey: undefined,
});
const refusalOf = (phone: string, verification: object): unknown => {
	try {
		refuseCountry(phone, accountWith(verification));
		return null;
	} catch (error) {
		return error;
	}
};
const because = (why: string) => ({ code: 'limited', reason: 'country', why: expect.stringContaining(why) });

/** Belongs to international networks, not to a country. */
const NOWHERE = '+883510012345';
/** A calling code nobody has. */
const NOBODY = '+9991234567890';
const LONDON = '+442079460123';

describe('the country of a number', () => {
	test('is let through where the credential names none', () => {
		expect(refusalOf(LONDON, {})).toBeNull();
		expect(refusalOf(NOBODY, {})).toBeNull();
	});

	test.each([
		[LONDON, { allowedCountries: 'BR GB' }],
		[LONDON, { allowedCountries: '55, 44' }],
		[LONDON, { blockedCountries: 'BR 55' }],
		[LONDON, { allowedCountries: 'GB', blockedCountries: 'BR' }],
		[NOWHERE, { allowedCountries: '883' }],
		[NOWHERE, { blockedCountries: 'GB' }],
		[NOBODY, { blockedCountries: 'GB' }],
	])('of %s is let through by %j', (phone, verification) => {
		expect(refusalOf(phone, verification)).toBeNull();
	});

	test.each([
		[LONDON, { allowedCountries: 'BR' }, 'GB'],
		[LONDON, { blockedCountries: 'GB' }, 'GB'],
		[LONDON, { allowedCountries: 'GB', blockedCountries: '44' }, 'GB'],
		[NOWHERE, { allowedCountries: 'GB' }, '+883'],
		[NOWHERE, { blockedCountries: '883' }, '+883'],
		[NOBODY, { allowedCountries: 'GB' }, 'no country'],
	])('of %s is left out by %j', (phone, verification, named) => {
		expect(refusalOf(phone, verification)).toMatchObject(because(`belongs to ${named},`));
	});
});

describe('what limits a request', () => {
	const keys = new AccountKeys(new Uint8Array(32));
	const account = accountWith({
		sendsPerWindow: 2,
		windowMinutes: 3,
		callerSendsPerWindow: 4,
		callerWindowMinutes: 5,
		maxPerDay: 6,
	});

	test('is the recipient, the day, and the caller where one is named', () => {
		const general = [
			{ rule: 'verificationCooldown', stream: `send:${LONDON}`, limit: 1, windowMs: 90_000 },
			{ rule: 'recipientWindow', stream: `send:${LONDON}`, limit: 2, windowMs: 3 * MINUTE },
			{ rule: 'verificationsPerDay', stream: 'send', limit: 6, windowMs: 24 * 60 * MINUTE },
		];
		expect(sendWindows(LONDON, '', account, keys)).toEqual(general);
		const stream = `caller:${keys.nameCaller('203.0.113.7')}`;
		expect(sendWindows(LONDON, '203.0.113.7', account, keys)).toEqual([
			...general,
			{ rule: 'callerWindow', stream, limit: 4, windowMs: 5 * MINUTE },
		]);
	});

	test('counts what it lets through once for each of them', () => {
		const windows = sendWindows(LONDON, 'caller', account, keys);
		const turns = windows.map(() => null);
		expect(admit(windows, { turns }, START, 'm')).toEqual([
			{ stream: `send:${LONDON}`, at: START, id: 'm' },
			{ stream: 'send', at: START, id: 'm' },
			{ stream: `caller:${keys.nameCaller('caller')}`, at: START, id: 'm' },
		]);
	});

	test('refuses with the rule that holds longest and its end', () => {
		const windows = sendWindows(LONDON, '', account, keys);
		const begin = () => admit(windows, { turns: [START, START, null] }, START + 1, 'm');
		expect(begin).toThrow(
			expect.objectContaining({ code: 'limited', reason: 'recipientWindow', retryAt: START + 3 * MINUTE }),
		);
	});
});
