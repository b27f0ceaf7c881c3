import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialects/column-types';

/** What last went wrong with an account, for people: it stays when the connection is there again. */
export function lastError(types: ColumnTypes): Migration {
	return {
		async up(db: Kysely<unknown>) {
			const table = 'whatsapp_kit_accounts';
			await db.schema.alterTable(table).addColumn('last_error', 'text').execute();
			await db.schema.alterTable(table).addColumn('last_error_at', types.wholeNumber).execute();
		},
	};
}
