import { KitError } from '../messages/kit-error';
import { parseRecipient } from '../messages/parse-recipient';

/** The number to prove, E.164. Throws `invalidInput` for anything that is no phone number: a LID proves nobody. */
export function recipientPhone(recipient: string, defaultCountry?: string): string {
	const parsed = parseRecipient(recipient, { defaultCountry });
	if (parsed.kind === 'phone') return parsed.e164;
	throw new KitError({
		code: 'invalidInput',
		what: 'The field "recipient" names no phone number, so there is nothing to verify.',
		why: 'It is a LID, a group or a channel; behind a LID stands a number nobody here knows.',
		next: 'Give the phone number with its country code, such as +55 11 98765-4321.',
	});
}
