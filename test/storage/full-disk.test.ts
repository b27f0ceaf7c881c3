import { join } from 'node:path';
import { openStore } from '../../storage/open-store';
import { openConnection } from '../../storage/dialects/sqlite/connection';
import { kyselyOver } from '../../storage/dialects/sqlite/kysely-adapter';
import { SqliteDatabase } from '../../storage/dialects/sqlite/sqlite-database';
import { repositories } from '../../storage/repositories/repositories';
import { SqlSessionStore } from '../../storage/session-store';
import { STORE_FILE } from '../../storage/store-file';
import { silentLogger as logger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };

test('a full disk is told in words, nothing of the commit is kept, and space makes it work again', async () => {
	const { store, limitPages } = await storeWithPageLimit();
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
	if (!answer.granted) throw new Error('a new account is held');
	const account = store.accountStore(answer.lease, {});
	const small = { session: { a: new Uint8Array(100) } };
	await account.commit(small, []);

	limitPages(60);
	const large = { session: { a: new Uint8Array(1), b: new Uint8Array(500_000) } };
	await expect(account.commit(large, [])).rejects.toMatchObject({
		code: 'storage',
		what: 'The disk is full, so the WhatsApp Kit store wrote nothing.',
		reason: '13',
		cause: expect.objectContaining({ errcode: 13 }),
	});
	const session = (await account.loadKeys()).get('session');
	expect([...(session ?? [])].map(([id, value]) => [id, value.length])).toEqual([['a', 100]]);

	limitPages(1_000_000);
	await account.commit(large, []);
	expect((await account.loadKeys()).get('session')?.size).toBe(2);
	await store.close();
});

/** SQLite answers a full disk and a reached page limit with the same code, on the same path. */
async function storeWithPageLimit() {
	const folder = temporaryFolder();
	await (await openStore({ folder, logger })).close();
	const path = join(folder, STORE_FILE);
	const connection = await openConnection(path);
	const db = await kyselyOver(connection);
	return {
		store: new SqlSessionStore(new SqliteDatabase(connection, path), repositories(db)),
		limitPages: (pages: number) => connection.exec(`pragma max_page_count = ${pages}`),
	};
}
