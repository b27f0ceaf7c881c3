// A folder that is made once and then only read, however many processes ask for it at the same time.
// A stamp written last tells a finished folder from a half one; a lock folder lets one process build.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Trouble } from './trouble.mjs';

const stampName = '.finished';
const longestWaitMs = 30 * 60_000;
const unsignedLockMs = 60_000;

export function isFinished(folder) {
	try {
		return statSync(join(folder, stampName)).isFile();
	} catch {
		return false;
	}
}

/** Gives `folder`, after `build(folder)` filled it if nobody had done so before. */
export async function installOnce(folder, build) {
	if (isFinished(folder)) return folder;
	return await withLock(`${folder}.lock`, async () => {
		if (isFinished(folder)) return folder;
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		await build(folder);
		writeFileSync(join(folder, stampName), `${new Date().toISOString()}\n`);
		return folder;
	});
}

export async function withLock(lock, work) {
	await takeLock(lock);
	const release = () => rmSync(lock, { recursive: true, force: true });
	process.once('exit', release);
	try {
		return await work();
	} finally {
		process.off('exit', release);
		release();
	}
}

async function takeLock(lock) {
	mkdirSync(dirname(lock), { recursive: true });
	const until = Date.now() + longestWaitMs;
	let told = false;
	while (!tryLock(lock)) {
		if (isStale(lock)) {
			removeStale(lock);
			continue;
		}
		if (Date.now() > until) {
			throw new Trouble(
				`Gave up waiting for ${lock}.`,
				'another process has been holding it for half an hour.',
				'end that process, or delete the folder if it is not running any more.',
			);
		}
		if (!told) console.log(`  waiting for another process that is doing the same (${lock})`);
		told = true;
		await wait(250);
	}
}

function tryLock(lock) {
	try {
		mkdirSync(lock);
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
	writeFileSync(join(lock, 'owner'), JSON.stringify({ pid: process.pid, host: hostname() }));
	return true;
}

/**
 * Moved away first and looked at again: between our look and now another process may have removed the stale
 * lock and taken a fresh one, which is then put back.
 */
function removeStale(lock) {
	const aside = `${lock}.stale-${process.pid}`;
	try {
		renameSync(lock, aside);
	} catch (error) {
		if (error.code === 'ENOENT') return;
		throw error;
	}
	if (!isStale(aside) && !existsSync(lock)) renameSync(aside, lock);
	else rmSync(aside, { recursive: true, force: true });
}

/** The owner is gone. An owner on another host (shared home folder) can only be waited for. */
function isStale(lock) {
	let owner;
	try {
		owner = JSON.parse(readFileSync(join(lock, 'owner'), 'utf8'));
	} catch {
		return isOlderThan(lock, unsignedLockMs);
	}
	if (owner.host !== hostname()) return false;
	try {
		process.kill(owner.pid, 0);
		return false;
	} catch (error) {
		return error.code === 'ESRCH';
	}
}

function isOlderThan(path, ms) {
	try {
		return Date.now() - statSync(path).mtimeMs > ms;
	} catch {
		return false;
	}
}
