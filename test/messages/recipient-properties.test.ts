import { getCountries, getExampleNumber, type CountryCode, type PhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { isKitError } from '../../messages/kit-error';
import { parseRecipient } from '../../messages/parse-recipient';
import { fc } from '../fixtures/properties';

interface Example {
	readonly country: CountryCode;
	readonly number: PhoneNumber;
}

const known: readonly Example[] = getCountries().flatMap((country) => {
	const number = getExampleNumber(country, examples);
	return number?.isValid() ? [{ country, number }] : [];
});
const anExample = fc.constantFrom(...known);

const scripts = [
	'0123456789',
	'٠١٢٣٤٥٦٧٨٩',
	'۰۱۲۳۴۵۶۷۸۹',
	'०१२३४५६७८९',
	'০১২৩৪৫৬৭৮৯',
	'０１２３４５６７８９',
];
const anySeparators = fc.array(fc.constantFrom('', '', '', ' ', '-', '.', '\u00a0', '\u2011', '\u200f'), {
	minLength: 20,
	maxLength: 20,
});

/** Writes digits with something between them, in some script. */
function written(digits: string, separators: readonly string[], script: string): string {
	return [...digits]
		.map((digit, index) => `${script[Number(digit)] ?? ''}${separators[index] ?? ''}`)
		.join('');
}

function e164Of(input: string, defaultCountry?: string): string {
	const recipient = parseRecipient(input, { defaultCountry });
	return recipient.kind === 'phone' ? recipient.e164 : recipient.kind;
}

describe('one number of any country', () => {
	it('comes out the same however it is written', () => {
		expect(known.length).toBeGreaterThan(200);
		fc.assert(
			fc.property(anExample, anySeparators, fc.constantFrom(...scripts), ({ number }, separators, script) => {
				const digits = number.number.slice(1);
				const e164 = number.number;
				expect(e164Of(`+${written(digits, separators, script)}`)).toBe(e164);
				expect(e164Of(`00${written(digits, separators, script)}`)).toBe(e164);
				expect(e164Of(written(digits, separators, script))).toBe(e164);
			}),
			{ numRuns: 500 },
		);
	});

	it.each(known)('$country comes out the same from every form', ({ country, number }) => {
		const digits = number.number.slice(1);
		const forms = [
			number.formatInternational(),
			number.getURI(),
			`https://wa.me/${digits}`,
			`https://api.whatsapp.com/send?phone=${digits}&text=x`,
			`${digits}@s.whatsapp.net`,
			`${digits}:3@c.us`,
		];
		for (const form of forms) expect(e164Of(form)).toBe(number.number);
		expect(e164Of(number.formatNational(), country)).toBe(number.number);
	});

	it('keeps itself or its dialled form among the candidates, each once', () => {
		fc.assert(
			fc.property(anExample, ({ number }) => {
				const recipient = parseRecipient(number.number);
				if (recipient.kind !== 'phone') throw new Error(recipient.kind);
				expect(recipient.candidates).toContain(number.number.slice(1));
				expect(new Set(recipient.candidates).size).toBe(recipient.candidates.length);
				for (const candidate of recipient.candidates) expect(e164Of(`${candidate}@c.us`)).toMatch(/^\+\d+$/u);
			}),
		);
	});

	it('reads every candidate back to a number with the same candidates', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('5511', '5531', '5221', '5255', '5411', '54223'),
				fc.stringMatching(/^[2-9]\d{9}$/u),
				(prefix, rest) => {
					const typed = `+${(prefix + rest).slice(0, prefix.startsWith('55') ? 13 : 12)}`;
					const recipient = readable(typed);
					if (recipient?.kind !== 'phone') return;
					for (const candidate of recipient.candidates) {
						const again = parseRecipient(`+${candidate}`);
						if (again.kind !== 'phone') throw new Error(again.kind);
						expect([...again.candidates].sort()).toEqual([...recipient.candidates].sort());
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});

function readable(input: string) {
	try {
		return parseRecipient(input);
	} catch {
		return undefined;
	}
}

describe('any text at all', () => {
	const parts = fc.constantFrom(
		'@',
		':',
		'+',
		'00',
		'wa.me/',
		'https://',
		'tel:',
		'whatsapp://send?phone=',
		'-',
		'55',
		'120363',
		'@lid',
		'@g.us',
		'%',
		';',
		'?',
		'[',
		'\u202e',
	);
	const noise = fc.array(
		fc.oneof(parts, fc.string({ unit: 'binary', maxLength: 8 }), fc.stringMatching(/^\d{0,12}$/u)),
		{ maxLength: 6 },
	);

	it('is either a recipient or a refusal that names the field', () => {
		fc.assert(
			fc.property(
				noise,
				fc.option(fc.constantFrom('BR', 'US', 'DE'), { nil: undefined }),
				(pieces, defaultCountry) => {
					try {
						expect(['phone', 'lid', 'group', 'channel', 'status']).toContain(
							parseRecipient(pieces.join(''), { defaultCountry }).kind,
						);
					} catch (error) {
						if (!isKitError(error)) throw error;
						expect(error.code).toBe('invalidInput');
						expect(error.what).toContain('recipient');
					}
				},
			),
			{ numRuns: 3000 },
		);
	});
});
