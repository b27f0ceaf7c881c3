import { z } from 'zod';
import { KitError } from '../messages/kit-error';

/** Shapes of environment variables, and what is said when one does not fit. */
export const wholeNumber = (fallback: number, highest: number) =>
	z.coerce
		.number({ error: 'is not a number' })
		.int('is not a whole number')
		.min(0, 'is below 0')
		.max(highest, `is above ${highest}`)
		.default(fallback);

/** n8n's own rule: a word that is neither leaves the default. */
export const flag = (fallback: boolean) =>
	z
		.string()
		.optional()
		.transform((word) => {
			if (word !== undefined && /^(true|1)$/i.test(word)) return true;
			return word !== undefined && /^(false|0)$/i.test(word) ? false : fallback;
		});

/** @throws KitError `invalidInput` that names the variable and not its value, which may be a secret */
export function checked<Schema extends z.ZodType>(schema: Schema, values: unknown): z.output<Schema> {
	const result = schema.safeParse(values);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw unusable(String(issue?.path[0]), `It ${issue?.message ?? 'cannot be used'}.`);
}

export function unusable(variable: string, why: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The environment variable ${variable} cannot be used.`,
		why,
		next: 'Correct the environment of n8n and restart it.',
	});
}

/** A part of an address; undefined when it is empty. Passwords are often written without their escapes. */
export function decodedPart(part: string): string | undefined {
	if (part === '') return undefined;
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
