import { randomInt } from 'node:crypto';
import { toAsciiDigits } from '../../messages/decimal-digits';
import { withoutInvisible } from '../../messages/invisible-characters';

/** What generated codes are made of. Letters leave out those that read like a digit or like each other. */
export const ALPHABETS = {
	digits: '0123456789',
	letters: 'ABCDEFGHJKLMNPQRSTUVWXYZ',
	lettersAndDigits: 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789',
} as const;

export type Alphabet = keyof typeof ALPHABETS;

export const CODE_LENGTH = { min: 4, max: 10, default: 6 } as const;

/** Every code of this length is equally likely. Secrets come from the system, not from a port. */
export function generateCode(length: number, alphabet: Alphabet): string {
	const letters = ALPHABETS[alphabet];
	let code = '';
	while (code.length < length) code += letters[randomInt(letters.length)];
	return code;
}

/**
 * A code as it is compared: people type it in small letters, in the digits of their script, with the spaces or
 * dashes they read it out with.
 */
export function normaliseCode(typed: string): string {
	return toAsciiDigits(withoutInvisible(typed).normalize('NFKC'))
		.replace(/[\s\-‐-―−]/gu, '')
		.toUpperCase();
}
