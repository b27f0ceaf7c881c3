import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** What one process hands another and is too large for the queue between them. */
export function parcels(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_parcels';
			await db.schema
				.createTable(table)
				.addColumn('id', 'text', (column) => column.notNull())
				.addColumn('part', types.wholeNumber, (column) => column.notNull())
				.addColumn('body', types.bytes, (column) => column.notNull())
				.addColumn('kept_until', types.wholeNumber, (column) => column.notNull())
				.addPrimaryKeyConstraint(`${table}_pk`, ['id', 'part'])
				.execute();
			await db.schema.createIndex(`${table}_kept`).on(table).columns(['kept_until']).execute();
		},
	};
}
