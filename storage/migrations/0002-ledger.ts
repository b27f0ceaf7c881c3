import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** What the governor keeps: `sessions/governor/ledger.ts`. */
export function ledger(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			await createLimits(db, types);
			await createLedger(db, types);
			await createHeads(db, types);
		},
	};
}

async function createLimits(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	await db.schema
		.createTable('whatsapp_kit_limits')
		.addColumn('account', 'text', (column) => column.primaryKey().notNull())
		.addColumn('warm_up_at', types.wholeNumber)
		.addColumn('restricted_at', types.wholeNumber)
		.execute();
}

async function createLedger(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_ledger';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('stream', 'text', (column) => column.notNull())
		.addColumn('seq', types.wholeNumber, (column) => column.notNull())
		.addColumn('sent_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('reservation', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'stream', 'seq'])
		.execute();
	await db.schema.createIndex(`${table}_old`).on(table).columns(['sent_at']).execute();
}

async function createHeads(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_ledger_heads';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('stream', 'text', (column) => column.notNull())
		.addColumn('seq', types.wholeNumber, (column) => column.notNull())
		.addColumn('sent_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('spread', types.wholeNumber, (column) => column.notNull())
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'stream'])
		.execute();
	await db.schema.createIndex(`${table}_old`).on(table).columns(['sent_at']).execute();
}
