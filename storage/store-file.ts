import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import {
	chmodSync,
	constants,
	copyFileSync,
	linkSync,
	mkdirSync,
	openSync,
	closeSync,
	rmSync,
	statSync,
} from 'node:fs';
import { join } from 'node:path';
import { KitError, isKitError } from '../messages/kit-error';

export const STORE_FILE = 'whatsapp-kit.db';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Answers the path of the store's file, making folder and file when there is none. `fill` writes the
 * first tables into a file nobody else sees; it appears under its real name in one step and complete. So an
 * empty file under that name is never a store that is just being made, but one that was cut off.
 */
export async function ensureStoreFile(
	folder: string,
	fill: (path: string) => Promise<void>,
): Promise<string> {
	const path = join(folder, STORE_FILE);
	if (isThere(path)) return path;
	refuseOrphanedJournal(path);
	const draft = join(folder, `${STORE_FILE}.${randomBytes(6).toString('hex')}.new`);
	try {
		mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
		closeSync(openSync(draft, 'wx', PRIVATE_FILE));
		await fill(draft);
		publish(draft, path);
	} catch (error) {
		throw cannotCreate(path, error);
	} finally {
		for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
	}
	return path;
}

/** Never over a file that is there: when two processes start together, the first one's store stands. */
function publish(draft: string, path: string): void {
	try {
		linkSync(draft, path);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return;
		copyToPlaceWithoutLinks(draft, path);
	}
}

function copyToPlaceWithoutLinks(draft: string, path: string): void {
	try {
		copyFileSync(draft, path, constants.COPYFILE_EXCL);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') throw error;
	}
}

function isThere(path: string): boolean {
	const stats = statOrNull(path);
	if (stats === null) return false;
	if (!stats.isFile()) throw notAFile(path);
	if (stats.size === 0) throw cutOff(path);
	makePrivate(path, stats.mode);
	return true;
}

/** Files copied from a backup often come back readable for everyone; other users' files stay as they are. */
function makePrivate(path: string, mode: number): void {
	if ((mode & 0o077) === 0) return;
	try {
		chmodSync(path, PRIVATE_FILE);
	} catch {
		// Not ours to change (shared volumes): whoever mounted it decided who may read it.
	}
}

/**
 * A journal without its file holds the last changes of a store that was moved away or deleted after a
 * crash. SQLite would pour them into a new file.
 */
function refuseOrphanedJournal(path: string): void {
	const journal = `${path}-wal`;
	// Looked at in this order: a process that has just made the file opens its journal after it.
	if (statOrNull(journal) === null || statOrNull(path) !== null) return;
	throw new KitError({
		code: 'storage',
		what: 'The file of the WhatsApp Kit store is missing, but the journal that belongs to it is there.',
		why: `${path} was moved or deleted and ${journal} was left behind.`,
		next: 'Put the file back beside its journal; to start with an empty store move the journal away too.',
	});
}

function statOrNull(path: string): Stats | null {
	try {
		return statSync(path);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw cannotLook(path, error);
	}
}

function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException | null)?.code;
}

function cutOff(path: string): KitError {
	return new KitError({
		code: 'storage',
		what: 'The file of the WhatsApp Kit store is empty although it should hold the keys of linked numbers.',
		why: `${path} has 0 bytes: a full disk, a failed copy or another program cut it off.`,
		next: 'Stop n8n and restore the file from a backup, or delete it to start empty and link every number again.',
	});
}

function notAFile(path: string): KitError {
	return new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store cannot be opened.',
		why: `${path} is not a file.`,
		next: 'Move it away, or set WHATSAPP_KIT_HOME to another folder.',
	});
}

function cannotLook(path: string, cause: unknown): KitError {
	return new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store cannot be opened.',
		why: `The system says ${codeOf(cause) ?? String(cause)} about ${path}.`,
		next: 'Give the user n8n runs as read and write permission on the file and on its folder.',
		cause,
	});
}

function cannotCreate(path: string, cause: unknown): unknown {
	if (isKitError(cause) || codeOf(cause) === undefined) return cause;
	return new KitError({
		code: 'storage',
		what: 'The WhatsApp Kit store cannot be made.',
		why: `The system says ${codeOf(cause)} about ${path}.`,
		next:
			codeOf(cause) === 'ENOSPC'
				? 'Free some space on the disk that holds the folder, then try again.'
				: 'Give the user n8n runs as write permission on the folder, or set WHATSAPP_KIT_HOME to another.',
		cause,
	});
}
