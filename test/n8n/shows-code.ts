/** Whether a code stands in the text; six digits of a longer number, as of an id or a time, are none. */
export function showsCode(text: string, code: string): boolean {
	return new RegExp(`(?<![\\p{L}\\p{N}])${code}(?![\\p{L}\\p{N}])`, 'u').test(text);
}
