import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** Verifications, what counts in their windows, and the secrets codes are hashed with. */
export function verifications(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			await createVerifications(db, types);
			await createMarks(db, types);
			await createSecrets(db, types);
		},
	};
}

async function createVerifications(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_verifications';
	await db.schema
		.createTable(table)
		.addColumn('seq', types.wholeNumber, (column) => types.growing(column))
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('id', 'text', (column) => column.notNull())
		.addColumn('method', 'text', (column) => column.notNull())
		.addColumn('purpose', 'text', (column) => column.notNull())
		.addColumn('phone', 'text')
		.addColumn('request_key', 'text', (column) => column.notNull())
		.addColumn('status', 'text', (column) => column.notNull())
		.addColumn('requested_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('expires_at', types.wholeNumber, (column) => column.notNull())
		.addColumn('code_hash', types.bytes)
		.addColumn('sealed_code', types.bytes)
		.addColumn('detail', 'text', (column) => column.notNull())
		.addUniqueConstraint(`${table}_id`, ['account', 'id'])
		.addUniqueConstraint(`${table}_request`, ['account', 'request_key'])
		.execute();
	await db.schema
		.createIndex(`${table}_slot`)
		.on(table)
		.columns(['account', 'phone', 'method', 'purpose', 'seq'])
		.execute();
	await db.schema.createIndex(`${table}_age`).on(table).columns(['requested_at']).execute();
	// Typed for any column: the builder's own type lets a condition name the indexed columns only.
	const due: CreateIndexBuilder<string> = db.schema.createIndex(`${table}_due`).on(table);
	await due.columns(['account', 'expires_at']).where('status', '=', 'requested').execute();
}

async function createMarks(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_verification_marks';
	await types
		.keyOnly(
			db.schema
				.createTable(table)
				.addColumn('account', 'text', (column) => column.notNull())
				.addColumn('stream', 'text', (column) => column.notNull())
				.addColumn('marked_at', types.wholeNumber, (column) => column.notNull())
				.addColumn('id', 'text', (column) => column.notNull())
				.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'stream', 'marked_at', 'id']),
		)
		.execute();
	await db.schema.createIndex(`${table}_age`).on(table).columns(['marked_at']).execute();
}

async function createSecrets(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
	const table = 'whatsapp_kit_secrets';
	await db.schema
		.createTable(table)
		.addColumn('account', 'text', (column) => column.notNull())
		.addColumn('name', 'text', (column) => column.notNull())
		.addColumn('salt', types.bytes)
		.addColumn('value', types.bytes, (column) => column.notNull())
		.addPrimaryKeyConstraint(`${table}_pk`, ['account', 'name'])
		.execute();
}
