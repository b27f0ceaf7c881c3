import { KitError, type KitErrorText } from '../../messages/kit-error';

export interface ServerVerdict {
	/** Code `refused`, with the server's number in `reason`. Never to be sent again by itself. */
	readonly error: KitError;
	/**
	 * The account may not write to people who did not write first. New chats have to pause; chats that exist
	 * go on.
	 */
	readonly restricted: boolean;
}

/** What the error number in the server's answer to a message means (baileys.md §8). */
const TEXTS: Readonly<Record<string, KitErrorText>> = {
	'401': {
		what: 'WhatsApp did not accept the message from this account.',
		why: 'The account is not allowed to write to this chat.',
		next: 'Check on the phone whether you can write there by hand.',
	},
	'403': {
		what: 'WhatsApp did not accept the message for this chat.',
		why: 'You are not a member of the group, only admins may write there, or the other side blocked you.',
		next: 'Check on the phone whether you can write there by hand.',
	},
	'404': {
		what: 'WhatsApp does not know this chat.',
		why: 'The group was closed or the number is no longer on WhatsApp.',
		next: 'Check the recipient with Contact → Check Number or Group → Get Many.',
	},
	'405': {
		what: 'WhatsApp does not accept this kind of message from this account.',
		why: 'Native lists and buttons are often refused, and so is a message that is too large.',
		next: 'Set the option "Fallback" to poll or text.',
	},
	'406': {
		what: 'WhatsApp could not make sense of the message.',
		why: 'Some part of it is not in the form WhatsApp expects.',
		next: 'Try it as plain text; if that works, leave out the special part.',
	},
	'413': {
		what: 'The message is too large for WhatsApp.',
		next: 'Send a smaller file or a shorter text.',
	},
	'429': {
		what: 'WhatsApp stopped this message because the account sends too fast.',
		why: 'Too many messages went out in a short time.',
		next: 'Lower the limits of the account and wait some minutes; going on at this pace can get the number blocked.',
	},
	'463': {
		what: 'WhatsApp does not let this account start new chats at the moment.',
		why: 'The account is restricted, or the recipient never wrote to it and WhatsApp therefore gave no permission.',
		next: 'Write only to people who wrote to you first, and look on the phone under Settings → Help for a notice. Trying again makes it worse.',
	},
	'475': {
		what: 'WhatsApp did not accept the message for this recipient.',
		why: 'The encryption data for the devices of the recipient did not match what the server has.',
		next: 'Check on the phone whether it can be sent by hand; it usually mends itself within minutes.',
	},
	'479': {
		what: 'WhatsApp could not deliver the message as it was addressed.',
		why: 'The devices of the recipient changed, or the message has a part that WhatsApp does not take.',
		next: 'Ask the recipient to write to you once, or set the option "Fallback" to poll or text.',
	},
	'500': {
		what: 'WhatsApp failed while taking the message.',
		why: 'The server reported an error of its own.',
		next: 'Look on the phone whether it went out.',
	},
	'503': {
		what: 'WhatsApp is too busy to take the message.',
		next: 'Look on the phone whether it went out.',
	},
};

/** @param code The `error` attribute of the acknowledgement, as it came. */
export function verdictOf(code: string): ServerVerdict {
	// The code comes from the server: a word such as "constructor" is no entry of ours.
	const known = Object.hasOwn(TEXTS, code) ? TEXTS[code] : undefined;
	const text = known ?? {
		what: 'WhatsApp did not accept the message.',
		why: `The server answered with the number ${code}, which this package does not know.`,
		next: 'Check on the phone whether it can be sent by hand.',
	};
	return { error: new KitError({ code: 'refused', reason: code, ...text }), restricted: code === '463' };
}
