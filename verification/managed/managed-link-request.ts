import { z } from 'zod';
import { browserSecretSchema } from '../browser-binding';
import { purposeSchema, shortText, whole } from '../code/code-request';

/** Minutes in a week: nobody sends a code after that, and the store keeps what has ended for a month. */
const LONGEST_MINUTES = 10_080;

const text = (what: string) => shortText(what, 1_000).optional();

/** What is asked of a link that the other side keeps. A field that is left out is as the other side says. */
export const managedLinkSchema = z.object({
	purpose: purposeSchema,
	callerKey: shortText('Caller Key', 500).default(''),
	browserSecret: browserSecretSchema,
	/** Empty: whoever sends it. */
	authorizedNumbers: z.array(z.string()).max(100, 'There are more than 100 authorized numbers').default([]),
	expiryMinutes: whole('Expires After', 1, LONGEST_MINUTES, 1).removeDefault().optional(),
	linkMessage: text('Link Message'),
	responseMessage: text('Response Message'),
	expirationMessage: text('Expiration Message'),
	failureMessage: text('Failure Message'),
	callbackUrl: shortText('Callback URL', 2_000).optional(),
	/** The callback secret of the credential goes with the address. */
	addCallbackSecret: z.boolean().default(true),
	qr: z.boolean().optional(),
	channel: shortText('Channel', 50).optional(),
});

/** How long one counts as live here whose end nobody told us, minutes. */
export const UNTOLD_EXPIRY_MINUTES = 1_440;
