import { systemClock } from '../../runtime/system-ports';
import { openPostgresStore } from '../../storage/open-postgres-store';
import type { PostgresSettings } from '../../storage/dialects/postgres/settings';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { PASSWORD } from '../fixtures/postgres-server';
import { silentLogger as logger } from './silent-logger';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };
const open = async (settings: PostgresSettings) =>
	await openPostgresStore({ settings, logger, clock: systemClock });

describeWithPostgres('opening a store in Postgres', { settings: ['max_connections=20'] }, (server) => {
	const refusals: readonly [string, RegExp, string, () => Partial<PostgresSettings> | Promise<object>][] = [
		['a wrong password', /does not let WhatsApp Kit in/, '28P01', () => ({ password: 'other' })],
		['an unknown user', /does not let WhatsApp Kit in/, '28P01', () => ({ user: 'nobody' })],
		['a database that is not there', /does not exist/, '3D000', () => ({ database: 'absent' })],
		['a server without SSL', /encrypted connection/, '', () => ({ ssl: true })],
		[
			'a user who may make no schema',
			/may not use its tables/,
			'42501',
			async () => await userWho("create user guest password 'guest'", 'guest'),
		],
		[
			'a user who may make no tables',
			/may not use its tables/,
			'42501',
			async () => {
				const made = await userWho("create user reader password 'reader'", 'reader');
				await server().query('create schema closed; grant usage on schema closed to reader');
				return { ...made, schema: 'closed' };
			},
		],
		[
			'a replica',
			/read-only/,
			'25006',
			async () => {
				const made = await userWho("create user replica superuser password 'replica'", 'replica');
				await server().query('alter user replica set default_transaction_read_only = on');
				return made;
			},
		],
	];

	async function userWho(sql: string, name: string): Promise<Partial<PostgresSettings>> {
		await server().query(sql);
		return { user: name, password: name };
	}

	test.each(refusals)('%s is told in words', async (_name, what, reason, changes) => {
		const settings = server().settings(await changes());
		const opening = open(settings);
		await expect(opening).rejects.toMatchObject({
			name: 'KitError',
			code: 'storage',
			what: expect.stringMatching(what),
			why: expect.stringContaining('set by the test'),
			next: expect.stringMatching(/\.$/),
			...(reason === '' ? {} : { reason }),
		});
		const error = (await opening.catch((thrown: unknown) => thrown)) as Error & { why: string };
		expect([error.message, error.why, error.stack, JSON.stringify(error)].join()).not.toContain(PASSWORD);
	});

	test('a schema of any name holds everything, and nothing else does', async () => {
		const settings = server().settings({ schema: 'Odd "name", \\ and so on' });
		const store = await open(settings);
		await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
		await store.close();
		const tables = await server().query(
			"select distinct schemaname from pg_tables where tablename like 'whatsapp_kit_%'",
		);
		expect(tables).toEqual([{ schemaname: settings.schema }]);
		await server().query(`drop schema "${settings.schema.replaceAll('"', '""')}" cascade`);
	});

	test('in "public" beside the tables of others, also where a user has a schema of its own', async () => {
		await server().query('create schema tester; create table public.workflow_entity (id text)');
		const store = await open(server().settings({ schema: 'public' }));
		await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
		await store.close();
		const tables = await server().query(
			"select distinct schemaname from pg_tables where tablename like 'whatsapp_kit_%'",
		);
		expect(tables).toEqual([{ schemaname: 'public' }]);
	});

	test('a store of a newer version is left alone', async () => {
		const settings = server().settings();
		await (await open(settings)).close();
		await server().query(
			"insert into whatsapp_kit_migrations values ('9999-future', '2030')",
			settings.schema,
		);
		await expect(open(settings)).rejects.toMatchObject({
			code: 'storage',
			what: expect.stringMatching(/made by a newer version/),
		});
	});

	test('a table that went missing is an error, not an empty one', async () => {
		const settings = server().settings();
		await (await open(settings)).close();
		await server().query('drop table whatsapp_kit_keys', settings.schema);
		const store = await open(settings);
		const answer = await store.acquireLease({ accountId: 'a', owner, now: 0, ttlMs: 1 });
		if (!answer.granted) throw new Error('a new account is held');
		await expect(store.accountStore(answer.lease, {}).loadKeys()).rejects.toMatchObject({
			code: 'storage',
			reason: '42P01',
			what: expect.stringMatching(/are missing/),
		});
		await store.close();
	});

	test('text is kept in the order of its bytes, whatever language the server speaks', async () => {
		const settings = server().settings();
		await (await open(settings)).close();
		const columns = await server().query(
			`select distinct collation_name from information_schema.columns
			where table_schema = '${settings.schema}' and table_name like 'whatsapp_kit_%' and data_type = 'text'`,
		);
		expect(columns).toEqual([{ collation_name: 'C' }]);
	});

	test('more callers than Postgres has connections for: they wait for each other', async () => {
		const settings = server().settings({ poolSize: 3 });
		const store = await open(settings);
		const accounts = Array.from({ length: 60 }, (_, index) => `account ${index}`);
		const answers = await Promise.all(
			accounts.map((accountId) => store.acquireLease({ accountId, owner, now: 0, ttlMs: 1 })),
		);
		expect(answers.every(({ granted }) => granted)).toBe(true);
		const [row] = await server().query(
			"select count(*)::int as open from pg_stat_activity where application_name = 'whatsapp-kit'",
		);
		expect(row!.open).toBeLessThanOrEqual(3);
		await store.close();
	});
});
