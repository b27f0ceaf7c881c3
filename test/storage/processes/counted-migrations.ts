import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../../../storage/dialects/column-types';
import { storeMigrations } from '../../../storage/migrations/migrations';

/** The store's steps and one more that cannot hide that it ran twice. */
export function countedMigrations(types: ColumnTypes): Readonly<Record<string, Migration>> {
	return {
		...storeMigrations(types),
		'9999-counted': {
			async up(db) {
				await sql`create table if not exists counted (at text)`.execute(db);
				await sql`insert into counted (at) values ('once')`.execute(db);
			},
		},
	};
}
