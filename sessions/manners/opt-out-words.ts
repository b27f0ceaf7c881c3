import type { WordsManner } from './manners';

export interface SaidWord {
	readonly blocks: boolean;
	/** As it was written. */
	readonly word: string;
}

/** Longest message looked at: nobody says one word in more. */
const MOST_CHARACTERS = 100;

/** The word when the message is nothing but one of them; case, accents of case and punctuation around do not matter. */
export function saidWord(text: string, { stop, start }: WordsManner): SaidWord | undefined {
	if (text.length > MOST_CHARACTERS) return undefined;
	const said = folded(text);
	if (said === '') return undefined;
	const word = text.trim();
	if (stop.some((one) => folded(one) === said)) return { blocks: true, word };
	return start.some((one) => folded(one) === said) ? { blocks: false, word } : undefined;
}

function folded(text: string): string {
	return text
		.normalize('NFKC')
		.toLocaleUpperCase('en')
		.replace(/^[\p{P}\p{S}\s]+|[\p{P}\p{S}\s]+$/gu, '')
		.replace(/\s+/gu, ' ');
}
