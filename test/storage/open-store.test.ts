import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	mkdirSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../storage/open-store';
import { STORE_FILE } from '../../storage/store-file';
import { silentLogger as logger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';
import { startStoreProcess } from './processes/start-store-process';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };

describe('a new store', () => {
	test('is private to the user, its folder too', async () => {
		const folder = join(temporaryFolder(), 'a', 'b');
		const store = await openStore({ folder, logger });
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
		await store.close();
		expect(readdirSync(folder)).toEqual([STORE_FILE]);
	});

	test('keeps a write-ahead log', async () => {
		const folder = await filledFolder();
		const connection = new DatabaseSync(join(folder, STORE_FILE));
		expect(connection.prepare('pragma journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
		connection.close();
	});

	test('a file that became readable for others is made private again', async () => {
		const folder = await filledFolder();
		chmodSync(join(folder, STORE_FILE), 0o644);
		await (await openStore({ folder, logger })).close();
		expect(statSync(join(folder, STORE_FILE)).mode & 0o777).toBe(0o600);
	});
});

describe('a store that cannot be used is an error and stays as it is', () => {
	type Damage = (path: string, folder: string) => void;
	const damages: readonly [string, RegExp, Damage][] = [
		['an empty file', /is empty although it should hold/, (path) => truncateSync(path, 0)],
		['a file of something else', /is not a database/, (path) => writeFileSync(path, 'x'.repeat(8_192))],
		['a file cut in half', /is damaged/, (path) => truncateSync(path, statSync(path).size / 2)],
		['a file with a damaged page', /is damaged/, (path) => damagePageOf(path, 'whatsapp_kit_keys')],
		['a database of another program', /holds something else/, otherDatabase],
		['a store of a newer version', /made by a newer version/, fromTheFuture],
		[
			'a folder where the file should be',
			/cannot be opened/,
			(path) => {
				rmSync(path);
				mkdirSync(path);
			},
		],
	];

	test.each(damages)('%s', async (_name, sentence, damage) => {
		const folder = await filledFolder();
		const path = join(folder, STORE_FILE);
		damage(path, folder);
		const before = contents(path);
		await expect(openStore({ folder, logger })).rejects.toMatchObject({
			name: 'KitError',
			code: 'storage',
			what: expect.stringMatching(sentence),
			why: expect.stringMatching(/./),
			next: expect.stringMatching(/\.$/),
		});
		expect(contents(path)).toEqual(before);
	});

	test('a journal without its file', async () => {
		const folder = temporaryFolder();
		const store = await openStore({ folder, logger });
		await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
		const path = join(folder, STORE_FILE);
		copyFileSync(`${path}-wal`, join(folder, 'kept'));
		await store.close();
		rmSync(path);
		renameSync(join(folder, 'kept'), `${path}-wal`);
		await expect(openStore({ folder, logger })).rejects.toMatchObject({
			code: 'storage',
			what: expect.stringMatching(/is missing, but the journal/),
		});
		expect(readdirSync(folder)).toEqual([`${STORE_FILE}-wal`]);
	});

	test('a folder that is a file', async () => {
		const folder = join(temporaryFolder(), 'file');
		writeFileSync(folder, '');
		await expect(openStore({ folder, logger })).rejects.toMatchObject({ code: 'storage' });
	});

	test.each([
		['a file without permission to read', 0o000, 0o755],
		['a file without permission to write', 0o444, 0o777],
		['a folder without permission to write', 0o666, 0o555],
	])('%s', async (_name, fileMode, folderMode) => {
		const folder = await filledFolder();
		const child = await startStoreProcess();
		// The superuser may read and write everything, so the process opens it as somebody else.
		if (process.getuid?.() === 0) await child.tell({ do: 'becomeUser', uid: 65_534 });
		chmodSync(join(folder, '..'), 0o755);
		chmodSync(folder, folderMode);
		chmodSync(join(folder, STORE_FILE), fileMode);
		await expect(child.tell({ do: 'open', folder })).rejects.toMatchObject({
			code: 'storage',
			message: expect.stringMatching(/cannot be opened|is read-only/),
		});
		await child.kill();
		chmodSync(folder, 0o700);
	});

	function damagePageOf(path: string, table: string): void {
		const connection = new DatabaseSync(path);
		const row = connection.prepare('select rootpage from sqlite_master where name = ?').get(table);
		connection.close();
		const whole = readFileSync(path);
		const at = (Number(row?.rootpage) - 1) * 4_096;
		whole.fill(7, at, at + 4_096);
		writeFileSync(path, whole);
	}

	function otherDatabase(path: string): void {
		rmSync(path);
		run(path, 'create table notes (text text)');
	}

	function fromTheFuture(path: string): void {
		run(path, "insert into whatsapp_kit_migrations values ('9999-future', '2030-01-01T00:00:00.000Z')");
	}

	function run(path: string, sql: string): void {
		const connection = new DatabaseSync(path);
		connection.exec(sql);
		connection.close();
	}

	function contents(path: string): Buffer | null {
		return statSync(path).isFile() ? readFileSync(path) : null;
	}
});

test('a large store opens after a look at its first rows, and damage there is still noticed', async () => {
	const folder = await filledFolder();
	const path = join(folder, STORE_FILE);
	const connection = new DatabaseSync(path);
	connection.exec('create table filler (bytes blob)');
	connection.exec('insert into filler values (zeroblob(17 * 1024 * 1024))');
	connection.close();
	await (await openStore({ folder, logger })).close();
	const whole = readFileSync(path);
	whole.fill(7, 4_096, 4_096 * 30);
	writeFileSync(path, whole);
	await expect(openStore({ folder, logger })).rejects.toMatchObject({ code: 'storage' });
});

test('importing the module loads neither SQLite nor Kysely', () => {
	const hook = join(__dirname, 'processes', 'typescript-hook.js');
	const script = `
		const heavy = () =>
			Object.keys(require.cache).some((path) => /node_modules.kysely./.test(path)) ||
			process.moduleLoadList.includes('NativeModule sqlite');
		require(${JSON.stringify(join(__dirname, '..', '..', 'storage', 'open-store.ts'))});
		const before = heavy();
		require('kysely');
		console.log(before, heavy());
	`;
	const { stdout } = spawnSync(process.execPath, ['-r', hook, '-e', script], { encoding: 'utf8' });
	expect(stdout).toBe('false true\n');
});

async function filledFolder(): Promise<string> {
	const folder = join(temporaryFolder(), 'store');
	const store = await openStore({ folder, logger });
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
	if (!answer.granted) throw new Error('a new account is held');
	await store.accountStore(answer.lease, {}).commit({ session: { a: new Uint8Array(9_000) } }, []);
	await store.close();
	return folder;
}
