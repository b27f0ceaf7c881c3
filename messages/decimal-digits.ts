/** Code point of zero in the scripts whose digits people really type on a phone. */
const zeros = [
	0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
	0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/** Writes the digits of every script (Arabic-Indic ٣, Devanagari ३, full width ３) as 0 to 9; the rest stays. */
export function toAsciiDigits(text: string): string {
	return text.replace(/\p{Decimal_Number}/gu, (digit) => {
		const point = digit.codePointAt(0) ?? 0;
		const zero = zeros.find((start) => point >= start && point <= start + 9);
		return zero === undefined ? digit : String(point - zero);
	});
}
