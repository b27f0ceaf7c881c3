import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KitError } from '../../../messages/kit-error';
import { programOf } from '../../database';
import type { Database, Program, RepeatableProgram, Step, StepResult } from '../../database';
import { bind } from '../../statement';
import { guardParameters } from '../parameter-guard';
import { toStorageError } from './sqlite-errors';

/**
 * The embedded database. Every call is done before it returns its promise: a program runs in one tick, so
 * a client library that reads right after writing sees what it wrote, and transactions cannot interleave.
 */
export class SqliteDatabase implements Database {
	readonly #connection: DatabaseSync;
	readonly #path: string;
	readonly #prepared = new Map<Step['statement'], StatementSync>();
	readonly #begin: StatementSync;
	readonly #commit: StatementSync;
	#closed = false;

	/** Takes the connection over: `close` closes it. `path` is for error sentences. */
	constructor(connection: DatabaseSync, path: string) {
		this.#connection = connection;
		this.#path = path;
		// Immediate: see kysely-adapter.ts.
		this.#begin = connection.prepare('begin immediate');
		this.#commit = connection.prepare('commit');
	}

	async read<Result>(program: Program<Result> | RepeatableProgram<Result>): Promise<Result> {
		this.#refuseWhenClosed();
		try {
			return this.#run(programOf(program));
		} catch (error) {
			throw toStorageError(error, this.#path);
		}
	}

	async write<Result>(_scope: string, program: Program<Result> | RepeatableProgram<Result>): Promise<Result> {
		this.#refuseWhenClosed();
		try {
			this.#begin.run();
			const result = this.#run(programOf(program));
			this.#commit.run();
			return result;
		} catch (error) {
			this.#rollBack();
			throw toStorageError(error, this.#path);
		}
	}

	async time(): Promise<null> {
		return null;
	}

	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		this.#prepared.clear();
		this.#connection.close();
	}

	#run<Result>(program: Program<Result>): Result {
		let step = program.next();
		while (step.done !== true) step = program.next(this.#answer(step.value));
		return step.value;
	}

	#answer(step: Step): StepResult {
		let prepared = this.#prepared.get(step.statement);
		if (prepared === undefined) {
			prepared = this.#connection.prepare(step.statement.sql);
			this.#prepared.set(step.statement, prepared);
		}
		const values = bind(step.statement, step.parameters);
		guardParameters(values);
		if (step.answer === 'one') return prepared.get(...values);
		if (step.answer === 'many') return prepared.all(...values);
		return Number(prepared.run(...values).changes);
	}

	#rollBack(): void {
		// After a full or failing disk SQLite may have rolled back by itself.
		if (!this.#connection.isTransaction) return;
		try {
			this.#connection.exec('rollback');
		} catch {
			// The error that led here is the one to tell; SQLite undoes the rest when the file is opened next.
		}
	}

	#refuseWhenClosed(): void {
		if (!this.#closed) return;
		throw new KitError({
			code: 'storage',
			what: 'The WhatsApp Kit store was closed already.',
			why: 'n8n is shutting down, or WhatsApp Kit was updated and this is its earlier copy.',
			next: 'Nothing to do when n8n is stopping; else restart n8n.',
		});
	}
}
