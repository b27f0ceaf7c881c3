import { orAborted, timeLimit } from '../abort';
import { checkedTimeout } from '../check-send';
import { KitError } from '../../messages/kit-error';
import { parseRecipient } from '../../messages/parse-recipient';
import { admitSend } from '../send-admission';
import type { Admission } from '../governor/governor';
import {
	claimKey,
	confirmClaimed,
	isUntold,
	openAfterWait,
	receipt,
	sendUntilKnown,
	type SendFlowPorts,
} from '../send-flow';
import type { SendReceipt } from '../session';
import type { JobLetter } from './job-letter';

/** A job waits in the lane of its account only for what is near, ms; the rest of its time it lies in the store. */
export const LANE_MS = 60_000;

export interface LeavingJob extends JobLetter {
	readonly jobId: string;
	/** An earlier owner or an earlier try may have sent it. */
	readonly begun: boolean;
	/** Only look what became of it. */
	readonly tooLate: boolean;
}

export interface JobSignals {
	/** Ends the wait for the limits. */
	readonly waiting: AbortSignal;
	/** Ends the sending itself. */
	readonly sending: AbortSignal;
	/** From here on it may be on its way. */
	onLeaving(): void;
}

/**
 * The way of a queued message out: find the chat, wait for the limits, and only then claim its key and its job in
 * one transaction. Until that moment it can be cancelled, and a crash leaves nothing behind that could be taken for
 * a message on its way.
 *
 * Rejects as a send does: `limited` when its turn is more than a minute away.
 */
export async function sendJob(
	job: LeavingJob,
	ports: SendFlowPorts,
	signals: JobSignals,
): Promise<SendReceipt> {
	const { request, composed } = job;
	const timeoutMs = checkedTimeout(request.timeoutMs);
	let limit = timeLimit(ports.clock, timeoutMs, signals.sending);
	try {
		const recipient = parseRecipient(request.recipient, { defaultCountry: request.defaultCountry });
		let owned = await ports.open(limit.signal);
		const chat = await orAborted(
			owned.connection.resolve(recipient, limit.signal),
			limit.signal,
			'Looking up the number',
		);
		const waiting = { ...request, whenLimited: 'wait', maxWaitMs: LANE_MS, signal: signals.waiting } as const;
		const admission: Admission = job.begun
			? { reservation: null, waitedMs: 0 }
			: await admitSend(waiting, composed.message.kind, chat, ports.governor);
		const { reservation } = admission;
		if (admission.waitedMs > 0) {
			limit.dispose();
			limit = timeLimit(ports.clock, timeoutMs, signals.sending);
			owned = await openAfterWait(reservation, limit.signal, ports);
		}
		signals.onLeaving();
		const giveBack = async (error: unknown): Promise<never> => {
			await ports.governor.settle(reservation, undefined);
			throw error;
		};
		const claim = await claimKey(request, chat, owned, ports, job.jobId).catch(giveBack);
		if (claim.done) {
			await ports.governor.settle(reservation, undefined);
			return receipt(request, chat, composed.via, claim.done);
		}
		if (job.tooLate) throw tooLate();
		if (isUntold(claim)) await confirmClaimed(request, chat, claim, owned, reservation, ports);
		const { messageId, resend } = claim;
		const prepared = { request, composed, chat, messageId, resend, reservation };
		return await sendUntilKnown(prepared, owned, ports, limit.signal);
	} finally {
		limit.dispose();
	}
}

function tooLate(): KitError {
	return new KitError({
		code: 'outcomeUnknown',
		what: 'Nobody can say whether WhatsApp took the message.',
		why: 'It was on its way when n8n ended, and n8n came back after the longest time it may wait.',
		next: 'Look on the phone whether it went out, and send it anew if it did not.',
	});
}
