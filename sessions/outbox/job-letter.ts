import { z } from 'zod';
import { KitError } from '../../messages/kit-error';
import type { ComposedMessage } from '../../messages/outgoing';
import type { Freight } from '../remote/freight';
import type { SendMessageRequest } from '../session';

/** Files beside the row are kept this much longer than the job may wait, ms. */
const KEPT_LONGER_MS = 60 * 60_000;

/** What a job sends: checked, composed and with its media, so that nothing has to be fetched any more. */
export interface JobLetter {
	readonly request: SendMessageRequest;
	readonly composed: ComposedMessage;
}

/** Its outline; it was written by this package, under a name that grows with its form. */
const schema = z.object({
	form: z.literal(1),
	request: z.looseObject({
		recipient: z.string(),
		idempotencyKey: z.string(),
		timeoutMs: z.number().optional(),
	}),
	composed: z.looseObject({ message: z.looseObject({ kind: z.string() }), via: z.string() }),
});

/** As the body of a job. What is large goes into the store beside it, in parts. */
export async function writeLetter(
	{ request, composed }: JobLetter,
	expiresAt: number,
	freight: Freight,
): Promise<Uint8Array> {
	// The message as it was typed has become the composed one, and a signal is of this process.
	const { message: _typed, signal: _ofCaller, ...kept } = request;
	const loaded = await freight.load({ form: 1, request: kept, composed }, expiresAt + KEPT_LONGER_MS);
	return Buffer.from(JSON.stringify(loaded));
}

/** @throws KitError `unexpected` when it is not all there, or of another version */
export async function readLetter(body: Uint8Array, freight: Freight): Promise<JobLetter> {
	const read = schema.safeParse(await freight.unload(parsed(body)));
	if (!read.success) throw unreadable('It has another form than this version of WhatsApp Kit knows.');
	return read.data as unknown as JobLetter;
}

/** What it left in the store goes; harmless when nothing did. */
export async function discardLetter(body: Uint8Array, freight: Freight): Promise<void> {
	await freight.discard(parsed(body));
}

function parsed(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString('utf8'));
	} catch {
		throw unreadable('It is not JSON.');
	}
}

function unreadable(why: string): KitError {
	return new KitError({
		code: 'unexpected',
		what: 'A queued message could not be read again.',
		why,
		next: 'Send it once more, with the same version of WhatsApp Kit in all processes of n8n.',
	});
}
