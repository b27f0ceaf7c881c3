import type { Connection, Engine, ResolvedChat, SendOutcome } from '../engines/engine';
import { KitError, toKitError, type KitErrorCode } from '../messages/kit-error';
import type { MediaFetcher } from '../messages/media/media-fetcher';
import type { ComposedMessage } from '../messages/outgoing';
import type { Clock } from '../messages/ports';
import { orAborted, timeLimit } from './abort';
import { checkSend, checkedTimeout } from './check-send';
import type { Admission, Governor } from './governor/governor';
import type { Reservation } from './governor/ledger';
import { namesOfRecipient } from './manners/chat-names';
import type { OwnedConnection } from './owned-connection';
import { admitSend, checkMaxWait } from './send-admission';
import type { SendMessageRequest, SendReceipt } from './session';
import type { SendRecords } from './send-records';
import type { SendRecord } from './store';

/** One attempt and its repeats under the same id, for a connection that breaks again and again. */
const MAX_ATTEMPTS = 5;
/** Before the next attempt, ms: a connection takes a moment to notice that it broke, and seems open until then. */
const NEXT_ATTEMPT_MS = 250;

/** What is said of a message itself; everything else that refuses it is said of the account or the moment. */
const FINAL: ReadonlySet<KitErrorCode> = new Set([
	'refused',
	'notOnWhatsApp',
	'invalidInput',
	'notSupported',
	'media',
]);

export interface SendFlowPorts {
	readonly records: SendRecords;
	readonly governor: Governor;
	readonly clock: Clock;
	readonly fetchMedia: MediaFetcher;
	readonly engine: Engine;
	/** The connection to send on, opened when needed. */
	open(signal: AbortSignal): Promise<OwnedConnection>;
}

export interface PreparedSend {
	readonly request: SendMessageRequest;
	readonly composed: ComposedMessage;
	readonly chat: ResolvedChat;
	readonly messageId: string;
	/** An earlier attempt under this id may have arrived. */
	readonly resend: boolean;
	readonly reservation: Reservation | null;
}

/**
 * The way of one message out: check, compose, find the chat, claim the key, wait for the limits, send, tell the
 * truth.
 *
 * Everything that can be wrong with the message is found before anything leaves. The same idempotency key
 * never makes a second message: it returns what became of the first.
 */
export async function sendMessage(request: SendMessageRequest, ports: SendFlowPorts): Promise<SendReceipt> {
	checkMaxWait(request);
	const timeoutMs = checkedTimeout(request.timeoutMs);
	let limit = timeLimit(ports.clock, timeoutMs, request.signal);
	try {
		const { recipient, composed } = await checkSend(request, ports, limit.signal);
		let owned = await ports.open(limit.signal);
		const chat = await orAborted(
			owned.connection.resolve(recipient, limit.signal),
			limit.signal,
			'Looking up the number',
		);
		const claim = await claimKey(request, chat, owned, ports);
		if (claim.done) return receipt(request, chat, composed.via, claim.done);
		let turn: Admission;
		try {
			turn = await admitClaimed(request, composed, chat, claim, ports);
			if (turn.waitedMs > 0) {
				// The time limit is for WhatsApp; and in the meantime the connection may have been opened anew.
				limit.dispose();
				limit = timeLimit(ports.clock, timeoutMs, request.signal);
				owned = await openAfterWait(turn.reservation, limit.signal, ports);
			}
			if (turn.waitedMs > 0 || isUntold(claim))
				await confirmClaimed(request, chat, claim, owned, turn.reservation, ports);
		} catch (error) {
			await forgetClaim(claim, owned, ports);
			throw error;
		}
		const { messageId, resend } = claim;
		const { reservation, waitedMs } = turn;
		const prepared = { request, composed, chat, messageId, resend, reservation };
		const sent = await sendUntilKnown(prepared, owned, ports, limit.signal);
		return waitedMs > 0 ? { ...sent, waitedMs } : sent;
	} finally {
		limit.dispose();
	}
}

