import type { Clock } from '../../messages/ports';
import { systemClock } from '../../runtime/system-ports';
import type { SessionStore } from '../../sessions/store';
import { limits } from '../../storage/dialects/postgres/limits';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { PASSWORD } from '../fixtures/postgres-server';
import { until } from '../fixtures/until';
import { expectWholeCommits } from './acknowledged-commits';
import { startStoreProcess, type StoreProcess } from './processes/start-store-process';
import { silentLogger as logger } from './silent-logger';

const owner = { id: 'o', host: 'h', pid: 1, role: 'main' };
const away = { code: 'storage', what: expect.stringMatching(/cannot be reached/) };

describeWithPostgres('a Postgres that goes away', {}, (server) => {
	let store: SessionStore;
	const acquire = async (accountId = 'a') =>
		await store.acquireLease({ accountId, owner, now: 0, ttlMs: 1_000 });
	const open = async (connectTimeoutMs: number, clock: Clock = systemClock) => {
		store = await openPostgresStore({ settings: server().settings({ connectTimeoutMs }), logger, clock });
	};

	let thaw = (): void => undefined;
	const freeze = () => {
		thaw = server().freeze();
	};

	afterEach(async () => {
		thaw();
		await server().start();
		await store.close();
	});

	test('for a moment: what was asked meanwhile waits and is done', async () => {
		await open(10_000);
		await acquire();
		await server().stop();
		const writing = acquire('asked while away');
		const reading = store.readOwner('a');
		await server().start();
		expect(await writing).toMatchObject({ granted: true });
		expect(await reading).toMatchObject({ id: 'o' });
	});

	test('for long: everybody is told in time, nobody waits in a row, and it goes on by itself', async () => {
		await open(300);
		await acquire();
		await server().stop();
		const began = Date.now();
		const calls = Array.from({ length: 200 }, (_, index) =>
			index % 2 === 0 ? acquire() : store.readOwner(`account ${index}`),
		);
		const answers = await Promise.allSettled(calls);
		expect(Date.now() - began).toBeLessThan(10_000);
		for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: away });
		await server().start();
		expect(await acquire('later')).toMatchObject({ granted: true });
	});

	test('when it is opened: told within the limit, with the address and without the password', async () => {
		await open(300);
		const settings = server().settings({ connectTimeoutMs: 300 });
		await server().stop();
		const opening = openPostgresStore({ settings, logger, clock: systemClock });
		await expect(opening).rejects.toMatchObject({
			...away,
			why: expect.stringContaining(`127.0.0.1:${server().port}/postgres`),
		});
		const error = (await opening.catch((thrown: unknown) => thrown)) as Error;
		expect(JSON.stringify([error, String(error), error.stack])).not.toContain(PASSWORD);
	});

	test('frozen: each wait ends at its limit, and it goes on over a new connection', async () => {
		const clock = new ManualClock();
		await open(60_000, clock);
		await acquire();
		freeze();
		const writing = expect(acquire('b')).rejects.toMatchObject({
			...away,
			why: expect.stringContaining(`no answer within ${limits.answerMs} ms`),
		});
		await settle();
		await clock.advance(limits.answerMs);
		await writing;
		const reading = expect(store.readOwner('a')).rejects.toMatchObject({
			...away,
			why: expect.stringContaining('no connection within the time limit'),
		});
		await settle();
		await clock.advance(60_000);
		await reading;
		thaw();
		expect(await acquire('c')).toMatchObject({ granted: true });
	});

	test('frozen while it is closed: closing ends', async () => {
		await open(1_000);
		await acquire();
		freeze();
		await store.close();
		await expect(acquire()).rejects.toMatchObject({ what: expect.stringMatching(/closed already/) });
	});
});

// The administrator chose to lose the last commits rather than wait for them; ours are not among those.
const careless = { settings: ['synchronous_commit=off'] };

describeWithPostgres('a process whose Postgres comes and goes', careless, (server) => {
	let child: StoreProcess;
	beforeEach(async () => {
		child = await startStoreProcess();
	});
	afterEach(async () => await child.kill());

	// In a process of its own: there an error nobody listens to, or a promise nobody looks at, ends it.
	test('lives on and loses nothing, whether clients are sent away or cut off', async () => {
		const settings = server().settings({ connectTimeoutMs: 2_000 });
		let last = 0;
		child.onTold((number) => (last = number as number));
		await child.tell({ do: 'openPostgres', settings });
		const commits = child.tell({ do: 'commitThroughOutages', accountId: 'a', times: 400 });
		for (const [index, signal] of (['SIGINT', 'SIGQUIT', 'SIGKILL', 'SIGINT'] as const).entries()) {
			await until(() => last >= (index + 1) * 60, 20_000);
			await server().stop(signal);
			await server().start();
		}
		await commits;
		const store = await openPostgresStore({ settings, logger, clock: systemClock });
		await expectWholeCommits(store, 400);
		await store.close();
	}, 60_000);

	test('lives on when idle connections are ended by an administrator', async () => {
		await child.tell({ do: 'openPostgres', settings: server().settings() });
		const ask = { do: 'acquireMany', accountId: 'a', times: 5, ttlMs: 1 } as const;
		expect(await child.tell({ ...ask, now: 0 })).toEqual([1]);
		for (let round = 1; round <= 5; round++) {
			await server().query(
				"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'whatsapp-kit'",
			);
			expect(await child.tell({ ...ask, now: round * 10 })).toHaveLength(1);
		}
	});
});
