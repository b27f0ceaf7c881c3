import type { MessageEvent } from '../messages/incoming';
import type { VerificationItem } from '../verification/verification-item';

/** What became of a question; kept as JSON. */
export type Answer = MessageAnswer | ApprovalAnswer;

export interface MessageAnswer {
	readonly kind: 'message';
	/** Null where the question was not one of yes or no. */
	readonly approved: boolean | null;
	readonly event: MessageEvent;
}

export interface ApprovalAnswer {
	readonly kind: 'approval';
	/** As it was when it ended; `validated` means approved. */
	readonly verification: VerificationItem;
	/** Epoch ms. */
	readonly endedAt: number;
}
