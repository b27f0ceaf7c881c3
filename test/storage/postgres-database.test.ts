import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { change, many, one, apply } from '../../storage/database';
import type { Program } from '../../storage/database';
import { Connections, makePool } from '../../storage/dialects/postgres/connections';
import { kyselyOver } from '../../storage/dialects/postgres/kysely-adapter';
import { PostgresDatabase } from '../../storage/dialects/postgres/postgres-database';
import { systemClock } from '../../runtime/system-ports';
import { statement } from '../../storage/statement';
import type { SqlValue } from '../../storage/statement';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { fc } from '../fixtures/properties';
import { silentLogger } from './silent-logger';

interface NotesDatabase {
	notes: { id: number; words: string | null; body: Uint8Array | null; amount: number | null };
}

type Note = { id: number; words: string | null };

describeWithPostgres('the Postgres database', {}, (server) => {
	let db: Kysely<NotesDatabase>;
	let database: PostgresDatabase;
	let pool: Pool;

	beforeAll(async () => {
		const settings = server().settings({ schema: 'public' });
		await server().query('create table notes (id bigint primary key, words text, body bytea, amount bigint)');
		pool = await makePool(settings, silentLogger);
		db = (await kyselyOver(pool)) as unknown as Kysely<NotesDatabase>;
		const connections = new Connections(pool, systemClock, settings.connectTimeoutMs);
		database = new PostgresDatabase({ connections, clock: systemClock, settings });
	});
	beforeEach(async () => {
		await server().query('truncate notes');
	});
	afterAll(async () => await database?.close());

	const add = () => statement<Note>()((p) => db.insertInto('notes').values({ id: p.id, words: p.words }));
	const all = () =>
		statement<Record<string, never>>()(() => db.selectFrom('notes').select(['id', 'words']).orderBy('id'));
	const setWords = () =>
		statement<Note>()((p) => db.updateTable('notes').set({ words: p.words }).where('id', '=', p.id));
	const notes = async () => await database.read(many(all(), {}));

	test('a statement is written once and run with values of each call', async () => {
		const insert = add();
		expect(insert.sql).toBe('insert into "notes" ("id", "words") values ($1, $2)');
		expect(await database.write('x', change(insert, { id: 1, words: 'one' }))).toBe(1);
		await database.write('x', change(insert, { id: 2, words: null }));
		expect(await notes()).toEqual([
			{ id: 1, words: 'one' },
			{ id: 2, words: null },
		]);
	});

	test('a statement may hold values of its own beside those of the call', async () => {
		await database.write('x', change(add(), { id: 1, words: 'one' }));
		const found = statement<{ id: number }>()((p) =>
			db.selectFrom('notes').select('id').where('words', '=', 'one').where('id', '=', p.id),
		);
		expect(await database.read(one(found, { id: 1 }))).toEqual({ id: 1 });
		expect(await database.read(one(found, { id: 2 }))).toBeUndefined();
	});

	test('what nobody asked an answer of is done in its order', async () => {
		const [insert, update] = [add(), setWords()];
		function* program(): Program<readonly unknown[]> {
			for (let id = 1; id <= 1_200; id++) yield* apply(insert, { id, words: 'first' });
			yield* apply(update, { id: 600, words: 'second' });
			const rows = yield* many(all(), {});
			yield* apply(update, { id: 600, words: 'third' });
			return rows;
		}
		const seen = await database.write('x', program);
		expect(seen).toHaveLength(1_200);
		expect(seen[599]).toEqual({ id: 600, words: 'second' });
		expect((await notes())[599]).toEqual({ id: 600, words: 'third' });
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
		expect(await database.write('x', change(insert, { id: 2, words: 'two' }))).toBe(1);
		expect(await notes()).toHaveLength(1);
	});

	test('a broken rule of the database is told as storage with its cause, wherever it is noticed', async () => {
		const insert = add();
		await database.write('x', change(insert, { id: 1, words: 'one' }));
		function* unasked(): Program<string> {
			yield* apply(insert, { id: 2, words: 'two' });
			yield* apply(insert, { id: 1, words: 'again' });
			return 'done';
		}
		for (const program of [change(insert, { id: 1, words: 'again' }), unasked]) {
			await expect(database.write('x', program as () => Program<unknown>)).rejects.toMatchObject({
				code: 'storage',
				reason: '23505',
				why: expect.stringContaining('duplicate key'),
			});
		}
		expect(await notes()).toHaveLength(1);
	});

	test.each([new Date(0), { a: 1 }, [1], undefined, true, Number.NaN])(
		'%p as a value is refused before anything is written',
		async (value) => {
			const insert = add();
			function* program(): Program<void> {
				yield* apply(insert, { id: 1, words: 'fine' });
				yield* one(all(), {});
				yield* apply(insert, { id: 2, words: value as never });
			}
			await expect(database.write('x', program)).rejects.toMatchObject({ code: 'unexpected' });
			expect(await notes()).toEqual([]);
		},
	);

	test('any text, number and bytes come back as they were', async () => {
		const insert = statement<{ id: number; words: string; body: Uint8Array; amount: SqlValue }>()((p) =>
			db.insertInto('notes').values({ id: p.id, words: p.words, body: p.body, amount: p.amount as number }),
		);
		const find = statement<{ words: string }>()((p) =>
			db.selectFrom('notes').selectAll().where('words', '=', p.words),
		);
		const awkward = fc.string({ unit: fc.constantFrom('\u0000', '\u0001', '0', '1', "'", '\\', 'é', '🙂') });
		let id = 0;
		await fc.assert(
			fc.asyncProperty(awkward, fc.uint8Array(), fc.maxSafeInteger(), async (words, body, amount) => {
				id += 1;
				const text = `${id} ${words}`;
				await database.write('x', change(insert, { id, words: text, body, amount }));
				const row = await database.read(one(find, { words: text }));
				expect({ ...row, body: [...row!.body!] }).toEqual({ id, words: text, body: [...body], amount });
			}),
		);
	});

	test('a number JavaScript cannot count comes as digits, never as a neighbour of it', async () => {
		await server().query('insert into notes (id, amount) values (1, 9007199254740993)');
		const find = statement<Record<string, never>>()(() => db.selectFrom('notes').select('amount'));
		expect(await database.read(one(find, {}))).toEqual({ amount: '9007199254740993' });
		const sum = statement<Record<string, never>>()(() =>
			db.selectFrom('notes').select((row) => [row.fn.sum('id').as('sum'), row.fn.countAll().as('count')]),
		);
		expect(await database.read(one(sum, {}))).toEqual({ sum: 1, count: 1 });
	});

	test('writers of one scope go one after the other, in the order they came', async () => {
		await database.write('x', change(add(), { id: 1, words: '' }));
		const [read, update] = [all(), setWords()];
		const append = (word: string) =>
			function* (): Program<void> {
				const row = yield* one(read, {});
				yield* apply(update, { id: 1, words: `${row!.words ?? ''}${word}` });
			};
		const letters = [...'abcdefghijklmnopqrstuvwxyz'];
		await Promise.all(letters.map((letter) => database.write('scope', append(letter))));
		expect(await notes()).toEqual([{ id: 1, words: letters.join('') }]);
	});

	test('writers that wait for each other: both are done, one of them twice', async () => {
		const [insert, update] = [add(), setWords()];
		await database.write('x', change(insert, { id: 1, words: '' }));
		await database.write('x', change(insert, { id: 2, words: '' }));
		const pause = { sql: 'select pg_sleep(0.2)', slots: [] };
		let runs = 0;
		const crossing = (first: number, second: number, words: string) =>
			function* (): Program<void> {
				runs += 1;
				yield* change(update, { id: first, words });
				yield* change(pause, {});
				yield* change(update, { id: second, words });
			};
		await Promise.all([
			database.write('one', crossing(1, 2, 'one')),
			database.write('two', crossing(2, 1, 'two')),
		]);
		expect(runs).toBe(3);
		const words = (await notes()).map((note) => note.words);
		expect(new Set(words).size).toBe(1);
	});
});
