import { readChatId } from './chat-id';
import { readChatLink } from './chat-link';
import { toAsciiDigits } from './decimal-digits';
import { withoutInvisible } from './invisible-characters';
import { KitError } from './kit-error';
import { readPhone } from './phone-number';
import type { Recipient } from './recipient';

export interface RecipientOptions {
	/** ISO 3166 alpha-2 ("BR"), for numbers typed without country code. Without it such numbers are refused. */
	readonly defaultCountry?: string;
}

/** What a recipient may be, for error texts. */
const accepted =
	'Give a phone number with country code (+55 11 98765-4321), or set the default country for national ones; ' +
	'a WhatsApp id (…@s.whatsapp.net, …@lid, …@g.us, …@newsletter) or a wa.me link will do, too.';

/**
 * The one place that reads who a message goes to: phone numbers in any writing, WhatsApp ids, wa.me and tel:
 * links. Throws `invalidInput` that names the field, what was given and what would do; never guesses.
 */
export function parseRecipient(input: string, options: RecipientOptions = {}): Recipient {
	const given = plainText(input);
	const text = toAsciiDigits(withoutInvisible(given).normalize('NFKC')).trim();
	if (text === '') throw refusal(given, 'Nothing was given.');

	const link = readChatLink(text);
	if (link?.kind === 'refused') throw refusal(given, link.why);
	const id = link ? undefined : readChatId(text);
	if (id?.kind === 'refused') throw refusal(given, id.why);
	if (id) return id.recipient;
	const phone = readPhone(link?.phone ?? text, options.defaultCountry);
	if ('refused' in phone) throw refusal(given, phone.refused);
	return { kind: 'phone', e164: phone.e164, candidates: phone.candidates };
}

function refusal(given: string, why: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The field "recipient" is ${shown(given)}, which WhatsApp cannot send to.`,
		why,
		next: accepted,
	});
}

/** What was given, short enough for an error. */
function shown(given: string): string {
	const line = given.replace(/\s+/gu, ' ').trim();
	if (line === '') return 'empty';
	return line.length > 80 ? `"${line.slice(0, 79)}…"` : `"${line}"`;
}

/** Expressions give numbers where digits are meant; past 2^53 they have already lost some. */
function plainText(input: unknown): string {
	if (typeof input === 'string') return input;
	if (typeof input === 'number' && Number.isSafeInteger(input)) return String(input);
	throw new KitError({
		code: 'invalidInput',
		what: `The field "recipient" is ${input === null ? 'null' : `a ${typeof input}`}, not a text.`,
		why: 'Long ids lose digits when they are written as a number.',
		next: accepted,
	});
}
