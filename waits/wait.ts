/** An execution of n8n that sleeps until somebody has answered. Times in epoch ms. */
export interface Wait {
	readonly id: string;
	readonly accountId: string;
	readonly status: 'open' | 'answered' | 'expired';
	readonly createdAt: number;
	/** From then on nothing counts as an answer. */
	readonly expiresAt: number;
	/** When n8n was told, or nobody was there to be told any more; null as long as that is to be done. */
	readonly resumedAt: number | null;
	/** The item it was asked for: run again, it asks no second time. */
	readonly requestKey: string;
	readonly sleeper: Sleeper;
	readonly question: Question;
	/** JSON of an Answer, sealed; null until there is one. */
	readonly answer: Uint8Array | null;
}

/** Who is woken. */
export interface Sleeper {
	readonly executionId: string;
	readonly nodeId: string;
	/** Where n8n is told, signed by n8n: as the process that asked knows it. */
	readonly resumeUrl: string;
}

export type Question = MessageQuestion | ApprovalQuestion;

/** Answered by an approval, which has its own rules. */
export interface ApprovalQuestion {
	readonly kind: 'approval';
	readonly verificationId: string;
}

export interface MessageQuestion {
	readonly kind: 'message';
	readonly accepts: Accepted;
	/** With `choice`: the option that approves, where the question is one of yes or no. */
	readonly approveId: string | null;
	/** Every name of the chat it was asked in. */
	readonly chat: readonly string[];
	/** The message that asks; null until it has left. */
	readonly messageId: string | null;
	readonly chatId: string | null;
	/** Numbers (E.164) and LIDs of those who may answer; empty: whoever is in the chat. */
	readonly responders: readonly string[];
	readonly replies: Replies;
}

/** A pick of what was offered, something written, a file, or either of these two. */
export type Accepted = 'choice' | 'text' | 'media' | 'any';

/** What people get for an answer; nothing where it is empty. */
export interface Replies {
	/** For the one that counts. */
	readonly accepted: string;
	/** For one that comes too late. */
	readonly late: string;
	/** For that of somebody who may not answer. */
	readonly notAllowed: string;
}

export function isExpired(wait: Wait, now: number): boolean {
	return wait.status === 'expired' || (wait.status === 'open' && now >= wait.expiresAt);
}
