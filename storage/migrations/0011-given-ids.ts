import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a gateway calls a message it took: a repeat of the same key tells the same id as the first time. */
export function givenIds(): Migration {
	return {
		async up(db: Kysely<unknown>) {
			await db.schema.alterTable('whatsapp_kit_sent').addColumn('given_id', 'text').execute();
		},
	};
}
