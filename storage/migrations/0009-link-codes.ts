import type { CreateIndexBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Links are found by the code that somebody sends. */
export function linkCodes(): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_verifications';
			// Typed for any column: the builder's own type lets a condition name the indexed columns only.
			const codes: CreateIndexBuilder<string> = db.schema.createIndex(`${table}_links`).on(table);
			await codes.columns(['account', 'code_hash']).where('method', '=', 'link').execute();
		},
	};
}
