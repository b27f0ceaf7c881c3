import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** What became of verifications, for those who want to be told. */
export function verificationChanges(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_verification_changes';
			await db.schema
				.createTable(table)
				.addColumn('seq', types.wholeNumber, (column) => types.growing(column))
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('changed_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('body', 'text', (column) => column.notNull())
				.execute();
			await db.schema
				.createTable('whatsapp_kit_verification_listeners')
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('listener', 'text', (column) => column.notNull())
				.addColumn('seen_at', types.wholeNumber, (column) => column.notNull())
				.addPrimaryKeyConstraint('whatsapp_kit_verification_listeners_pk', ['account', 'listener'])
				.execute();
			await types
				.keyOnly(
					db.schema
						.createTable('whatsapp_kit_verification_pending')
						.addColumn('account', 'text', (column) => column.notNull())
						.addColumn('listener', 'text', (column) => column.notNull())
						.addColumn('seq', types.wholeNumber, (column) => column.notNull())
						.addPrimaryKeyConstraint('whatsapp_kit_verification_pending_pk', ['account', 'listener', 'seq']),
				)
				.execute();
			await db.schema
				.createIndex('whatsapp_kit_verification_pending_seq')
				.on('whatsapp_kit_verification_pending')
				.columns(['seq'])
				.execute();
			await db.schema.createIndex(`${table}_age`).on(table).columns(['changed_at']).execute();
		},
	};
}
