import type { Clock, Logger } from '../messages/ports';
import type { SendMessageRequest } from '../sessions/session';
import type { VerificationStore } from './store';

export interface ReplyPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
	send(request: SendMessageRequest): Promise<unknown>;
}

export interface Reply {
	readonly chatId: string;
	/** The event that is answered: read again, here or in another process, it is answered once. */
	readonly eventId: string;
	readonly verificationId: string;
	/** Nothing is sent when it is empty. */
	readonly text: string;
}

/** Longest wait for the limits of a reply, ms: later than that nobody knows any more what it is about. */
const REPLY_WAIT_MS = 60_000;

/** Nobody's proof depends on it, so that it fails quietly. */
export async function replyQuietly(reply: Reply, { send, logger }: ReplyPorts): Promise<void> {
	const { text, chatId, eventId, verificationId } = reply;
	if (text === '') return;
	try {
		await send({
			recipient: chatId,
			message: { kind: 'text', text },
			maxWaitMs: REPLY_WAIT_MS,
			idempotencyKey: `verification:${verificationId}:${eventId}`.slice(0, 1_000),
		});
	} catch (error) {
		logger.warn('The answer to a verification could not be sent', {
			verification: verificationId,
			error: error instanceof Error ? error.message : String(error),
		});
	}
}
