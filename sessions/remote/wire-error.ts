import { z } from 'zod';
import { isKitError, KitError, type KitErrorCode } from '../../messages/kit-error';

const LONGEST_TEXT = 4_000;
const text = z.string().transform((value) => value.slice(0, LONGEST_TEXT));

const schema = z.object({
	code: z.string().max(40),
	what: text,
	why: text.optional(),
	next: text.optional(),
	reason: text.optional(),
	retryAt: z.number().optional(),
});

export type WireError = z.input<typeof schema>;

/** Words and codes cross; stack and cause stay, for they may hold anything. */
export function toWireError(error: unknown): WireError {
	if (!isKitError(error)) {
		return {
			code: 'unexpected',
			what: 'The process that holds the connection failed.',
			why: String((error as { message?: unknown } | null)?.message ?? error).slice(0, LONGEST_TEXT),
			next: 'Please report this as a defect of WhatsApp Kit.',
		};
	}
	const { code, what, why, next, reason, retryAt } = error;
	return { code, what, why, next, reason, retryAt };
}

export function fromWireError(value: unknown): KitError {
	const read = schema.safeParse(value);
	if (!read.success) {
		return new KitError({ code: 'unexpected', what: 'The process that holds the connection failed.' });
	}
	// A code of a newer version stays what it is: workflows compare it as text.
	return new KitError({ ...read.data, code: read.data.code as KitErrorCode });
}
