import type { Clock, Logger } from '../messages/ports';
import { postgresColumnTypes } from './dialects/postgres/column-types';
import { Connections, makePool } from './dialects/postgres/connections';
import { kyselyOver } from './dialects/postgres/kysely-adapter';
import { prepareSchema } from './dialects/postgres/prepare-schema';
import { PostgresDatabase } from './dialects/postgres/postgres-database';
import { addressOf } from './dialects/postgres/settings';
import type { PostgresSettings } from './dialects/postgres/settings';
import type { KitStore } from './kit-store';
import { repositories } from './repositories/repositories';
import { storeMigrations } from './migrations/migrations';
import { SqlSessionStore } from './session-store';

export interface OpenPostgresStoreOptions {
	readonly settings: PostgresSettings;
	readonly logger: Logger;
	readonly clock: Clock;
}

/**
 * Opens the store in Postgres, making its tables when there are none. Any number of processes may open one
 * store at a time. The caller closes it.
 *
 * Throws KitError `storage` when the server cannot be reached or its tables cannot be used.
 */
export async function openPostgresStore(options: OpenPostgresStoreOptions): Promise<KitStore> {
	const { settings, logger, clock } = options;
	const startup = await prepareSchema(options, storeMigrations(postgresColumnTypes));
	const pool = await makePool(settings, logger, startup);
	const database = new PostgresDatabase({
		connections: new Connections(pool, clock, settings.connectTimeoutMs),
		clock,
		settings,
	});
	logger.debug('WhatsApp Kit store opened', { server: addressOf(settings), schema: settings.schema });
	return new SqlSessionStore(database, repositories(await kyselyOver(pool)));
}
