import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** Executions that sleep until somebody answers: `waits/store.ts`. */
export function waits(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_waits';
			await db.schema
				.createTable(table)
				.addColumn('seq', types.wholeNumber, (column) => types.growing(column))
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('id', 'text', (column) => column.notNull())
				.addColumn('request_key', 'text', (column) => column.notNull())
				.addColumn('execution', 'text', (column) => column.notNull())
				.addColumn('node', 'text', (column) => column.notNull())
				.addColumn('message_id', 'text')
				.addColumn('status', 'text', (column) => column.notNull())
				.addColumn('expires_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('resumed_at', types.wholeNumber)
				.addColumn('answer', types.bytes)
				.addColumn('detail', 'text', (column) => column.notNull())
				.addUniqueConstraint(`${table}_id`, ['account', 'id'])
				.addUniqueConstraint(`${table}_request`, ['account', 'request_key'])
				.execute();
			// Typed for any column: the builder's own type lets a condition name the indexed columns only.
			const index = (name: string): CreateIndexBuilder<string> =>
				db.schema.createIndex(`${table}_${name}`).on(table);
			await index('pending').columns(['account', 'seq']).where('resumed_at', 'is', null).execute();
			await index('message').columns(['account', 'message_id']).execute();
			await index('sleeper').columns(['account', 'execution', 'node', 'seq']).execute();
			await index('age').columns(['expires_at']).execute();
		},
	};
}
