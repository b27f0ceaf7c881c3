import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { KitError } from '../messages/kit-error';
import type { Logger } from '../messages/ports';
import { sqliteColumnTypes } from './dialects/sqlite/column-types';
import { openConnection } from './dialects/sqlite/connection';
import { kyselyOver } from './dialects/sqlite/kysely-adapter';
import { SqliteDatabase } from './dialects/sqlite/sqlite-database';
import { toStorageError } from './dialects/sqlite/sqlite-errors';
import type { KitStore } from './kit-store';
import { MIGRATION_TABLE, migrate } from './migrations/migrate';
import { storeMigrations } from './migrations/migrations';
import { repositories } from './repositories/repositories';
import { SqlSessionStore } from './session-store';
import { ensureStoreFile } from './store-file';

export interface OpenStoreOptions {
	/** Where `whatsapp-kit.db` lies; made (0700) when it is not there. A local disk, not a network folder. */
	readonly folder: string;
	readonly logger: Logger;
}

/** Files up to this size, bytes, are read as a whole when opened: about 50 ms at the limit. */
const FULL_CHECK_BYTES = 16 * 2 ** 20;

/**
 * Opens the embedded store, making it when there is none. Every call answers a connection of its own; any
 * number of them in any number of processes may work on one folder. The caller closes it.
 *
 * Throws KitError `storage` when there is a file that cannot be used: it is never emptied or replaced.
 */
export async function openStore({ folder, logger }: OpenStoreOptions): Promise<KitStore> {
	const path = await ensureStoreFile(folder, createTables);
	const connection = await openConnection(path, (opened) => checkReadable(opened, path));
	try {
		const db = await kyselyOver(connection);
		await migrate(db, storeMigrations(await sqliteColumnTypes()));
		const store = new SqlSessionStore(new SqliteDatabase(connection, path), repositories(db));
		logger.debug('WhatsApp Kit store opened', { path });
		return store;
	} catch (error) {
		connection.close();
		throw toStorageError(error, path);
	}
}

async function createTables(path: string): Promise<void> {
	const connection = await openConnection(path);
	try {
		await migrate(await kyselyOver(connection), storeMigrations(await sqliteColumnTypes()));
	} catch (error) {
		throw toStorageError(error, path);
	} finally {
		connection.close();
	}
}

/** A store that answers "nothing here" because it is damaged would cost people their link: look first. */
function checkReadable(connection: DatabaseSync, path: string): void {
	const ours = connection.prepare("select 1 from sqlite_master where type = 'table' and name = ?");
	if (ours.get(MIGRATION_TABLE) === undefined) throw notOurs(path);
	const size = statSync(path).size;
	if (size > FULL_CHECK_BYTES) {
		connection.prepare('select count(*) from whatsapp_kit_accounts').get();
		connection.prepare('select type, id from whatsapp_kit_keys limit 1').get();
		return;
	}
	const answer = connection.prepare('pragma quick_check(1)').get();
	if (answer?.quick_check !== 'ok') throw damaged(path, String(answer?.quick_check));
}

function notOurs(path: string): KitError {
	return new KitError({
		code: 'storage',
		what: 'The file of the WhatsApp Kit store holds something else.',
		why: `${path} is a database without the tables of WhatsApp Kit.`,
		next: 'Stop n8n and restore the file from a backup, or move it away to start with an empty store.',
	});
}

function damaged(path: string, finding: string): KitError {
	return new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store is damaged.',
		why: `The check of ${path} found: ${finding}.`,
		next: 'Stop n8n and restore the file from a backup. Deleting it means linking every number again.',
	});
}
