import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openConnection } from '../../storage/dialects/sqlite/connection';
import { kyselyOver } from '../../storage/dialects/sqlite/kysely-adapter';
import { guardParameters } from '../../storage/dialects/parameter-guard';
import { SqliteDatabase } from '../../storage/dialects/sqlite/sqlite-database';
import { change, many, one } from '../../storage/database';
import type { Program } from '../../storage/database';
import { openStore } from '../../storage/open-store';
import { statement } from '../../storage/statement';
import { silentLogger as logger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

interface NotesDatabase {
	notes: { id: number; words: string | null };
}

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };

describe('the embedded database', () => {
	let db: Kysely<NotesDatabase>;
	let database: SqliteDatabase;

	beforeEach(async () => {
		const path = join(temporaryFolder(), 'notes.db');
		const connection = await openConnection(path);
		connection.exec('create table notes (id integer primary key, words text)');
		db = (await kyselyOver(connection)) as unknown as Kysely<NotesDatabase>;
		database = new SqliteDatabase(connection, path);
	});
	afterEach(async () => await database.close());

	const add = () =>
		statement<{ id: number; words: string | null }>()((p) =>
			db.insertInto('notes').values({ id: p.id, words: p.words }),
		);
	const all = () =>
		statement<Record<string, never>>()(() => db.selectFrom('notes').selectAll().orderBy('id'));

	test('a statement is written once and run with values of each call', async () => {
		const insert = add();
		expect(insert.sql).toBe('insert into "notes" ("id", "words") values (?, ?)');
		await database.write('x', change(insert, { id: 1, words: 'one' }));
		await database.write('x', change(insert, { id: 2, words: null }));
		expect(await database.read(many(all(), {}))).toMatchObject([
			{ id: 1, words: 'one' },
			{ id: 2, words: null },
		]);
	});

	test('a statement may hold values of its own beside those of the call', async () => {
		await database.write('x', change(add(), { id: 1, words: 'one' }));
		const found = statement<{ id: number }>()((p) =>
			db.selectFrom('notes').select('id').where('words', '=', 'one').where('id', '=', p.id),
		);
		expect(await database.read(one(found, { id: 1 }))).toMatchObject({ id: 1 });
		expect(await database.read(one(found, { id: 2 }))).toBeUndefined();
	});

	test('a program that throws half way leaves nothing, and the next one works', async () => {
		const insert = add();
		function* half(): Program<void> {
			yield* change(insert, { id: 1, words: 'one' });
			throw new RangeError('stop');
		}
		await expect(database.write('x', half())).rejects.toMatchObject({
			code: 'storage',
			cause: expect.any(RangeError),
		});
		await expect(database.write('x', change(insert, { id: 2, words: 'two' }))).resolves.toBe(1);
		expect(await database.read(many(all(), {}))).toHaveLength(1);
	});

	test('a broken rule of the database is told as storage with its cause', async () => {
		await database.write('x', change(add(), { id: 1, words: 'one' }));
		await expect(database.write('x', change(add(), { id: 1, words: 'again' }))).rejects.toMatchObject({
			code: 'storage',
			why: expect.stringContaining('UNIQUE constraint failed'),
		});
	});

	const unstorable: readonly [string, unknown][] = [
		['a date', new Date(0)],
		['an object', { a: 1 }],
		['a list', [1]],
		['undefined', undefined],
		['true', true],
		['not a number', Number.NaN],
		['a function', () => 1],
	];

	test.each(unstorable)(
		'%s as a value is refused before anything is written, by both ways in',
		async (_name, value) => {
			const words = value as string;
			await expect(database.write('x', change(add(), { id: 1, words }))).rejects.toMatchObject({
				code: 'unexpected',
			});
			await expect(
				database.write('x', change(add(), { id: words as never, words: 'x' })),
			).rejects.toMatchObject({ code: 'unexpected' });
			if (value !== undefined) {
				const insert = { sql: 'insert into notes values (?, ?)', parameters: [value, 'shifted'] };
				const query = { ...db.selectFrom('notes').selectAll().compile(), ...insert };
				await expect(db.executeQuery(query)).rejects.toMatchObject({ code: 'unexpected' });
			}
			expect(await database.read(many(all(), {}))).toEqual([]);
		},
	);

	test('text, numbers, bigints, null and bytes of any kind pass the guard', () => {
		expect(() => guardParameters(['', 0, -1.5, 1n, null, new Uint8Array(1), Buffer.alloc(1)])).not.toThrow();
	});

	test("Kysely's own transactions take the write lock at their beginning", async () => {
		const seen: string[] = [];
		await db.transaction().execute(async (transaction) => {
			await transaction.insertInto('notes').values({ id: 1, words: 'kysely' }).execute();
			seen.push(
				...(await transaction.selectFrom('notes').select('words').execute()).map((row) => String(row.words)),
			);
		});
		expect(seen).toEqual(['kysely']);
		expect(await database.read(many(all(), {}))).toHaveLength(1);
	});
});

test('every call of an open account is done in the tick it was made', async () => {
	const store = await openStore({ folder: temporaryFolder(), logger });
	const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
	if (!answer.granted) throw new Error('a new account is held');
	const { lease } = answer;
	const account = store.accountStore(lease, { storageKey: 'secret' });
	await account.loadKeys();
	const body = new Uint8Array(3);
	const order: string[] = [];
	setImmediate(() => order.push('next tick'));

	for (let index = 0; index < 50; index++) {
		await account.commit({ session: { a: body } }, [
			{ eventId: `e${index}`, chatId: 'c', cipherHash: 'h', body, receivedAt: 1 },
		]);
		await store.claimSend({
			lease,
			idempotencyKey: `k${index}`,
			messageId: `M${index}`,
			chatId: 'c',
			now: 1,
		});
		await account.rememberSent({
			messageId: `M${index}`,
			chatId: 'c',
			body,
			choices: null,
			via: 'text',
			sentAt: 1,
		});
		await store.finishSend(lease, `M${index}`, { outcome: 'sent', at: 1 });
		await account.findSent(`M${index}`);
		await account.findReceived('e', 'h');
	}
	order.push('300 calls');

	expect(order).toEqual(['300 calls']);
	await store.close();
});
