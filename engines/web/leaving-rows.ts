import type { AccountStore, SentRow } from '../engine';

type Commit = AccountStore['commit'];

/**
 * Messages about to leave, which are written with the next commit of keys instead of one of their own: each
 * encryption makes one before its stanza leaves.
 */
export class LeavingRows {
	readonly #store: Pick<AccountStore, 'commit'>;

	#waiting: readonly SentRow[] = [];

	/** Commits on their way that carry rows; a database over a socket takes its time. */
	readonly #carrying = new Set<Promise<unknown>>();

	constructor(store: Pick<AccountStore, 'commit'>) {
		this.#store = store;
	}

	add(row: SentRow): void {
		this.#waiting = [...this.#waiting, row];
	}

	/** As `AccountStore.commit`, taking along what waits. */
	async commit(changes: Parameters<Commit>[0], received: Parameters<Commit>[1]): ReturnType<Commit> {
		const rows = this.#waiting;
		if (rows.length === 0) return await this.#store.commit(changes, received);
		this.#waiting = [];
		const writing = this.#store.commit(changes, received, rows);
		this.#carrying.add(writing);
		try {
			return await writing;
		} catch (error) {
			// Another try takes them along, in the order they came.
			this.#waiting = [...rows, ...this.#waiting];
			throw error;
		} finally {
			this.#carrying.delete(writing);
		}
	}

	/** Resolves when everything added so far is in the store. */
	async flush(): Promise<void> {
		if (this.#waiting.length > 0) await this.commit({}, []);
		else if (this.#carrying.size > 0) await Promise.all(this.#carrying);
	}
}
