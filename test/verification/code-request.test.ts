import { checked, readSettings, sendSchema, settingsOf } from '../../verification/code/code-request';

const parse = (fields: unknown) => checked(sendSchema, fields);
const refusalOf = (fields: unknown): unknown => {
	try {
		return parse(fields);
	} catch (error) {
		return error;
	}
};

const usual = {
	language: 'en',
	template: '',
	brand: '',
	footer: '',
	length: 6,
	alphabet: 'digits',
	expiryMinutes: 10,
	onResend: 'newCode',
};

describe('the fields of a code', () => {
	test('are what is usual where nothing is said', () => {
		const rest = { purpose: 'authentication', code: '', maxTries: 5, lockMinutes: 15, callerKey: '' };
		expect(parse({})).toEqual({ ...usual, ...rest });
		expect(parse({ purpose: '  ' }).purpose).toBe('authentication');
	});

	test.each([
		['Code Length', 'length', 4, 10],
		['Expiry', 'expiryMinutes', 1, 60],
		['Max Tries', 'maxTries', 1, 10],
		['Lock', 'lockMinutes', 0, 1_440],
	])('"%s" is a whole number from its least to its most', (name, field, min, max) => {
		expect(parse({ [field]: min })).toMatchObject({ [field]: min });
		expect(parse({ [field]: max })).toMatchObject({ [field]: max });
		for (const given of [min - 1, max + 1, min + 0.5, 'x']) {
			expect(refusalOf({ [field]: given })).toMatchObject({
				code: 'invalidInput',
				what: `"${name}" must be a whole number from ${min} to ${max}; "${given}" was given.`,
				why: 'Nothing was sent or checked.',
				next: 'Correct the field or its expression in the node.',
			});
		}
	});

	test.each([
		['Purpose', 'purpose', 50],
		['Brand', 'brand', 60],
		['Footer', 'footer', 200],
		['Caller Key', 'callerKey', 500],
	])('"%s" is cut of blanks and bounded', (name, field, longest) => {
		expect(parse({ [field]: ` ${'x'.repeat(longest)} ` })).toMatchObject({ [field]: 'x'.repeat(longest) });
		expect(refusalOf({ [field]: 'x'.repeat(longest + 1) })).toMatchObject({
			what: `"${name}" has more than ${longest} characters.`,
		});
	});

	test.each([
		['Language', 'language', 'de', 'en, ar, fr'],
		['Alphabet', 'alphabet', 'letters', 'digits, letters, lettersAndDigits'],
		['On Resend', 'onResend', 'sameCode', 'newCode, sameCode'],
	])('"%s" takes what there is', (name, field, one, all) => {
		expect(parse({ [field]: one })).toMatchObject({ [field]: one });
		expect(refusalOf({ [field]: 'other' })).toMatchObject({
			what: expect.stringMatching(new RegExp(`^"${name}" takes one of ${all}.*; "other" was given\\.$`)),
		});
	});

	test('a template has a place for the code', () => {
		expect(parse({ template: 'It is {code}' }).template).toBe('It is {code}');
		expect(refusalOf({ template: 'It is code' })).toMatchObject({ what: '"Template" must contain {code}.' });
		const longest = `{code}${'x'.repeat(994)}`;
		expect(parse({ template: longest }).template).toBe(longest);
		expect(refusalOf({ template: `${longest}x` })).toMatchObject({
			what: '"Template" has more than 1000 characters.',
		});
	});

	test('an own code has letters and digits, four to ten', () => {
		for (const code of ['1234', '1234567890', 'ÄÖÜß', '']) expect(() => parse({ code })).not.toThrow();
		expect(parse({ code: ' ab-cd ' }).code).toBe('ABCD');
		for (const code of ['123', '12345678901'])
			expect(refusalOf({ code })).toMatchObject({ what: '"Own Code" must have 4 to 10 characters.' });
		for (const code of ['12*4', '*1234', '1234*'])
			expect(refusalOf({ code })).toMatchObject({ what: '"Own Code" may have letters and digits only.' });
	});

	test('no fields at all are refused as well', () => {
		expect(refusalOf(null)).toMatchObject({ code: 'invalidInput', what: expect.stringMatching(/\.$/) });
	});
});

test('what is kept to say it again has no code and no caller in it', () => {
	const kept = settingsOf(parse({ code: '123456', callerKey: 'caller', brand: 'Shop', maxTries: 2 }));
	expect(kept).toEqual({ ...usual, brand: 'Shop' });
	expect(readSettings(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
	expect(readSettings({})).toEqual(usual);
	expect(() => readSettings({ length: 3 })).toThrow();
});
