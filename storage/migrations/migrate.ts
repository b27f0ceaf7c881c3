import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { KitError } from '../../messages/kit-error';
import type { StoreTables } from '../schema';

export const MIGRATION_TABLE = 'whatsapp_kit_migrations';

const LOCK_TABLE = 'whatsapp_kit_migrations_lock';

/**
 * Brings the store to the newest schema. Several processes may call it at once: each step is applied once.
 * `schema`: the one new tables go to, where a database has several.
 * Throws `storage` when the store was made by a newer version; throws the driver's error as it is.
 */
export async function migrate(
	db: Kysely<StoreTables>,
	migrations: Readonly<Record<string, Migration>>,
	schema?: string,
): Promise<void> {
	const known = Object.keys(migrations);
	const applied = await appliedNames(db, schema);
	refuseUnknown(applied, known);
	if (applied.length === known.length) return;
	const { Migrator } = await import('kysely/migration');
	const migrator = new Migrator({
		db,
		provider: { getMigrations: async () => ({ ...migrations }) },
		migrationTableName: MIGRATION_TABLE,
		migrationLockTableName: LOCK_TABLE,
		migrationTableSchema: schema,
	});
	const { error } = await migrator.migrateToLatest();
	if (error !== undefined) throw error;
}

async function appliedNames(db: Kysely<StoreTables>, schema?: string): Promise<readonly string[]> {
	const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
	if (!tables.some((table) => table.name === MIGRATION_TABLE && table.schema === schema)) return [];
	const { sql } = await import('kysely');
	const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
	return rows.map((row) => row.name);
}

function refuseUnknown(applied: readonly string[], known: readonly string[]): void {
	const unknown = applied.filter((name) => !known.includes(name));
	if (unknown.length === 0) return;
	throw new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store was made by a newer version of this package.',
		why: `It has the schema "${unknown.at(-1)}"; this version knows up to "${known.at(-1)}".`,
		next: 'Update WhatsApp Kit in n8n (Settings, Community Nodes) to the version you had before, or newer.',
	});
}
