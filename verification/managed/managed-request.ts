import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import { browserSecretSchema } from '../browser-binding';
import { CODE_LENGTH, normaliseCode } from '../code/code-words';
import { PURPOSE_DEFAULT, purposeSchema, shortText, whole } from '../code/code-request';

/** How a gateway sends a code, kept for the next time it is sent. */
const wordingSchema = z.object({
	/** As the gateway writes it; empty: its own default. */
	language: shortText('Language', 10).default(''),
	footer: shortText('Footer', 200).default(''),
	template: shortText('Template Name', 255).default(''),
	expiryMinutes: whole('Expires After', 1, 60, 10),
});

export type ManagedWording = z.output<typeof wordingSchema>;

export const managedSendSchema = wordingSchema.extend({
	purpose: purposeSchema,
	/** The caller's own code, where the gateway takes one. */
	code: z
		.string()
		.transform(normaliseCode)
		.refine(
			(code) => code === '' || (/^[\p{L}\p{N}]+$/u.test(code) && code.length >= CODE_LENGTH.min),
			`"Own Code" may have letters and digits only, ${CODE_LENGTH.min} to ${CODE_LENGTH.max} of them`,
		)
		.refine(
			(code) => code.length <= CODE_LENGTH.max,
			`"Own Code" must have ${CODE_LENGTH.min} to ${CODE_LENGTH.max} characters`,
		)
		.default(''),
	/** What else the template takes. */
	parameters: z
		.array(shortText('Additional Parameters', 1_000))
		.max(10, '"Additional Parameters" has more than 10 entries')
		.default([]),
	callerKey: shortText('Caller Key', 500).default(''),
	browserSecret: browserSecretSchema,
});

export type ManagedSendRequest = z.output<typeof managedSendSchema>;

const storedSchema = wordingSchema.extend({
	/** What the gateway calls it, where it is asked by that. */
	gatewayId: z.string().nullable().default(null),
	/** Somebody asks the gateway until then at most, epoch ms; nobody else does meanwhile. */
	askingUntil: z.number().default(0),
	/** The gateway does not want to be asked before, epoch ms. */
	heldUntil: z.number().default(0),
});

/** Of a stored verification. */
export type ManagedSettings = z.output<typeof storedSchema>;

export function readManagedSettings(stored: unknown): ManagedSettings {
	return storedSchema.parse(stored ?? {});
}

/** The same settings with these in place of theirs; what else stands there stays. */
export function withSettings(stored: unknown, changes: Partial<ManagedSettings>): unknown {
	return { ...(stored as object | null), ...changes };
}

export function wordingOf(request: ManagedWording): ManagedWording {
	return wordingSchema.parse(request);
}

/** What a gateway has no place for is refused, and not left out in silence. */
export function refusePurpose(purpose: string, knowsPurposes: boolean): void {
	if (knowsPurposes || purpose === PURPOSE_DEFAULT) return;
	throw new KitError({
		code: 'invalidInput',
		what: 'This gateway keeps one code per number, whatever it is for.',
		why: 'A code sent for one purpose would be right for another. Nothing was sent.',
		next: 'Leave "Purpose" as it is, or let this n8n manage the code.',
	});
}
