import {
	isSupportedCountry,
	parsePhoneNumberFromString,
	type CountryCode,
	type PhoneNumber as ParsedNumber,
} from 'libphonenumber-js/max';
import { toAsciiDigits } from './decimal-digits';
import { withoutInvisible } from './invisible-characters';
import { KitError } from './kit-error';
import { dialledForm, whatsAppForms } from './whatsapp-number-forms';

export interface PhoneNumber {
	/** With plus, as it is dialled today. */
	readonly e164: string;
	/** Digits to ask WhatsApp about, the likeliest first; never empty. */
	readonly candidates: readonly string[];
}

export type ReadPhone = PhoneNumber | { readonly refused: string };

/**
 * Reads a phone number as people type it: `+55 11 98765-4321`, `0044 20 7946 0958`, bare international digits,
 * digits of any script, and national numbers when `defaultCountry` (ISO 3166 alpha-2, "BR") is given. Never guesses
 * a country: `refused` says in a sentence why it is no usable number. Where digits make a number both with the
 * default country and with a country code, the default country counts; only a landline there that would be a
 * mobile elsewhere is refused. Throws `invalidInput` when the default country itself is none.
 */
export function readPhone(typed: string, defaultCountry?: string): ReadPhone {
	const country = readCountry(defaultCountry);
	const text = toAsciiDigits(withoutInvisible(typed).normalize('NFKC')).trim();
	if (/[,;]/u.test(text)) return { refused: 'It holds more than one; each message goes to one.' };
	if (!/^[+(]?[\d\s().\-‐-―−/+]+$/u.test(text) || text.lastIndexOf('+') > 1) {
		return {
			refused:
				'A phone number has digits, spaces, "-", ".", "/", brackets and a leading "+" only; no extension.',
		};
	}
	const typedDigits = text.replace(/\D/gu, '');
	const international = text.includes('+') || typedDigits.startsWith('00');
	const digits = international ? typedDigits.replace(/^00/u, '') : typedDigits;
	if (digits.length < shortest || digits.length > longest) {
		return { refused: `It has ${digits.length} digits; phone numbers have ${shortest} to ${longest}.` };
	}
	const whole = internationalForm(digits);
	const national = !international && country ? nationalForm(digits, country) : undefined;
	if (national && whole && national.number !== whole.number && !isMobile(national) && isMobile(whole)) {
		return { refused: `It could be ${national.number} or ${whole.number}; write it one of these ways.` };
	}
	const e164 = (national ?? whole)?.number;
	if (e164) return { e164, candidates: whatsAppForms(e164) };
	return { refused: international ? 'No country has such a number.' : whyNotNational(digits, country) };
}

/** National numbers of small countries are this short; E.164 ends at 15. */
const shortest = 4;
const longest = 15;

/** A number as WhatsApp itself wrote it in an id: taken as it is, asked about first. */
export function phoneFromWhatsApp(digits: string): PhoneNumber {
	const e164 = internationalForm(digits)?.number ?? `+${digits}`;
	return { e164, candidates: [...new Set([digits, ...whatsAppForms(e164)])] };
}

/** Reading a number takes as long as storing a message, and people write to the same ones again and again. */
const READ_KEPT = 2_000;
const read = new Map<string, ParsedNumber | undefined>();

function internationalForm(digits: string): ParsedNumber | undefined {
	if (read.has(digits)) return read.get(digits);
	const parsed = parsePhoneNumberFromString(`+${dialledForm(digits)}`);
	const valid = parsed?.isValid() ? parsed : undefined;
	if (read.size >= READ_KEPT) read.clear();
	read.set(digits, valid);
	return valid;
}

function nationalForm(digits: string, country: CountryCode): ParsedNumber | undefined {
	const parsed = parsePhoneNumberFromString(digits, country);
	// Old forms (Brazil without the ninth digit) are not valid as they are, but become so.
	return parsed && internationalForm(parsed.number.slice(1));
}

function isMobile(number: ParsedNumber): boolean {
	const type = number.getType();
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

function readCountry(given: string | undefined): CountryCode | undefined {
	const code = given?.trim().toUpperCase();
	if (!code) return undefined;
	if (isSupportedCountry(code)) return code;
	throw new KitError({
		code: 'invalidInput',
		what: `The field "defaultCountry" is "${code.slice(0, 40)}", which is not a country.`,
		why: 'It takes the two letters of ISO 3166, such as BR, DE or ID.',
		next: 'Correct the default country, or leave it empty and give numbers with their country code.',
	});
}

function whyNotNational(digits: string, country: CountryCode | undefined): string {
	if (country) return `It is no number of ${country}, and read with a country code it is none either.`;
	if (digits.startsWith('0')) {
		return 'It begins with 0, so it looks like a number without country code, and no default country is set.';
	}
	return 'Read with a country code it is no number; if it is a national one, no default country is set that tells whose.';
}
