import type { Unsubscribe } from '../messages/ports';
import type { Wait } from './wait';

/**
 * What waits keep. Implemented by `storage/` for each SQL dialect; `test/contracts` has the suite every
 * implementation passes. Needs no lease: any process may ask and write. All times are epoch ms handed in.
 */
export interface WaitStore {
	/** Keeps it, unless there is one for the same `requestKey`; answers with the one that is kept. */
	begin(wait: Wait): Promise<Wait>;
	/**
	 * Lets `change` look at a wait and writes what it gives back, in one transaction that no other change of the
	 * account interleaves with; `null` writes nothing. Answers what was written. `change` may be called again.
	 */
	change(accountId: string, id: string, change: (wait: Wait) => Wait | null): Promise<Wait | null>;
	/** It never came to a question. */
	drop(accountId: string, id: string): Promise<void>;
	find(accountId: string, id: string): Promise<Wait | null>;
	/** The newest one that asked with this message, whatever became of it. */
	findByMessage(accountId: string, messageId: string): Promise<Wait | null>;
	/** Those n8n was not told of, the oldest first. */
	pending(accountId: string, limit: number): Promise<readonly Wait[]>;
	/** Id of the newest one of a node of an execution; null when there is none. */
	latestOf(accountId: string, executionId: string, nodeId: string): Promise<string | null>;
	/** Told after something was written through this very object; of others' writing nothing is told. */
	onChanged(listener: (accountId: string) => void): Unsubscribe;
}
