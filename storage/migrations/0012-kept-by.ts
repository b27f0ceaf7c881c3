import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who keeps a verification: those of a gateway are not heard here, but asked for. */
export function keptBy(): Migration {
	return {
		async up(db: Kysely<unknown>) {
			await db.schema.alterTable('whatsapp_kit_verifications').addColumn('kept_by', 'text').execute();
		},
	};
}
