import { KitError } from '../../messages/kit-error';
import { parseRecipient } from '../../messages/parse-recipient';
import { recipientPhone } from '../recipient-phone';

/** Where an approval is asked for. */
export interface AskedChat {
	/** Anything a send takes. */
	readonly recipient: string;
	/** E.164; null in a group, where nobody is known to answer. */
	readonly phone: string | null;
	/** Whose answers count, E.164; empty: everybody's in the group. */
	readonly authorizedNumbers: readonly string[];
}

/** @throws KitError `invalidInput` for what is neither a phone number nor a group */
export function askedChat(
	recipient: string,
	defaultCountry: string | undefined,
	authorized: readonly string[],
): AskedChat {
	const parsed = parseRecipient(recipient, { defaultCountry });
	if (parsed.kind === 'group') {
		const authorizedNumbers = authorized.map((number) => recipientPhone(number, defaultCountry));
		return { recipient: parsed.groupId, phone: null, authorizedNumbers };
	}
	const phone = recipientPhone(recipient, defaultCountry);
	if (authorized.length === 0) return { recipient: phone, phone, authorizedNumbers: [phone] };
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Who May Answer" is for groups.',
		why: 'In a chat with one person only that person can answer. Nothing was sent.',
		next: 'Remove the option, or ask in a group.',
	});
}
