import type { Program, RepeatableProgram } from '../../database';
import type { BatchStatement } from './batch';
import type { Link } from './connections';
import { unknownEnd } from './postgres-errors';
import { ProgramRun } from './program-run';
import type { PostgresSettings } from './settings';
import { BEGIN, COMMIT, ROLLBACK, onlyReads, takeLock, written } from './transaction-statements';

/** A transaction under the lock of its scope. */
export class WriteRun<Result> extends ProgramRun<Result> {
	readonly #opening: readonly BatchStatement[];
	readonly #settings: PostgresSettings;

	constructor(
		given: Program<Result> | RepeatableProgram<Result>,
		lockKey: string,
		settings: PostgresSettings,
	) {
		super(given);
		this.#opening = [BEGIN, takeLock(lockKey)];
		this.#settings = settings;
	}

	async on(link: Link): Promise<Result> {
		let end: BatchStatement | undefined;
		try {
			const first = this.firstStretch();
			// The end is never asked for along with the beginning: a connection that died unnoticed is found out
			// here, while nothing can have been kept yet.
			const answers = await link.run([...this.#opening, ...first.steps.map(written)]);
			end = ROLLBACK;
			let reads = first.steps.every(onlyReads);
			let stretch = first.ended ? { ...first, steps: [] } : this.stretchAfter(first, answers.slice(2));
			while (!stretch.ended) {
				reads &&= stretch.steps.every(onlyReads);
				stretch = this.stretchAfter(stretch, await link.run(stretch.steps.map(written)));
			}
			const rest = stretch.steps.map(written);
			if (reads && rest.length === 0) end = COMMIT;
			else await this.#commit(link, rest);
			if (end === ROLLBACK) end = undefined;
			return stretch.result;
		} finally {
			giveBackAfter(link, end);
		}
	}

	async #commit(link: Link, statements: readonly BatchStatement[]): Promise<void> {
		let results;
		try {
			results = await link.run([...statements, COMMIT]);
		} catch (error) {
			if (wasUndone(error)) throw error;
			throw unknownEnd(error, this.#settings);
		}
		// Asked to keep what failed before, Postgres answers with ROLLBACK and no error.
		if (results.at(-1)?.tag !== 'COMMIT') throw new Error('the transaction was rolled back');
	}
}

/** Nobody waits for an end that keeps nothing: what was read is read, and what was refused is refused. */
function giveBackAfter(link: Link, end: BatchStatement | undefined): void {
	const ended = end !== undefined && link.works ? link.run([end]) : Promise.resolve();
	void ended.catch(() => undefined).then(() => link.giveBack());
}

/**
 * The server says ERROR when it undid the transaction, and 25P03 when it did so because nobody had asked anything
 * of it for long. Anything else, and silence, leave it open whether the end was reached.
 */
function wasUndone(error: unknown): boolean {
	const { severity, code } = (error ?? {}) as { readonly severity?: unknown; readonly code?: unknown };
	return severity === 'ERROR' || code === '25P03';
}
