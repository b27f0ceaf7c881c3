import type { AccountStore, ConnectionState, InboxRow } from '../engines/engine';
import type { Ledger } from './governor/ledger';
import type { ChatStore } from './manners/chat-store';
import type { JobStore } from './outbox/job-store';

/**
 * What the session manager keeps beyond one account's keys. Implemented by `storage/` for each SQL dialect;
 * `test/contracts/session-store-conformance.ts` is the suite every implementation passes.
 *
 * All times are epoch ms handed in by the caller: a store has no clock of its own.
 */
export interface SessionStore extends Ledger {
	/**
	 * Makes `owner` the holder of the account until `now + ttlMs`. A held lease is granted again to its own
	 * holder (same fence). A new holder gets a fence greater than every fence before, so that writes of a
	 * frozen earlier holder are refused from then on.
	 */
	acquireLease(request: LeaseRequest): Promise<LeaseAnswer>;
	/** False when the lease is lost: the holder must end its connection and write nothing more. */
	renewLease(lease: Lease, now: number, ttlMs: number): Promise<boolean>;
	/** Clean hand-over: the next one need not wait. Does nothing when already lost. */
	releaseLease(lease: Lease): Promise<void>;
	readOwner(accountId: string): Promise<OwnerRow | null>;
	/** Keys, inbox and sent messages of one account, writes bound to this lease. */
	accountStore(lease: Lease, options: { readonly storageKey?: string }): AccountStore;

	/** The last state the owner reported, for every other process that is asked about the account. */
	saveState(lease: Lease, state: StoredState): Promise<void>;
	readState(accountId: string): Promise<StoredState | null>;

	/**
	 * A durable subscriber: every received event stays pending for it until `settle`. `resume: false` forgets
	 * what was still pending for it (a fresh activation), `true` keeps it (restart).
	 */
	attachSubscriber(subscriber: SubscriberRow, options: { readonly resume: boolean }): Promise<void>;
	detachSubscriber(accountId: string, subscriberId: string): Promise<void>;
	/** Pending rows with `seq > afterSeq`, oldest first. */
	pending(
		accountId: string,
		subscriberId: string,
		afterSeq: number,
		limit: number,
	): Promise<readonly InboxRow[]>;
	/** This subscriber is done with these rows. */
	settle(accountId: string, subscriberId: string, seqs: readonly number[]): Promise<void>;
	/** Most recent received rows, newest first. */
	recent(
		accountId: string,
		filter: { readonly chatId?: string; readonly limit: number },
	): Promise<readonly InboxRow[]>;

	/**
	 * Claims an idempotency key. `fresh`: go and send under `messageId`. `known`: it was claimed before; the
	 * message id and last outcome of that time. What the claim brings as finished is written first, with it.
	 */
	claimSend(
		claim: SendClaim,
	): Promise<{ readonly fresh: true } | { readonly fresh: false; readonly known: SendRecord }>;
	/**
	 * The last look before a claimed message leaves after a wait. Throws KitError `refused` when one of `names`
	 * does not want messages by now: the claim is forgotten then. Something that may have left is not held back.
	 */
	confirmSend(claim: ClaimedSend): Promise<void>;
	/** Forgets a claim under which nothing has left yet; does nothing to any other. */
	releaseSend(lease: Lease, messageId: string): Promise<void>;
	finishSend(lease: Lease, messageId: string, result: SendResult): Promise<void>;
	findSend(accountId: string, messageId: string): Promise<SendRecord | null>;

	/** Bytes for another process, too large for the way to it. Kept until removed, or some time after `until`. */
	putParcelPart(part: ParcelPart): Promise<void>;
	/** Null when it is not there (any more). */
	readParcelPart(id: string, part: number): Promise<Uint8Array | null>;
	removeParcel(id: string): Promise<void>;
	/** What is kept of single chats. */
	readonly chats: ChatStore;
	/** Messages that wait for their turn. */
	readonly jobs: JobStore;

	/**
	 * What time it is for everybody who shares the store, epoch ms; null when they share a machine and with it a
	 * clock. What callers hand in as `now` should go by it.
	 */
	time(): Promise<number | null>;
	/** Drops what is older than the limits of `retention.ts`. Returns how many rows went. */
	prune(now: number): Promise<number>;
	close(): Promise<void>;
}

export interface LeaseRequest {
	readonly accountId: string;
	readonly owner: OwnerIdentity;
	readonly now: number;
	/** How long the lease holds without renewal. The session manager takes 10 000 ms. */
	readonly ttlMs: number;
	/** Told by the caller: the present holder is known to be dead (its process on this host is gone). */
	readonly takeFrom?: string;
}

export interface OwnerIdentity {
	/** Random per process start: host names and pids repeat. */
	readonly id: string;
	/** For people and for the "is it dead" check on the same host. */
	readonly host: string;
	readonly pid: number;
	readonly role: string;
}

export interface Lease {
	readonly accountId: string;
	readonly ownerId: string;
	/** Grows with every change of holder. */
	readonly fence: number;
}

export interface OwnerRow extends OwnerIdentity {
	readonly fence: number;
	readonly until: number;
	readonly since: number;
}

export type LeaseAnswer =
	| { readonly granted: true; readonly lease: Lease }
	| { readonly granted: false; readonly holder: OwnerRow };

export interface StoredState {
	readonly state: ConnectionState;
	readonly phone: string | null;
	readonly at: number;
	/** What went wrong last, in words, also when it is mended since; `at` in epoch ms. */
	readonly lastError?: { readonly text: string; readonly at: number };
}

export interface SubscriberRow {
	readonly accountId: string;
	/** `<workflowId>:<nodeId>` */
	readonly subscriberId: string;
	readonly now: number;
}

export interface SendClaim {
	readonly lease: Lease;
	readonly idempotencyKey: string;
	readonly messageId: string;
	readonly chatId: string;
	/**
	 * Every name of the recipient: a first claim is refused with KitError `refused` when they do not want
	 * messages. Absent for the one message that confirms just that.
	 */
	readonly names?: readonly string[];
	readonly now: number;
	/** Stream of the recipient, remembered with a first claim: no rule looks at this send, a later one may ask. */
	readonly remember?: string;
	/** Outcomes of earlier claims of the same lease. */
	readonly finished?: readonly FinishedSend[];
	/**
	 * The job this sends. It is `sending` from this claim on and cannot be cancelled any more; when it has ended
	 * before, nothing is claimed and KitError `cancelled` is thrown.
	 */
	readonly jobId?: string;
}

export interface ClaimedSend {
	readonly lease: Lease;
	readonly messageId: string;
	/** Every name of the recipient. */
	readonly names: readonly string[];
}

export interface FinishedSend {
	readonly messageId: string;
	readonly result: SendResult;
}

export interface ParcelPart {
	readonly id: string;
	/** From 0 on. */
	readonly part: number;
	readonly body: Uint8Array;
	/** Epoch ms. */
	readonly until: number;
}

export type SendResult =
	/** `givenId`: the id the other side gave the message, where it is not ours. */
	| { readonly outcome: 'sent'; readonly at: number; readonly givenId?: string }
	| { readonly outcome: 'refused'; readonly at: number; readonly error: string }
	| { readonly outcome: 'unknown'; readonly at: number; readonly error: string };

export interface SendRecord {
	readonly messageId: string;
	readonly chatId: string;
	/** `sending`: claimed, and nobody came back to say how it ended. */
	readonly outcome: 'sending' | 'sent' | 'refused' | 'unknown';
	readonly at: number;
	readonly error: string | null;
	/** The id the other side gave the message; null where it goes by ours. */
	readonly givenId: string | null;
}
