import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** What is kept of single chats: `sessions/manners/chat-store.ts`. */
export function chats(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			await createChats(db, types);
			await createReplies(db, types);
			await createBursts(db, types);
		},
	};
}

async function createChats(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_chats';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('blocked_at', types.wholeNumber)
		.addColumn('blocked_word', 'text')
		.addColumn('word_seq', types.wholeNumber)
		.addColumn('paused_until', types.wholeNumber)
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'name'])
		.execute();
	// Typed for any column: the builder's own type lets a condition name the indexed columns only.
	const blocked: CreateIndexBuilder<string> = db.schema.createIndex(`${table}_blocked`).on(table);
	await blocked.columns(['account', 'name']).where('blocked_at', 'is not', null).execute();
}

async function createReplies(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_replies';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('event_id', 'text', (column) => column.notNull())
		.addColumn('replied_at', types.wholeNumber, (column) => column.notNull())
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'name', 'kind'])
		.execute();
}

async function createBursts(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_bursts';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('subscriber', 'text', (column) => column.notNull())
		.addColumn('seq', types.wholeNumber, (column) => column.notNull())
		.addColumn('burst', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'subscriber', 'seq'])
		.execute();
}
