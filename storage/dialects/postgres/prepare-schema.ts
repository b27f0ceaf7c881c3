import type { Migration } from 'kysely/migration';
import type { Pool } from 'pg';
import { KitError } from '../../../messages/kit-error';
import type { Clock, Logger } from '../../../messages/ports';
import { migrate } from '../../migrations/migrate';
import { Connections, makePool } from './connections';
import { kyselyOver } from './kysely-adapter';
import { limits } from './limits';
import { toStorageError } from './postgres-errors';
import { addressOf } from './settings';
import type { PostgresSettings } from './settings';

/** What every connection says when it begins, so that table names mean those of our schema. */
export interface Startup {
	readonly options?: string;
}

/**
 * Makes schema and tables as far as they are missing, once however many processes begin together. Answers what
 * later connections need to find them. Throws KitError `storage`.
 */
export async function prepareSchema(
	{ settings, logger, clock }: { settings: PostgresSettings; logger: Logger; clock: Clock },
	migrations: Readonly<Record<string, Migration>>,
): Promise<Startup> {
	const asked: Startup = { options: `-c search_path=${escaped(settings.schema)}` };
	// Most servers look into "public" anyway, and most poolers refuse connections that ask for something.
	const ways: readonly Startup[] = settings.schema === 'public' ? [{}, asked] : [asked];
	for (const startup of ways) {
		const changes = { ...startup, query_timeout: limits.migrationMs };
		const pool = await makePool({ ...settings, poolSize: 1 }, logger, changes);
		try {
			await reach(pool, settings, clock);
			await makeSchema(pool, settings.schema);
			if (!(await leadsTo(pool, settings.schema))) continue;
			await migrate(await kyselyOver(pool), migrations, settings.schema);
			return startup;
		} catch (error) {
			throw toStorageError(error, settings);
		} finally {
			await pool.end();
		}
	}
	throw schemaIgnored(settings);
}

async function reach(pool: Pool, { connectTimeoutMs }: PostgresSettings, clock: Clock): Promise<void> {
	const connections = new Connections(pool, clock, connectTimeoutMs);
	const link = await connections.borrow(clock.now() + connectTimeoutMs);
	link.giveBack();
}

/** Looks first: `if not exists` needs the right to make schemas even when there is nothing to make. */
async function makeSchema(pool: Pool, schema: string): Promise<void> {
	const find = async () => await pool.query('select 1 from pg_namespace where nspname = $1', [schema]);
	if ((await find()).rowCount !== 0) return;
	try {
		await pool.query(`create schema if not exists ${quoted(schema)}`);
	} catch (error) {
		// Another process was making it at the same moment: Postgres then fails in spite of "if not exists".
		if ((await find()).rowCount === 0) throw error;
	}
}

async function leadsTo(pool: Pool, schema: string): Promise<boolean> {
	const { rows } = await pool.query<{ name: string | null }>('select current_schema() as name');
	return rows[0]?.name === schema;
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** As a word of the start options: blanks end a word, a backslash keeps them in. */
function escaped(schema: string): string {
	return quoted(schema).replace(/[\s\\]/g, (character) => `\\${character}`);
}

function schemaIgnored(settings: PostgresSettings): KitError {
	return new KitError({
		code: 'storage',
		what: 'WhatsApp Kit cannot use its schema in Postgres.',
		why: `${addressOf(settings)} (set by ${settings.setBy}) does not lead to the schema "${settings.schema}" though asked to; a connection pooler may drop that.`,
		next: 'Set WHATSAPP_KIT_DATABASE_URL to the address of Postgres itself.',
	});
}
