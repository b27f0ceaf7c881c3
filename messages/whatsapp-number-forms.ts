/**
 * Three countries changed how their mobiles are dialled after WhatsApp had registered millions of them. The
 * account keeps the digits it was registered under, so one dialled number may be either of two ids.
 */

/**
 * The form that is dialled today, for digits in an older one: Brazil before the ninth digit, Mexico with the 1
 * after the country code. Anything else comes back unchanged.
 */
export function dialledForm(digits: string): string {
	const brazil = /^55(\d{2})([6-9]\d{7})$/u.exec(digits);
	if (brazil) return `55${brazil[1]}9${brazil[2]}`;
	const mexico = /^521(\d{10})$/u.exec(digits);
	if (mexico) return `52${mexico[1]}`;
	return digits;
}

/** Every id WhatsApp may have the number under, the likeliest first. Digits without plus; `e164` as dialled. */
export function whatsAppForms(e164: string): readonly string[] {
	const digits = e164.replace(/^\+/u, '');
	return brazilForms(digits) ?? mexicoForms(digits) ?? argentinaForms(digits) ?? [digits];
}

/**
 * Areas 11 to 28 (São Paulo, Rio, Espírito Santo) got the ninth digit first and mostly registered with it, the
 * others mostly without. Without it the number is only a former mobile when it then begins with 6 to 9: below
 * that it would be somebody's landline.
 */
function brazilForms(digits: string): string[] | undefined {
	const mobile = /^55(\d{2})9([6-9]\d{7})$/u.exec(digits);
	if (!mobile) return undefined;
	const withNine = digits;
	const without = `55${mobile[1]}${mobile[2]}`;
	return Number(mobile[1]) <= 28 ? [withNine, without] : [without, withNine];
}

/** WhatsApp kept the 1 that Mexico dropped from dialling in 2019; only landlines and newer accounts lack it. */
function mexicoForms(digits: string): string[] | undefined {
	const national = /^52(\d{10})$/u.exec(digits);
	return national ? [`521${national[1]}`, digits] : undefined;
}

/** Mobiles carry a 9 after the country code when called from abroad, and in WhatsApp; people often leave it out. */
function argentinaForms(digits: string): string[] | undefined {
	const number = /^54(9?)(\d{10})$/u.exec(digits);
	return number ? [`549${number[2]}`, `54${number[2]}`] : undefined;
}
