import { randomUUID } from 'node:crypto';
import { isKitError } from '../messages/kit-error';
import type { SendMessageRequest } from '../sessions/session';
import type { Mark } from './store';
import type { VerifierPorts } from './verifier';
import type { Verification } from './verification';

/** How long to wait, and for what; see SendMessageRequest. */
export type SendPatience = Pick<SendMessageRequest, 'timeoutMs' | 'whenLimited' | 'maxWaitMs' | 'signal'>;

export interface Sent {
	readonly outcome: Verification['outcome'];
	/** Epoch ms. */
	readonly at: number;
	/** The chat it went to; null where nobody knows or nothing was sent. */
	readonly chatId: string | null;
	/** As the other side calls it, where it says so; null as above. */
	readonly messageId: string | null;
}

export interface Leaving extends SendPatience {
	readonly accountId: string;
	/** E.164, or a group. */
	readonly phone: string;
	readonly message: unknown;
	readonly secret: boolean;
	/** What was counted for it. */
	readonly marks: readonly Mark[];
}

/**
 * Sends the request of a verification. When it certainly did not leave, what was counted for it is given back and
 * the error is the caller's; when nobody knows, it counts as sent, for the person may have it.
 */
export async function leave(leaving: Leaving, { send, store, clock }: VerifierPorts): Promise<Sent> {
	const { accountId, phone, marks, message, secret, timeoutMs, whenLimited, maxWaitMs, signal } = leaving;
	try {
		const receipt = await send({
			timeoutMs,
			whenLimited,
			maxWaitMs,
			signal,
			recipient: phone,
			message,
			purpose: 'verification',
			secret,
			idempotencyKey: `verification:${randomUUID()}`,
		});
		return {
			outcome: 'sent',
			at: Date.parse(receipt.sentAt),
			chatId: receipt.chatId,
			messageId: receipt.messageId,
		};
	} catch (error) {
		if (isKitError(error) && error.code === 'outcomeUnknown')
			return { outcome: 'unknown', at: clock.now(), chatId: null, messageId: null };
		const now = clock.now();
		// The reason is what to tell, also when the store is away by now.
		await store
			.decide({ accountId, now, windows: [] }, () => ({ answer: undefined, unmark: marks }))
			.catch(() => undefined);
		throw error;
	}
}
