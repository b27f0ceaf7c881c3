import type { KitErrorCode } from '../../messages/kit-error';
import type { WaCrErrorFacts } from './error-facts';

interface Sentence {
	readonly code: KitErrorCode;
	readonly what: string;
	/** Absent: WA.cr's own words. */
	readonly why?: string;
	readonly next: string;
}

interface Asked {
	readonly scope: string;
	shown(text: string): string;
}

/**
 * Every documented code as sentences for people. Not here: RATE_LIMIT_EXCEEDED, which carries a time, and
 * INTERNAL_ERROR, which leaves open what was done.
 */
const SENTENCES: Readonly<Record<string, (facts: WaCrErrorFacts, asked: Asked) => Sentence>> = {
	UNAUTHORIZED: () => ({
		code: 'accountStopped',
		what: 'WA.cr does not accept the API token of the credential.',
		next: 'Nothing was done. Make a token in the settings of WA.cr (API), copy it into the credential and save it.',
	}),
	INSUFFICIENT_SCOPE: (facts, { scope, shown }) => ({
		code: 'refused',
		what: `The API token lacks the scope "${shown(scopeNamed(facts) ?? scope)}".`,
		next: 'Nothing was done. Give the token this scope in the settings of WA.cr (API), or make a new one that has it.',
	}),
	FEATURE_LIMIT_EXCEEDED: (facts, { shown }) => ({
		code: 'refused',
		what: `The plan at WA.cr is used up${usedUp(facts, shown)}.`,
		next: 'Nothing was sent. Look at the usage in WA.cr: delete what is not needed, wait for the next period, or take a larger plan.',
	}),
	CONTACT_OPTED_OUT: () => ({
		code: 'refused',
		what: 'This person opted out of messages at WA.cr.',
		next: 'Nothing was sent, and nothing will be: only they can opt in again.',
	}),
	FEATURE_NOT_AVAILABLE: () => ({
		code: 'refused',
		what: 'The plan at WA.cr does not include this.',
		next: 'Nothing was done. Templates and codes need a plan with WhatsApp templates.',
	}),
	NOT_FOUND: () => ({
		code: 'refused',
		what: 'WA.cr does not know the contact or record that was named.',
		next: 'Nothing was done. Check the ID, or leave the contact ID out.',
	}),
	VALIDATION_ERROR: () => ({
		code: 'refused',
		what: 'WA.cr does not accept a field of the request.',
		next: 'Nothing was sent. Correct what it names. For a number that is no contact yet, WA.cr needs a default status, source and assignee in its settings to make one.',
	}),
	WHATSAPP_NOT_CONFIGURED: () => ({
		code: 'notLinked',
		what: 'No WhatsApp number is set up in this account of WA.cr.',
		next: 'Nothing was sent. Connect WhatsApp in the settings of WA.cr.',
	}),
	MESSAGE_SEND_FAILED: () => ({
		code: 'refused',
		what: 'WA.cr handed the message to WhatsApp, and WhatsApp did not take it.',
		next: 'It was not sent. Outside the 24 hours after a message of this person only a template is taken; otherwise check the number and the connection in WA.cr.',
	}),
	OTP_NOT_FOUND: () => ({
		code: 'refused',
		what: 'There is no code to check for this number and purpose.',
		next: 'Send a new code. The purpose must be the one it was sent with.',
	}),
	OTP_EXPIRED: () => ({
		code: 'refused',
		what: 'The code has expired.',
		next: 'Send a new code.',
	}),
	MAX_ATTEMPTS_EXCEEDED: () => ({
		code: 'refused',
		what: 'The code was tried too often and is no longer valid.',
		next: 'Send a new code.',
	}),
	INVALID_CODE: (facts) => ({
		code: 'refused',
		what: 'The code is wrong.',
		...attemptsLeft(facts),
		next: 'Ask the person to type it once more.',
	}),
};

/** Undefined for a code that is not documented. */
export function sentenceOf(facts: WaCrErrorFacts, asked: Asked): Sentence | undefined {
	const { code } = facts;
	return code !== undefined && Object.hasOwn(SENTENCES, code) ? SENTENCES[code]?.(facts, asked) : undefined;
}

function scopeNamed({ detail, words }: WaCrErrorFacts): string | undefined {
	const told = detail('required_scope') ?? detail('scope') ?? detail('required');
	return told ?? /\b[a-z]{3,20}:(?:read|write|send|delete|sync)\b/u.exec(words ?? '')?.[0];
}

/** `: contacts, 500 of 500`, as far as it says so. */
function usedUp({ detail }: WaCrErrorFacts, shown: (text: string) => string): string {
	const [feature, current, maximum] = [detail('feature'), detail('current'), detail('maximum')];
	const amount = current !== undefined && maximum !== undefined ? `${current} of ${maximum}` : maximum;
	const told = [feature, amount].filter((part) => part !== undefined).join(', ');
	return told === '' ? '' : `: ${shown(told)}`;
}

function attemptsLeft({ detail }: WaCrErrorFacts): { readonly why?: string } {
	const left = detail('attempts_remaining');
	return left !== undefined && /^\d{1,3}$/u.test(left) ? { why: `Tries left: ${left}.` } : {};
}
