import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Kysely, SqliteDatabase, SqliteDialectConfig, SqliteStatement } from 'kysely';
import type { StoreTables } from '../../schema';
import { guardParameters } from '../parameter-guard';

/**
 * Kysely over node:sqlite: writes the SQL of all statements and runs the migrations. The connection stays
 * the caller's: destroying the Kysely closes nothing.
 */
export async function kyselyOver(connection: DatabaseSync): Promise<Kysely<StoreTables>> {
	const { Kysely: KyselyOf, SqliteAdapter, SqliteDialect } = await import('kysely');

	/** SQLite does roll back DDL; Kysely's own adapter says no, and would migrate outside a transaction. */
	class TransactionalDdlAdapter extends SqliteAdapter {
		override get supportsTransactionalDdl(): boolean {
			return true;
		}
	}

	class NodeSqliteDialect extends SqliteDialect {
		override createAdapter() {
			return new TransactionalDdlAdapter();
		}
	}

	const config: SqliteDialectConfig = { database: new NodeSqliteDatabase(connection) };
	return new KyselyOf<StoreTables>({ dialect: new NodeSqliteDialect(config) });
}

class NodeSqliteDatabase implements SqliteDatabase {
	readonly #connection: DatabaseSync;
	readonly #prepared = new Map<string, SqliteStatement>();

	constructor(connection: DatabaseSync) {
		this.#connection = connection;
	}

	prepare(sql: string): SqliteStatement {
		// A transaction that reads first and writes later fails at once when another process wrote in
		// between, busy timeout or not; taking the write lock at its beginning makes it wait instead.
		const text = sql === 'begin' ? 'begin immediate' : sql;
		const known = this.#prepared.get(text);
		if (known !== undefined) return known;
		const statement = new NodeSqliteStatement(this.#connection.prepare(text));
		this.#prepared.set(text, statement);
		return statement;
	}

	close(): void {
		this.#prepared.clear();
	}
}

class NodeSqliteStatement implements SqliteStatement {
	readonly reader: boolean;
	readonly #statement: StatementSync;

	constructor(statement: StatementSync) {
		this.#statement = statement;
		this.reader = statement.columns().length > 0;
	}

	all(parameters: readonly unknown[]): unknown[] {
		return this.#statement.all(...guarded(parameters));
	}

	run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
		return this.#statement.run(...guarded(parameters));
	}

	iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
		return this.#statement.iterate(...guarded(parameters));
	}
}

function guarded(parameters: readonly unknown[]): SQLInputValue[] {
	guardParameters(parameters);
	return parameters as SQLInputValue[];
}
