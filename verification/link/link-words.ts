import { normaliseCode, ALPHABETS } from '../code/code-words';

/** Long enough that nobody finds one by trying: 50 bits. */
export const LINK_CODE_LENGTH = 10;
/** A message that holds more than this many places for a code is none with a code in it. */
const MOST_CANDIDATES = 200;

const letters = new Set<string>(ALPHABETS.lettersAndDigits);

/**
 * Every place of a message where a code may stand, in the order they come: people write before and behind it, and
 * forward it without its line breaks.
 */
export function codesIn(text: string): readonly string[] {
	const found = new Set<string>();
	for (const run of text.slice(0, 4_096).split(/[^\p{L}\p{N}]+/u)) {
		const word = normaliseCode(run);
		for (let start = 0; start + LINK_CODE_LENGTH <= word.length; start += 1) {
			const candidate = word.slice(start, start + LINK_CODE_LENGTH);
			if ([...candidate].every((letter) => letters.has(letter))) found.add(candidate);
			if (found.size >= MOST_CANDIDATES) return [...found];
		}
	}
	return [...found];
}

/** What the person finds in the message field and only has to send. */
export function prefilledText(code: string, linkMessage: string): string {
	if (linkMessage === '') return `>>${code}<<\nJust tap the "send" button.`;
	return `${linkMessage}\n\n\`\`\`--------------\n| ${code} |\n--------------\`\`\``;
}

/** `own` is our number, E.164. */
export function linksTo(own: string, text: string): { readonly link: string; readonly deepLink: string } {
	const encoded = encodeURIComponent(text);
	return {
		link: `https://wa.me/${own}?text=${encoded}`,
		deepLink: `whatsapp://send?text=${encoded}&phone=${own}`,
	};
}
