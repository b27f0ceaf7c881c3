import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneCountry {
	/** ISO 3166 alpha-2; null for numbers of no single country. */
	readonly iso: string | null;
	/** Digits without plus. */
	readonly callingCode: string;
}

/** Whose number it is; null for one that no country has. `e164` has its plus. */
export function phoneCountry(e164: string): PhoneCountry | null {
	const parsed = parsePhoneNumberFromString(e164);
	if (parsed === undefined) return null;
	return { iso: parsed.country ?? null, callingCode: String(parsed.countryCallingCode) };
}
