import { z } from 'zod';
import { KitError } from '../../messages/kit-error';

/** What the credential *WhatsApp Own Number* holds, beside the storage key (which is the store's business). */
const webOptionsSchema = z.object({
	/** Show the account as online while connected. Default false: the phone keeps its notifications. */
	markOnline: z.boolean().default(false),
	/** Fetch the chat history when linking. Default false; linking then takes longer and costs memory. */
	syncHistory: z.boolean().default(false),
	/** Shown on the phone under Linked devices. */
	browserName: z.string().trim().min(1).max(40).default('n8n'),
	/** Refuse a server whose certificate chain does not verify. Default false, see signature-checks.ts. */
	strictServerCheck: z.boolean().default(false),
	/** `2.3000.1043857760`; empty takes the client library's own. Only needed when WhatsApp answers 405. */
	clientVersion: z
		.string()
		.trim()
		.regex(/^(\d+\.\d+\.\d+)?$/, 'must be three numbers with dots, such as 2.3000.1043857760')
		.default(''),
});

export type WebOptions = z.output<typeof webOptionsSchema>;

/** Reads credential data. Throws `invalidInput` naming the field. */
export function parseWebOptions(credential: unknown): WebOptions {
	const data = (credential ?? {}) as Record<string, unknown>;
	const connection = (data.connection ?? {}) as Record<string, unknown>;
	const parsed = webOptionsSchema.safeParse(connection);
	if (parsed.success) return parsed.data;
	const first = parsed.error.issues[0];
	throw new KitError({
		code: 'invalidInput',
		what: `The credential field "connection.${first?.path.join('.') ?? ''}" is not usable.`,
		why: first?.message,
		next: 'Correct the field in the credential "WhatsApp Own Number" and save it.',
	});
}
