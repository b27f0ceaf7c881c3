import type { Unsubscribe } from '../messages/ports';
import type { WaitStore } from '../waits/store';
import type { Wait } from '../waits/wait';
import type { Database, RepeatableProgram } from './database';
import type { Waits } from './repositories/waits';

/** Waits in any SQL database, beside the session store of the same database, which closes it. */
export class SqlWaitStore implements WaitStore {
	readonly #database: Database;

	readonly #waits: Waits;

	readonly #listeners = new Set<(accountId: string) => void>();

	constructor(database: Database, waits: Waits) {
		this.#database = database;
		this.#waits = waits;
	}

	async begin(wait: Wait): Promise<Wait> {
		const kept = await this.#write(wait.accountId, () => this.#waits.begin(wait));
		this.#tell(wait.accountId);
		return kept;
	}

	async change(accountId: string, id: string, change: (wait: Wait) => Wait | null): Promise<Wait | null> {
		const written = await this.#write(accountId, () => this.#waits.change(accountId, id, change));
		if (written !== null) this.#tell(accountId);
		return written;
	}

	async drop(accountId: string, id: string): Promise<void> {
		await this.#write(accountId, () => this.#waits.drop(accountId, id));
	}

	async find(accountId: string, id: string): Promise<Wait | null> {
		return await this.#database.read(() => this.#waits.find(accountId, id));
	}

	async findByMessage(accountId: string, messageId: string): Promise<Wait | null> {
		return await this.#database.read(() => this.#waits.findByMessage(accountId, messageId));
	}

	async pending(accountId: string, limit: number): Promise<readonly Wait[]> {
		return await this.#database.read(() => this.#waits.pending(accountId, limit));
	}

	async latestOf(accountId: string, executionId: string, nodeId: string): Promise<string | null> {
		return await this.#database.read(() => this.#waits.latestOf(accountId, executionId, nodeId));
	}

	onChanged(listener: (accountId: string) => void): Unsubscribe {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Those of an account wait for each other here, and for nothing else the account does. */
	async #write<Result>(accountId: string, program: RepeatableProgram<Result>): Promise<Result> {
		return await this.#database.write(`waits of ${accountId}`, program);
	}

	#tell(accountId: string): void {
		for (const listener of [...this.#listeners]) listener(accountId);
	}
}
