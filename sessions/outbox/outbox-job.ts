import type { KitErrorText } from '../../messages/kit-error';

/** Why a job ended without its message, or what holds it up, as the store keeps it. */
export interface JobError extends KitErrorText {
	/** A KitErrorCode; text, because a newer version may have written it. */
	readonly code: string;
	readonly reason?: string;
}

interface JobFacts {
	readonly jobId: string;
	/** Whom it goes to, in the one writing of `recipientName`. */
	readonly recipient: string;
	/** Epoch ms. */
	readonly createdAt: number;
	/** Epoch ms from which on it does not leave any more. */
	readonly expiresAt: number;
	/** How often it was about to leave. */
	readonly attempts: number;
}

/**
 * A message that waits in the store for its turn, and what became of it. Times are epoch ms.
 *
 * `queued → sending → sent | refused | unknown`, or from `queued` to `cancelled` or `expired`; what has ended
 * never changes again.
 */
export type OutboxJob = JobFacts &
	(
		| {
				readonly state: 'queued';
				/** When it may leave, as far as was known last: other messages may move it. */
				readonly leavesAt: number;
				/** Why it has not left yet, when something went wrong. */
				readonly error: JobError | null;
		  }
		/** It may have left; only its outcome is missing. */
		| { readonly state: 'sending'; readonly error: JobError | null }
		| ({ readonly state: 'sent' } & SentJob)
		/** WhatsApp or the recipient does not want it, or it cannot be sent at all. Never tried again. */
		| { readonly state: 'refused'; readonly endedAt: number; readonly error: JobError }
		/** Nobody can say whether it was sent. */
		| { readonly state: 'unknown'; readonly endedAt: number; readonly error: JobError }
		| { readonly state: 'cancelled'; readonly endedAt: number }
		/** It was not sent in the time it was given; `error` is what held it up last. */
		| { readonly state: 'expired'; readonly endedAt: number; readonly error: JobError | null }
	);

export interface SentJob {
	readonly endedAt: number;
	readonly messageId: string;
	readonly chatId: string;
	readonly via: string;
	/** As the receipt of the send names the recipient. */
	readonly sentTo: string;
	readonly sentAt: number;
}

export type JobState = OutboxJob['state'];

export function hasEnded({ state }: OutboxJob): boolean {
	return state !== 'queued' && state !== 'sending';
}
