import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import { browserSecretSchema } from '../browser-binding';
import { ALPHABETS, CODE_LENGTH, normaliseCode, type Alphabet } from './code-words';
import { LANGUAGES } from './texts/languages';

export const PURPOSE_DEFAULT = 'authentication';

export const whole = (what: string, min: number, max: number, fallback: number) => {
	const told = (issue: { readonly input?: unknown }): string =>
		`"${what}" must be a whole number from ${min} to ${max}; "${String(issue.input)}" was given`;
	return z
		.number({ error: told })
		.int({ error: told })
		.min(min, { error: told })
		.max(max, { error: told })
		.default(fallback);
};

const oneOf = <const Values extends readonly [string, ...string[]]>(what: string, values: Values) =>
	z.enum(values, {
		error: (issue) => `"${what}" takes one of ${values.join(', ')}; "${String(issue.input)}" was given`,
	});

export const shortText = (what: string, longest: number) =>
	z.string().trim().max(longest, `"${what}" has more than ${longest} characters`);

export const purposeSchema = shortText('Purpose', 50)
	.transform((purpose) => (purpose === '' ? PURPOSE_DEFAULT : purpose))
	.default(PURPOSE_DEFAULT);

/** What is said around the code, kept for the next time it is sent. */
const wordingSchema = z.object({
	language: oneOf('Language', LANGUAGES).default('en'),
	template: shortText('Template', 1_000)
		.refine((text) => text === '' || text.includes('{code}'), '"Template" must contain {code}')
		.default(''),
	brand: shortText('Brand', 60).default(''),
	footer: shortText('Footer', 200).default(''),
	length: whole('Code Length', CODE_LENGTH.min, CODE_LENGTH.max, CODE_LENGTH.default),
	alphabet: oneOf('Alphabet', Object.keys(ALPHABETS) as [Alphabet, ...Alphabet[]]).default('digits'),
	expiryMinutes: whole('Expiry', 1, 60, 10),
	onResend: oneOf('On Resend', ['newCode', 'sameCode']).default('newCode'),
});

export type CodeSettings = z.output<typeof wordingSchema>;

export const sendSchema = wordingSchema.extend({
	purpose: purposeSchema,
	/** The caller's own code instead of a random one. */
	code: z
		.string()
		.transform(normaliseCode)
		.refine((code) => /^[\p{L}\p{N}]*$/u.test(code), '"Own Code" may have letters and digits only')
		.refine(
			(code) => code === '' || (code.length >= CODE_LENGTH.min && code.length <= CODE_LENGTH.max),
			`"Own Code" must have ${CODE_LENGTH.min} to ${CODE_LENGTH.max} characters`,
		)
		.default(''),
	maxTries: whole('Max Tries', 1, 10, 5),
	lockMinutes: whole('Lock', 0, 1_440, 15),
	callerKey: shortText('Caller Key', 500).default(''),
	browserSecret: browserSecretSchema,
});

export function settingsOf(request: CodeSettings): CodeSettings {
	return wordingSchema.parse(request);
}

/** Of a stored verification. */
export function readSettings(stored: unknown): CodeSettings {
	return wordingSchema.parse(stored);
}

/** Throws `invalidInput` with the first thing that is wrong. */
export function checked<Output>(schema: z.ZodType<Output>, request: unknown): Output {
	const parsed = schema.safeParse(request);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new KitError({
		code: 'invalidInput',
		what: `${issue?.message ?? 'The request is not usable'}.`,
		why: 'Nothing was sent or checked.',
		next: 'Correct the field or its expression in the node.',
	});
}
