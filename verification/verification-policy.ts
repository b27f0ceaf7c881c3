import { z } from 'zod';
import { KitError } from '../messages/kit-error';
import { readPhone } from '../messages/phone-number';
import { CODE_LENGTH, normaliseCode } from './code/code-words';

/** What an account allows in verifications, whichever workflow asks. */
export interface VerificationPolicy {
	/** ISO codes and calling codes; empty allows all. */
	readonly allowedCountries: readonly string[];
	readonly blockedCountries: readonly string[];
	/** Requests to one recipient in `recipientWindowMs`. Default 5 in an hour. */
	readonly perRecipient: number;
	readonly recipientWindowMs: number;
	/** Requests under one caller key in `callerWindowMs`. Default 10 in an hour. */
	readonly perCaller: number;
	readonly callerWindowMs: number;
	/** Requests of the account in 24 hours. Default 1000. */
	readonly perDay: number;
	/** E.164 to the code that is right for it; nothing is sent to these. */
	readonly testNumbers: ReadonlyMap<string, string>;
	/** What callbacks are signed with; empty when none was set. */
	readonly callbackSecret: string;
}

const number = (min: number, max: number, unit: string, fallback: number) => {
	const told = (issue: { readonly input?: unknown }): string =>
		`It must be a whole number of ${unit} from ${min} to ${max}; "${String(issue.input)}" was given`;
	return z
		.preprocess(
			(value) => (typeof value === 'string' ? Number(value) : value),
			z.number({ error: told }).int({ error: told }).min(min, { error: told }).max(max, { error: told }),
		)
		.default(fallback);
};

const countries = z
	.string()
	.default('')
	.transform((text, context) => {
		const entries = text
			.split(/[,;\s]+/)
			.filter((entry) => entry !== '')
			.map((entry) => entry.toUpperCase().replace(/^(\+|00)/, ''));
		const wrong = entries.find((entry) => !/^([A-Z]{2}|\d{1,3})$/.test(entry));
		if (wrong !== undefined) {
			context.addIssue(`"${wrong}" is neither a two-letter country nor a calling code such as +55`);
		}
		return entries;
	});

const testNumber = z.object({ phone: z.string().default(''), code: z.coerce.string().default('') });

const schema = z.object({
	allowedCountries: countries,
	blockedCountries: countries,
	sendsPerWindow: number(1, 100, 'requests', 5),
	windowMinutes: number(1, 1_440, 'minutes', 60),
	callerSendsPerWindow: number(1, 10_000, 'requests', 10),
	callerWindowMinutes: number(1, 1_440, 'minutes', 60),
	maxPerDay: number(1, 100_000, 'requests', 1_000),
	callbackSecret: z.string().default(''),
	testNumbers: z.object({ number: z.array(testNumber).default([]) }).default({ number: [] }),
});

/** The part of a credential that is about verifications. Throws `invalidInput` naming the field. */
export function parseVerificationPolicy(credential: unknown): VerificationPolicy {
	const given = (credential as { verification?: unknown } | null)?.verification;
	const parsed = schema.safeParse(withoutEmpty(given));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw unusable(issue?.path.join('.') ?? '', issue?.message ?? '');
	}
	const { data } = parsed;
	return {
		allowedCountries: data.allowedCountries,
		blockedCountries: data.blockedCountries,
		perRecipient: data.sendsPerWindow,
		recipientWindowMs: data.windowMinutes * 60_000,
		perCaller: data.callerSendsPerWindow,
		callerWindowMs: data.callerWindowMinutes * 60_000,
		perDay: data.maxPerDay,
		callbackSecret: data.callbackSecret,
		testNumbers: new Map(data.testNumbers.number.map(readTestNumber)),
	};
}

function readTestNumber({ phone, code }: z.output<typeof testNumber>): [string, string] {
	const read = readPhone(phone);
	if ('refused' in read) throw unusable('testNumbers', `"${phone}": ${read.refused}`);
	const normal = normaliseCode(code);
	if (normal.length < CODE_LENGTH.min || normal.length > CODE_LENGTH.max) {
		throw unusable(
			'testNumbers',
			`The code of ${read.e164} must have ${CODE_LENGTH.min} to ${CODE_LENGTH.max} characters`,
		);
	}
	return [read.e164, normal];
}

/** A field added and left empty is a field not set. */
function withoutEmpty(fields: unknown): object {
	if (typeof fields !== 'object' || fields === null) return {};
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== '' && value !== null && value !== undefined),
	);
}

function unusable(field: string, why: string): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The credential field "verification.${field}" is not usable.`,
		why: `${why}. Nothing was sent.`,
		next: 'Correct the field in the credential and save it.',
	});
}
