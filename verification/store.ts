import type { Unsubscribe } from '../messages/ports';
import type { Verification, VerificationMethod } from './verification';

/**
 * What verifications keep. Implemented by `storage/` for each SQL dialect; `test/contracts` has the suite every
 * implementation passes. Needs no lease: any process may ask and write, each call in one transaction that no
 * other of the same account interleaves with. All times are epoch ms handed in by the caller.
 */
export interface VerificationStore {
	/**
	 * Reads what the question names, lets `decide` look at it, and writes what it decides: all of it or, when it
	 * throws, nothing. `decide` may be called again after a conflict, so it changes nothing but its answer.
	 */
	decide<Answer>(question: Question, decide: (facts: Facts) => Decision<Answer>): Promise<Answer>;
	find(accountId: string, id: string): Promise<Verification | null>;
	findLatest(accountId: string, slot: Slot): Promise<Verification | null>;
	/** The link with one of these hashes, live or ended. */
	findByCode(accountId: string, hashes: readonly Uint8Array[]): Promise<Verification | null>;
	/** Live ones of a method that a gateway keeps, the soonest to expire first. */
	liveManaged(accountId: string, method: VerificationMethod, limit: number): Promise<readonly Verification[]>;
	/** When the last live one of those that are proven by what comes in here expires, epoch ms, also in the past; null when none is live. */
	lastHeardExpiry(accountId: string): Promise<number | null>;
	/** When the next live one expires, epoch ms, also in the past; null when none is live. */
	nextExpiry(accountId: string): Promise<number | null>;
	/**
	 * The secret all codes of the account are hashed with: `fresh` becomes it when there is none yet, whoever
	 * of many processes comes first. Sealed when the credential has a storage key; rejects with `storage` when
	 * it is sealed with another one.
	 */
	accountSecret(accountId: string, storageKey: string | undefined, fresh: Uint8Array): Promise<Uint8Array>;

	/**
	 * A durable listener: every change of status (a new one included) stays pending for it until `settleChanges`.
	 * `resume: false` forgets what was still pending for it, `true` keeps it.
	 */
	attachListener(listener: ListenerRow, options: { readonly resume: boolean }): Promise<void>;
	detachListener(accountId: string, listenerId: string): Promise<void>;
	/** What is pending for it, oldest first. */
	pendingChanges(
		accountId: string,
		listenerId: string,
		limit: number,
	): Promise<readonly VerificationChange[]>;
	settleChanges(accountId: string, listenerId: string, seqs: readonly number[]): Promise<void>;
	/** Told after a decision made through this very object changed something; of others' decisions nothing is told. */
	onDecided(listener: (accountId: string) => void): Unsubscribe;
}

export interface ListenerRow {
	readonly accountId: string;
	/** `<workflowId>:<nodeId>` */
	readonly listenerId: string;
	readonly now: number;
}

export interface VerificationChange {
	readonly seq: number;
	/** As it was after the change, without its secrets. */
	readonly verification: Verification;
}

/** At most one verification is live in a slot: it is the latest of it. */
export interface Slot {
	readonly method: VerificationMethod;
	/** E.164 */
	readonly phone: string;
	readonly purpose: string;
}

export interface Question {
	readonly accountId: string;
	readonly now: number;
	/** The latest of this slot, whatever became of it. */
	readonly latest?: Slot;
	/** The one with this id. */
	readonly id?: string;
	/** The one made for this item. */
	readonly requestKey?: string;
	/** As many live ones whose expiry has come. */
	readonly due?: number;
	readonly windows: readonly CountWindow[];
}

/** At most `limit` marks of a stream in any `windowMs`. */
export interface CountWindow {
	readonly stream: string;
	/** At least 1. */
	readonly limit: number;
	readonly windowMs: number;
}

export interface Facts {
	readonly latest: Verification | null;
	readonly byId: Verification | null;
	readonly byRequestKey: Verification | null;
	/** Live by their status, and past their expiry. */
	readonly due: readonly Verification[];
	/** For each window the time of its `limit`-th newest mark; null when there are fewer. */
	readonly turns: readonly (number | null)[];
}

export interface Decision<Answer> {
	readonly answer: Answer;
	/** New ones, and what became of those that were read. */
	readonly put?: readonly Verification[];
	readonly mark?: readonly Mark[];
	/** Given back: what they counted did not happen. */
	readonly unmark?: readonly Mark[];
}

/** Something that counts in a window. */
export interface Mark {
	readonly stream: string;
	readonly at: number;
	/** Tells two of the same moment apart. */
	readonly id: string;
}
