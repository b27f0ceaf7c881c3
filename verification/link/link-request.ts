import { z } from 'zod';
import { browserSecretSchema } from '../browser-binding';
import { purposeSchema, shortText, whole } from '../code/code-request';

const text = (what: string) => shortText(what, 1_000).default('');

const settingsSchema = z.object({
	/** What the person gets when the number is proven; nothing when empty. */
	responseMessage: text('Response Message'),
	/** What a person gets who sends it too late. */
	expirationMessage: text('Expiration Message'),
	/** What a person gets who may not prove it, or whose number cannot be told. */
	failureMessage: text('Failure Message'),
	/** Whose server has to agree, by POST; nobody's when empty. */
	callbackUrl: z
		.string()
		.trim()
		.max(2_000, '"Callback URL" has more than 2000 characters')
		.refine(
			(url) => url === '' || (/^https?:\/\/./i.test(url) && URL.canParse(url)),
			'"Callback URL" is no web address',
		)
		.default(''),
	callbackAllowPrivate: z.boolean().default(false),
});

export type LinkSettings = z.output<typeof settingsSchema>;

export const createSchema = settingsSchema.extend({
	purpose: purposeSchema,
	expiryMinutes: whole('Expires After', 1, 1_440, 10),
	linkMessage: text('Link Message'),
	callerKey: shortText('Caller Key', 500).default(''),
	browserSecret: browserSecretSchema,
	/** Empty: whoever sends it. */
	authorizedNumbers: z.array(z.string()).max(100, 'There are more than 100 authorized numbers').default([]),
});

export function linkSettings(stored: unknown): LinkSettings {
	return settingsSchema.parse(stored);
}
