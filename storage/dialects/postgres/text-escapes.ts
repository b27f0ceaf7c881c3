/**
 * Postgres keeps every character but U+0000, which ids and keys made by others may well hold. It is written as
 * U+0001 and a digit, and so is U+0001 itself; text without either is kept as it is.
 */
const AWKWARD = /[\u0000\u0001]/g; // eslint-disable-line no-control-regex
const ESCAPED = /\u0001([01])/g; // eslint-disable-line no-control-regex

export function escapeText(text: string): string {
	if (!text.includes('\u0000') && !text.includes('\u0001')) return text;
	return text.replace(AWKWARD, (character) => `\u0001${character.charCodeAt(0)}`);
}

export function unescapeText(stored: string): string {
	if (!stored.includes('\u0001')) return stored;
	return stored.replace(ESCAPED, (_pair, digit: string) => String.fromCharCode(Number(digit)));
}