export interface Claimed {
	readonly messageId: string;
	readonly resend: boolean;
	/** Whoever claimed the key before has certainly booked its place in the limits. */
	readonly booked: boolean;
	readonly done?: SendRecord;
}

/** `jobId`: of the job this sends, which is `sending` from here on. */
export async function claimKey(
	request: SendMessageRequest,
	chat: ResolvedChat,
	owned: OwnedConnection,
	ports: SendFlowPorts,
	jobId?: string,
): Promise<Claimed> {
	const messageId = owned.connection.newMessageId();
	const remember = ports.governor.streamToRemember(request.purpose ?? 'message', chat);
	const claim = await ports.records.claim({
		lease: owned.lease,
		idempotencyKey: request.idempotencyKey,
		messageId,
		chatId: chat.chatId,
		...(!request.confirmsOptOut && { names: namesOfRecipient(chat) }),
		now: ports.clock.now(),
		...(jobId !== undefined && { jobId }),
		...(remember !== undefined && { remember }),
	});
	if (remember !== undefined) ports.governor.remembered(remember);
	if (claim.fresh) return { messageId, resend: false, booked: false };
	const { known } = claim;
	if (known.outcome === 'sent')
		return { messageId: known.messageId, resend: false, booked: true, done: known };
	if (known.outcome === 'refused') {
		throw new KitError({
			code: 'refused',
			what: 'This message was refused by WhatsApp before and is not sent again.',
			why: known.error ?? undefined,
			next: 'Start a new execution, or set another idempotency key, when the reason is gone.',
		});
	}
	if (!ports.engine.capabilities.resendsSafely) throw stillUnknown(known.error);
	// One that is still `sending` may have ended while it waited for its place.
	return { messageId: known.messageId, resend: true, booked: known.outcome === 'unknown' };
}

async function admitClaimed(
	request: SendMessageRequest,
	composed: ComposedMessage,
	chat: ResolvedChat,
	claim: Claimed,
	{ governor }: SendFlowPorts,
): Promise<Admission> {
	if (claim.booked) return { reservation: null, waitedMs: 0 };
	return await admitSend(request, composed.message.kind, chat, governor);
}

/** Nothing has left under it in this run: unless it may have in an earlier one, a later run may send it. */
async function forgetClaim(
	{ messageId, resend }: Pick<Claimed, 'messageId' | 'resend'>,
	{ lease }: OwnedConnection,
	{ records }: SendFlowPorts,
): Promise<void> {
	// The reason is what to tell; a claim that stays is repeated under its message id.
	if (!resend) await records.release(lease, messageId).catch(() => undefined);
}

/** Claimed by a run that ended before it said anything: nobody knows how long ago. */
export function isUntold({ resend, booked }: Claimed): boolean {
	return resend && !booked;
}

/** Whoever asked for no more messages while this one waited gets none, and its key is free. */
export async function confirmClaimed(
	request: SendMessageRequest,
	chat: ResolvedChat,
	{ messageId }: Claimed,
	{ lease }: OwnedConnection,
	reservation: Reservation | null,
	{ governor, records }: SendFlowPorts,
): Promise<void> {
	if (request.confirmsOptOut) return;
	try {
		await records.confirm({ lease, messageId, names: namesOfRecipient(chat) });
	} catch (error) {
		await governor.settle(reservation, undefined);
		throw error;
	}
}

export async function openAfterWait(
	reservation: Reservation | null,
	signal: AbortSignal,
	{ open, governor }: SendFlowPorts,
): Promise<OwnedConnection> {
	try {
		return await open(signal);
	} catch (error) {
		await governor.settle(reservation, undefined);
		throw error;
	}
}

