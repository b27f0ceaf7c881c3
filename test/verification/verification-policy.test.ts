import { parseVerificationPolicy } from '../../verification/verification-policy';

const parse = (verification: object) => parseVerificationPolicy({ verification });
const refusalOf = (verification: object): unknown => {
	try {
		return parse(verification);
	} catch (error) {
		return error;
	}
};
const HOUR = 60 * 60_000;

describe('what a credential says about verifications', () => {
	test.each([[null], [undefined], [{}], [{ verification: null }], [{ verification: 'x' }]])(
		'is what is usual where it says nothing: %j',
		(credential) => {
			expect(parseVerificationPolicy(credential)).toEqual({
				allowedCountries: [],
				blockedCountries: [],
				perRecipient: 5,
				recipientWindowMs: HOUR,
				perCaller: 10,
				callerWindowMs: HOUR,
				perDay: 1_000,
				testNumbers: new Map(),
				callbackSecret: '',
			});
		},
	);

	test('takes a field that was added and left empty for one that was not set', () => {
		expect(
			parse({ maxPerDay: '', allowedCountries: '', callbackSecret: null, windowMinutes: undefined }),
		).toEqual(parse({}));
	});

	test('is taken field by field, numbers as text too', () => {
		const policy = parse({
			sendsPerWindow: 1,
			windowMinutes: '2',
			callerSendsPerWindow: 3,
			callerWindowMinutes: 4,
			maxPerDay: '5',
			callbackSecret: 'signed',
		});
		expect(policy).toMatchObject({
			perRecipient: 1,
			recipientWindowMs: 2 * 60_000,
			perCaller: 3,
			callerWindowMs: 4 * 60_000,
			perDay: 5,
			callbackSecret: 'signed',
		});
	});

	test('names countries by two letters or by calling code, in any of the usual ways', () => {
		const { allowedCountries, blockedCountries } = parse({
			allowedCountries: ' br, DE;+44 0033\n1 ',
			blockedCountries: '+351',
		});
		expect(allowedCountries).toEqual(['BR', 'DE', '44', '33', '1']);
		expect(blockedCountries).toEqual(['351']);
	});

	test.each(['Brazil', 'B', '+5511', 'B1', '5+5', '++5'])('has no country "%s"', (entry) => {
		expect(refusalOf({ blockedCountries: `DE ${entry}` })).toMatchObject({
			code: 'invalidInput',
			what: 'The credential field "verification.blockedCountries" is not usable.',
			why: expect.stringMatching(
				/^"[^"]+" is neither a two-letter country nor a calling code such as \+55\. /,
			),
			next: 'Correct the field in the credential and save it.',
		});
	});

	test('says which entry is wrong', () => {
		expect(refusalOf({ allowedCountries: 'DE brazil' })).toMatchObject({
			why: '"BRAZIL" is neither a two-letter country nor a calling code such as +55. Nothing was sent.',
		});
	});

	test.each([
		['sendsPerWindow', 1, 100, 'requests'],
		['windowMinutes', 1, 1_440, 'minutes'],
		['callerSendsPerWindow', 1, 10_000, 'requests'],
		['callerWindowMinutes', 1, 1_440, 'minutes'],
		['maxPerDay', 1, 100_000, 'requests'],
	])('%s is from %i to %i', (field, min, max, unit) => {
		expect(() => parse({ [field]: min })).not.toThrow();
		expect(() => parse({ [field]: max })).not.toThrow();
		for (const given of [min - 1, max + 1, 1.5, 'many']) {
			expect(refusalOf({ [field]: given })).toMatchObject({
				code: 'invalidInput',
				what: `The credential field "verification.${field}" is not usable.`,
				why: expect.stringContaining(`It must be a whole number of ${unit} from ${min} to ${max}; "`),
			});
		}
	});
});

describe('the test numbers of a credential', () => {
	const numbers = (...number: object[]) => ({ testNumbers: { number } });

	test('have a code each, as it is compared', () => {
		const { testNumbers } = parse(
			numbers({ phone: '+55 11 98765-4321', code: 424_242 }, { phone: '+442079460100', code: ' open-42 ' }),
		);
		expect([...testNumbers]).toEqual([
			['+5511987654321', '424242'],
			['+442079460100', 'OPEN42'],
		]);
	});

	test.each(['1234', '1234567890'])('may have the code %s', (code) => {
		expect(parse(numbers({ phone: '+442079460100', code })).testNumbers.get('+442079460100')).toBe(code);
	});

	test.each(['123', '12345678901', '', '1-2-3'])('cannot have the code "%s"', (code) => {
		expect(refusalOf(numbers({ phone: '+44 20 7946 0100', code }))).toMatchObject({
			code: 'invalidInput',
			what: 'The credential field "verification.testNumbers" is not usable.',
			why: 'The code of +442079460100 must have 4 to 10 characters. Nothing was sent.',
		});
	});

	test('are phone numbers', () => {
		expect(refusalOf(numbers({ phone: 'x', code: '1234' }))).toMatchObject({
			what: 'The credential field "verification.testNumbers" is not usable.',
			why: expect.stringMatching(/^"x": .+\. Nothing was sent\.$/),
		});
		expect(refusalOf(numbers({}))).toMatchObject({ code: 'invalidInput' });
	});

	test('are none where none was entered', () => {
		expect(parse({ testNumbers: {} }).testNumbers.size).toBe(0);
	});
});
