import { z } from 'zod';
import type { ConnectionState, EngineEventEnvelope } from '../../engines/engine';
import { pack, unpack } from './packing';

/**
 * What processes tell each other about one account, without an answer and without a promise that it arrives:
 * whoever missed one finds the same in the store a little later.
 */
const noticeSchema = z.discriminatedUnion('kind', [
	/** From the owner: something was received or happened to a message. */
	z.object({ kind: z.literal('event'), envelope: z.unknown() }),
	/** From the owner: the same, too large to be told. */
	z.object({ kind: z.literal('pending') }),
	/** From the owner: the connection is in another state. */
	z.object({ kind: z.literal('state'), state: z.unknown() }),
	/** From the owner that was: nobody holds the account now. */
	z.object({ kind: z.literal('released') }),
	/** Nobody holds the account and the sender is about to, unless a process with a trigger wants to. */
	z.object({ kind: z.literal('wanted') }),
	/** From a process whose workflows want the events, every ten seconds. */
	z.object({
		kind: z.literal('listening'),
		process: z.string(),
		durable: z.boolean(),
		raw: z.boolean(),
		/** Somebody new listens there, who has to hear the state of the connection. */
		anew: z.boolean(),
	}),
]);

export type Notice = z.output<typeof noticeSchema>;

export function readNotice(value: unknown): Notice | undefined {
	return noticeSchema.safeParse(value).data;
}

const envelopeSchema = z.object({
	id: z.string(),
	inboxSeq: z.number().nullable(),
	event: z.looseObject({ event: z.string(), messageId: z.string() }),
	raw: z.unknown().optional(),
});

/** An envelope as JSON. Making `raw` costs time, so only for listeners that asked for it. */
export function writeEnvelope({ id, inboxSeq, event, raw }: EngineEventEnvelope, withRaw: boolean): unknown {
	return pack({ id, inboxSeq, event, ...(withRaw && raw ? { raw: raw() } : {}) }).value;
}

export function readEnvelope(value: unknown): EngineEventEnvelope | undefined {
	const read = envelopeSchema.safeParse(value);
	if (!read.success) return undefined;
	const { id, inboxSeq, event, raw } = read.data;
	return {
		id,
		inboxSeq,
		event: event as unknown as EngineEventEnvelope['event'],
		raw: raw === undefined ? null : () => raw,
	};
}

export function writeState(state: ConnectionState): unknown {
	return pack(state).value;
}

export function readState(value: unknown): ConnectionState | undefined {
	const read = z.looseObject({ kind: z.string() }).safeParse(value);
	return read.success ? (unpack(read.data, []) as ConnectionState) : undefined;
}
