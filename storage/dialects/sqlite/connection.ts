import type { DatabaseSync } from 'node:sqlite';
import { KitError } from '../../../messages/kit-error';
import { toStorageError } from './sqlite-errors';

/** Longest wait for another process that is writing, ms. SQLite waits synchronously, so this must be finite. */
export const BUSY_TIMEOUT_MS = 5_000;

const PAGE_BYTES = 1_024;
/**
 * Size of the write-ahead log at which SQLite moves it into the file. The commit that does it waits for the disk,
 * 5 to 20 ms; pages written again and again (sessions) are moved once, so a longer log costs less in all.
 */
const LOG_BYTES = 16 * 2 ** 20;

/**
 * Opens the file with the settings every connection of ours has. The caller closes it. `examine` sees the
 * file before anything about it is changed, and throws when it is not to be used.
 * Throws `storage` when the file cannot be opened or is no database.
 */
export async function openConnection(
	path: string,
	examine: (connection: DatabaseSync) => void = () => undefined,
): Promise<DatabaseSync> {
	const { DatabaseSync: Connection } = await loadSqlite();
	let connection: DatabaseSync | null = null;
	try {
		connection = new Connection(path);
		connection.exec(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
		examine(connection);
		// Only a new file takes it. A message changes a few hundred bytes in each of six places; every touched page
		// is written whole, so small ones take half the time of the usual 4 kB (measured: 54 against 117 µs).
		connection.exec(`pragma page_size = ${PAGE_BYTES}`);
		useWriteAheadLog(connection, path);
		connection.exec(`pragma wal_autocheckpoint = ${LOG_BYTES / PAGE_BYTES}`);
		// NORMAL keeps every commit over a crash of the process; only a power cut may lose the last ones,
		// for a fifteenth of the time a commit takes with FULL.
		connection.exec('pragma synchronous = normal');
		connection.exec('pragma trusted_schema = off');
		// SQLite opens a file it may not write without a word, and even begins a transaction on it; the first
		// commit would be too late to notice.
		connection.exec('begin immediate; pragma user_version = 0; rollback');
		return connection;
	} catch (error) {
		connection?.close();
		throw toStorageError(error, path);
	}
}

async function loadSqlite(): Promise<typeof import('node:sqlite')> {
	try {
		return await import('node:sqlite');
	} catch (cause) {
		throw new KitError({
			code: 'storage',
			what: 'The WhatsApp Kit store needs the SQLite that comes with Node.',
			why: `This is Node ${process.versions.node}, which has none.`,
			next: 'Run n8n on Node 22.16 or later.',
			cause,
		});
	}
}

function useWriteAheadLog(connection: DatabaseSync, path: string): void {
	const row = connection.prepare('pragma journal_mode = wal').get();
	if (row?.journal_mode === 'wal') return;
	throw new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store cannot be kept safely in this folder.',
		why: `SQLite could not switch on its write-ahead log for ${path}; network folders often lack what it needs.`,
		next: 'Set WHATSAPP_KIT_HOME to a folder on a local disk.',
	});
}
