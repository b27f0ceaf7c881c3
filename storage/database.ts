import type { SqlParameters, Statement } from './statement';

/**
 * One SQL database, in the words the store needs. Deliberately not in here: connections, pools, Kysely.
 *
 * Repositories are written as generators that yield steps, so that one text serves a database that answers
 * in the same tick (embedded) and one that answers over a socket. An embedded transaction therefore cannot
 * be interleaved with another call of this process, and no repository can reach around its transaction.
 */
export interface Database {
	/** Runs one reading statement. Rejects with KitError `storage`. */
	read<Result>(program: Program<Result> | RepeatableProgram<Result>): Promise<Result>;
	/**
	 * Runs all steps in one transaction, or none of them when any throws. `scope` is the account (or another
	 * word) whose writers must wait for each other from the first step on; the embedded database lets all
	 * writers wait for each other. Rejects with the program's own KitError, else `storage`.
	 *
	 * A server database may give a transaction up half way (two that wait for each other, a lost connection).
	 * When nothing of it was kept, a repeatable program is run again from its beginning.
	 */
	write<Result>(scope: string, program: Program<Result> | RepeatableProgram<Result>): Promise<Result>;
	/** The clock of the server, epoch ms; null where everybody who opens it has the clock of one machine. */
	time(): Promise<number | null>;
	/** Idempotent. */
	close(): Promise<void>;
}

export type Program<Result> = Generator<Step, Result, StepResult>;

/** Makes the same program anew each time it is called; making it changes nothing outside the database. */
export type RepeatableProgram<Result> = () => Program<Result>;

export interface Step {
	/** `none`: the program goes on without looking; a server database sends it along with the next step. */
	readonly answer: 'one' | 'many' | 'count' | 'none';
	readonly statement: Statement<SqlParameters, unknown>;
	readonly parameters: SqlParameters;
}

/** One row or undefined, all rows, the number of changed rows, or nothing to rely on: as the step asked. */
export type StepResult = unknown;

export function* one<P extends SqlParameters, Row>(
	statement: Statement<P, Row>,
	parameters: P,
): Program<Row | undefined> {
	return (yield { answer: 'one', statement: statement as Step['statement'], parameters }) as Row | undefined;
}

export function* many<P extends SqlParameters, Row>(
	statement: Statement<P, Row>,
	parameters: P,
): Program<readonly Row[]> {
	return (yield { answer: 'many', statement: statement as Step['statement'], parameters }) as readonly Row[];
}

/** How many rows were inserted, updated or deleted. */
export function* change<P extends SqlParameters>(
	statement: Statement<P, unknown>,
	parameters: P,
): Program<number> {
	return (yield { answer: 'count', statement: statement as Step['statement'], parameters }) as number;
}

/** Inserts, updates or deletes, and nobody asks how many rows: costs a server database no round trip. */
export function* apply<P extends SqlParameters>(
	statement: Statement<P, unknown>,
	parameters: P,
): Program<void> {
	yield { answer: 'none', statement: statement as Step['statement'], parameters };
}

export function programOf<Result>(given: Program<Result> | RepeatableProgram<Result>): Program<Result> {
	return typeof given === 'function' ? given() : given;
}
