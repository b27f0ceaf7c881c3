import type { LedgerFacts } from '../governor/ledger';
import type { Lease, SendRecord } from '../store';
import type { JobError, OutboxJob, SentJob } from './outbox-job';

/**
 * The jobs of all accounts, one row each: the one truth about them, whatever carries word of them between
 * processes. Whoever has the store may add, find and cancel; all else is for the owner of the account.
 */
export interface JobStore {
	/**
	 * Keeps a job, or answers what there is under its key already: of many at once one is kept. Rejects with
	 * what `forecast` throws, and with KitError `storage` when the body cannot be sealed here.
	 */
	add(job: NewJob, options: { readonly storageKey?: string }): Promise<AddedJob>;
	find(accountId: string, jobId: string): Promise<OutboxJob | null>;
	/** What was added under this key. */
	findByKey(accountId: string, idempotencyKey: string): Promise<OutboxJob | null>;
	/** Cancels it if it is still queued; answers what it is now. Null when there is none. */
	cancel(accountId: string, jobId: string, now: number): Promise<CancelledJob | null>;

	/** Epoch ms at which the next job is due; 0 when one only waits for the limits; null when there is none. */
	nextAt(accountId: string): Promise<number | null>;
	/**
	 * The job that was added first of those that wait for the limits alone, or are held until a time before `until`;
	 * none to a recipient of `except` (at most 8).
	 */
	due(accountId: string, until: number, except: readonly string[]): Promise<DueJob | null>;
	/** Jobs that are held are due at once: other limits may let them go. */
	letGo(lease: Lease, now: number): Promise<void>;
	/** Not now. `requeue`: nothing has left, so that it may still be cancelled. */
	postpone(lease: Lease, jobId: string, later: PostponedJob): Promise<void>;
	/** Its body goes. Does nothing to a job that has ended. */
	finish(lease: Lease, jobId: string, ended: EndedJob): Promise<void>;
}

export interface NewJob {
	readonly accountId: string;
	readonly jobId: string;
	readonly idempotencyKey: string;
	readonly recipient: string;
	readonly body: Uint8Array;
	readonly now: number;
	readonly expiresAt: number;
	readonly forecast: JobForecast;
}

/** Which past and queued sends the time of a job depends on, and how. */
export interface JobForecast {
	/** Streams of the ledger, in this order: the account, its new chats, the recipient. */
	readonly streams: readonly string[];
	/** At most `MAX_WINDOWS`. `stream` is an index into `streams`. */
	readonly windows: readonly { readonly stream: number; readonly limit: number }[];
	/** Ids under which the recipient may have written; at most 3. */
	readonly chats: readonly string[];
	/** Pure. Throws when the job cannot leave in its time. */
	decide(facts: ForecastFacts): JobPlace;
}

export interface ForecastFacts extends LedgerFacts {
	/** Per window: when the send `limit` places before this one happened or will; queued jobs come after the past. */
	readonly turns: readonly (number | null)[];
	/** How many jobs wait for their turn before it. */
	readonly ahead: number;
	/** When the last job queued for the same recipient leaves. */
	readonly lastToRecipient: number | null;
	/** When the last job leaves that only waits for its turn. */
	readonly lastOfQueue: number | null;
}

export interface JobPlace {
	readonly leavesAt: number;
	/** It begins a chat, which counts in a stream of its own. */
	readonly newChat: boolean;
	/** Held back for a reason of its own: those after it need not wait for it. */
	readonly held: boolean;
}

export type AddedJob =
	| { readonly fresh: boolean; readonly job: OutboxJob }
	/** Sent under this key without a job. */
	| { readonly fresh: false; readonly job: null; readonly sent: SendRecord };

export interface CancelledJob {
	readonly cancelled: boolean;
	readonly job: OutboxJob;
}

export interface DueJob {
	readonly jobId: string;
	/** `sending`: an earlier owner, or an earlier try, may have sent it. */
	readonly state: 'queued' | 'sending';
	readonly idempotencyKey: string;
	readonly recipient: string;
	readonly expiresAt: number;
	readonly attempts: number;
	/** Why the body cannot be read, where it cannot. */
	readonly body: Uint8Array | Error;
	readonly error: JobError | null;
}

export interface PostponedJob {
	readonly until: number;
	readonly requeue: boolean;
	/** Until then, for a reason of its own; else it is the account that has to wait, and `until` an estimate. */
	readonly held: boolean;
	readonly error: JobError | null;
}

export type EndedJob =
	| ({ readonly state: 'sent' } & SentJob)
	| {
			readonly state: 'refused' | 'unknown' | 'expired';
			readonly endedAt: number;
			readonly error: JobError | null;
	  };
