import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** Tables as `schema.ts` describes them. */
export function firstTables(types: ColumnTypes): Migration {
	return {
		// Migrations stay as they were written while `schema.ts` goes on, so they know no table types.
		async up(db: Kysely<unknown>) {
			await createAccounts(db, types);
			await createKeys(db, types);
			await createInbox(db, types);
			await createSubscribers(db, types);
			await createSent(db, types);
		},
	};
}

async function createAccounts(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	await db.schema
		.createTable('whatsapp_kit_accounts')
		.addColumn('account', 'text', (column) => column.primaryKey().notNull())
		.addColumn('fence', types.wholeNumber, (column) => column.notNull())
		.addColumn('owner_id', 'text')
		.addColumn('owner_host', 'text')
		.addColumn('owner_pid', types.wholeNumber)
		.addColumn('owner_role', 'text')
		.addColumn('lease_until', types.wholeNumber)
		.addColumn('lease_since', types.wholeNumber)
		.addColumn('state', 'text')
		.addColumn('state_at', types.wholeNumber)
		.addColumn('phone', 'text')
		.addColumn('seal_salt', types.bytes)
		.addColumn('seal_check', types.bytes)
		.execute();
}

async function createKeys(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	await db.schema
		.createTable('whatsapp_kit_keys')
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('type', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('value', types.bytes, (column) => column.notNull())
		.addPrimaryKeyConstraint('whatsapp_kit_keys_pk', ['account', 'type', 'id'])
		.execute();
}

async function createInbox(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_inbox';
	await db.schema
		.createTable(table)
		.addColumn('seq', types.wholeNumber, (column) => types.growing(column))
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('event_id', 'text', (column) => column.notNull())
		.addColumn('chat_id', 'text', (column) => column.notNull())
		.addColumn('cipher_hash', 'text')
		.addColumn('body', types.bytes)
		.addColumn('received_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('discarded', types.wholeNumber, (column) => column.notNull().defaultTo(0))
		.addUniqueConstraint('whatsapp_kit_inbox_event', ['account', 'event_id'])
		.execute();
	const index = (name: string) => indexOn(db, table, name);
	// Every received message writes one page per index: there is none that a rare reader can do without.
	await index('chat').columns(['account', 'chat_id', 'seq']).execute();
	// Only rows whose body went: written when pruning, and tells it where the bodies begin (expired.ts).
	await index('marks').columns(['seq']).where('body', 'is', null).execute();
}

async function createSubscribers(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	await db.schema
		.createTable('whatsapp_kit_subscribers')
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('subscriber', 'text', (column) => column.notNull())
		.addColumn('attached_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('seen_at', types.wholeNumber, (column) => column.notNull())
		.addPrimaryKeyConstraint('whatsapp_kit_subscribers_pk', ['account', 'subscriber'])
		.execute();
	await types
		.keyOnly(
			db.schema
				.createTable('whatsapp_kit_inbox_pending')
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('seq', types.wholeNumber, (column) => column.notNull())
				.addColumn('subscriber', 'text', (column) => column.notNull())
				.addPrimaryKeyConstraint('whatsapp_kit_inbox_pending_pk', ['account', 'seq', 'subscriber']),
		)
		.execute();
}

async function createSent(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_sent';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('message_id', 'text', (column) => column.notNull())
		.addColumn('chat_id', 'text', (column) => column.notNull())
		.addColumn('idempotency_key', 'text')
		.addColumn('body', types.bytes)
		.addColumn('choices', types.bytes)
		.addColumn('via', 'text')
		.addColumn('outcome', 'text')
		.addColumn('sent_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('error', 'text')
		.addPrimaryKeyConstraint('whatsapp_kit_sent_pk', ['account', 'message_id'])
		// SQL counts nulls as different, so messages without a key do not collide.
		.addUniqueConstraint('whatsapp_kit_sent_claim', ['account', 'idempotency_key'])
		.execute();
	const index = (name: string) => indexOn(db, table, name);
	await index('offers').columns(['account', 'chat_id', 'sent_at']).where('choices', 'is not', null).execute();
	await index('bodies').columns(['sent_at']).where('body', 'is not', null).execute();
	await index('marks').columns(['sent_at']).where('body', 'is', null).execute();
}

/** Typed for any column: the builder's own type lets a condition name the indexed columns only. */
function indexOn(db: Kysely<unknown>, table: string, name: string): CreateIndexBuilder<string> {
	return db.schema.createIndex(`${table}_${name}`).on(table);
}
