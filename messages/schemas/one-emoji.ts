const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const emoji = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u{FE0F}?\u{20E3}/u;

/** True for what a person sees as one emoji, skin tone, flag and family sequences included. */
export function isOneEmoji(text: string): boolean {
	// The longest sequences in use (families, subdivision flags) stay below 40 units.
	if (text.length > 64) return false;
	return [...graphemes.segment(text)].length === 1 && emoji.test(text);
}