export async function sendUntilKnown(
	prepared: PreparedSend,
	owned: OwnedConnection,
	ports: SendFlowPorts,
	signal: AbortSignal,
): Promise<SendReceipt> {
	const { records, clock, engine } = ports;
	const { chat, composed, messageId, request } = prepared;
	let last: SendOutcome | undefined;
	for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
		if (attempt > 1) await clock.sleep(NEXT_ATTEMPT_MS, signal).catch(() => undefined);
		last = await attemptSend(prepared, attempt > 1 || prepared.resend, owned.connection, signal).catch(
			async (error: unknown) => {
				await ports.governor.settle(prepared.reservation, undefined);
				await forgetClaim(prepared, owned, ports);
				throw error;
			},
		);
		if (last.outcome !== 'unknown' || !engine.capabilities.resendsSafely || signal.aborted) break;
		if (!isPassing(owned.connection)) break;
	}
	const outcome = last as SendOutcome;
	if (outcome.outcome !== 'sent') await ports.governor.settle(prepared.reservation, outcome);
	if (outcome.outcome === 'sent') {
		const { sentAt: at, messageId: givenId, jobId } = outcome;
		await records.finish(owned.lease, messageId, { outcome: 'sent', at, ...(givenId && { givenId }) });
		const sent = receipt(request, chat, composed.via, { messageId, at, givenId });
		return jobId === undefined ? sent : { ...sent, outcome: 'accepted', jobId };
	}
	await keepFailure(prepared, outcome, owned, ports);
	throw outcome.error;
}

/** Writes down what went wrong; what was said of the moment alone leaves the key as it was. */
async function keepFailure(
	prepared: PreparedSend,
	{ outcome, error }: Exclude<SendOutcome, { outcome: 'sent' }>,
	owned: OwnedConnection,
	ports: SendFlowPorts,
): Promise<void> {
	const ofTheMoment = outcome === 'refused' && !FINAL.has(error.code);
	if (ofTheMoment && !prepared.resend) return await forgetClaim(prepared, owned, ports);
	const at = ports.clock.now();
	await ports.records.finish(owned.lease, prepared.messageId, {
		// An earlier try may have arrived, and this one says nothing of it.
		outcome: ofTheMoment ? 'unknown' : outcome,
		at,
		error: error.what,
	});
}

async function attemptSend(
	prepared: PreparedSend,
	resend: boolean,
	connection: Connection,
	signal: AbortSignal,
): Promise<SendOutcome> {
	const { chat, composed, messageId, request } = prepared;
	try {
		const work = connection.send({
			chat,
			composed,
			extras: request.extras ?? {},
			messageId,
			resend,
			experimental: request.experimental ?? false,
			secret: request.secret ?? false,
			signal,
		});
		return await orAborted(work, signal, 'Sending the message');
	} catch (thrown) {
		const error = toKitError(thrown, { what: 'Sending the message failed.' });
		// Before the first attempt left nothing was sent; after it, an end of patience leaves the outcome open.
		if (!resend && error.code !== 'timedOut' && error.code !== 'cancelled') throw thrown;
		return { outcome: 'unknown', error: stillUnknown(error.what, error) };
	}
}

function isPassing(connection: Connection): boolean {
	return ['open', 'connecting', 'backingOff'].includes(connection.state.kind);
}

export function receipt(
	request: SendMessageRequest,
	chat: ResolvedChat,
	via: string,
	sent: { readonly messageId: string; readonly at: number; readonly givenId?: string | null },
): SendReceipt {
	return {
		messageId: sent.givenId ?? sent.messageId,
		recipient: chat.phone ?? request.recipient,
		chatId: chat.chatId,
		outcome: 'sent',
		sentAt: new Date(sent.at).toISOString(),
		via,
	};
}

function stillUnknown(why: string | null, cause?: unknown): KitError {
	return new KitError({
		code: 'outcomeUnknown',
		what: 'Nobody can say whether WhatsApp took the message.',
		why: why ?? undefined,
		next: 'Look on the phone whether it went out. Running this item again repeats it under the same message id.',
		cause,
	});
}
