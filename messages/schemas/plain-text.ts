import { z } from 'zod';

/**
 * Building blocks for text fields. Expressions on the canvas give numbers where a text is meant
 * (`{{ $json.code }}`), and blank fields give '' or null: both are taken as what the person meant.
 */
function textOf(value: unknown): unknown {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
	return value;
}

function blankIsAbsent(value: unknown): unknown {
	if (value === null) return undefined;
	const text = textOf(value);
	return typeof text === 'string' && text.trim() === '' ? undefined : text;
}

/** At most `max` UTF-16 code units. Not zod's own `max`, which counts code points and would let emoji pass. */
function atMost(max: number) {
	return z.refine<string>((text) => text.length <= max, {
		error: ({ input }) => `is too long: ${String(input).length} characters were given, the limit is ${max}`,
	});
}

/** One line or label: needed, white space around it dropped, 1 to `max` characters. */
export function label(max: number) {
	return z.preprocess(textOf, z.string().trim().min(1).check(atMost(max)));
}

/** As `label`; blank or null counts as not given. */
export function optionalLabel(max: number) {
	return z.preprocess(blankIsAbsent, z.string().trim().check(atMost(max)).optional());
}

/** Running text: needed, kept letter by letter, but not only white space; at most `max` characters. */
export function prose(max: number) {
	return z.preprocess(
		textOf,
		z
			.string()
			.check(atMost(max))
			.refine((text) => text.trim() !== '', { message: 'is empty' }),
	);
}

/** As `prose`; blank or null counts as not given. */
export function optionalProse(max: number) {
	return z.preprocess(blankIsAbsent, z.string().check(atMost(max)).optional());
}

/** A number, also when an expression gave it as text ("-23.55"). */
export function numeric(schema: z.ZodNumber) {
	return z.preprocess((value) => {
		if (typeof value !== 'string' || value.trim() === '') return value;
		const read = Number(value.trim());
		return Number.isNaN(read) ? value : read;
	}, schema);
}
