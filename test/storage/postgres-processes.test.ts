import { systemClock } from '../../runtime/system-ports';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { until } from '../fixtures/until';
import { withStoreProcesses, type StoreProcess } from './processes/start-store-process';
import { silentLogger as logger } from './silent-logger';

const PROCESSES = 4;

describeWithPostgres('several processes on one Postgres', {}, (server) => {
	const openAll = async (processes: readonly StoreProcess[], settings = server().settings()) => {
		await Promise.all(processes.map((each) => each.tell({ do: 'openPostgres', settings })));
		return settings;
	};

	test('starting together they make one store, and each finds what the others wrote', async () => {
		await withStoreProcesses(PROCESSES, async (processes) => {
			const settings = await openAll(processes);
			const granted = await Promise.all(
				processes.map((each, index) =>
					each.tell({ do: 'acquireMany', accountId: `account-${index}`, times: 1, now: 0, ttlMs: 1 }),
				),
			);
			expect(granted).toEqual([[1], [1], [1], [1]]);
			const store = await openPostgresStore({ settings, logger, clock: systemClock });
			for (let index = 0; index < PROCESSES; index++) {
				expect(await store.readOwner(`account-${index}`)).not.toBeNull();
			}
			await store.close();
		});
	});

	test('every step of the schema is applied once, in an empty database and in one that lacks the last', async () => {
		await withStoreProcesses(PROCESSES, async (processes) => {
			for (const emptyAtFirst of [true, false, true]) {
				const settings = server().settings();
				if (!emptyAtFirst) await processes[0]!.tell({ do: 'openPostgres', settings });
				await Promise.all(processes.map((each) => each.tell({ do: 'migratePostgres', settings })));
				expect(await server().query('select at from counted', settings.schema)).toEqual([{ at: 'once' }]);
			}
		});
	}, 60_000);

	test('writing at once they wait for each other, and no commit fails', async () => {
		await withStoreProcesses(PROCESSES, async (processes) => {
			await openAll(processes);
			const sizes = await Promise.all(
				processes.map((each, index) =>
					each.tell({ do: 'commitMany', accountId: `account-${index}`, times: 200 }),
				),
			);
			expect(sizes).toEqual([201, 201, 201, 201]);
		});
	});

	test('of 200 who ask for an account at once exactly one gets it, each time with a higher fence', async () => {
		await withStoreProcesses(PROCESSES, async (processes) => {
			await openAll(processes);
			const fences: number[] = [];
			for (let round = 0; round < 6; round++) {
				const now = round * 1_000;
				const ask = { do: 'acquireMany', accountId: 'a', times: 50, now, ttlMs: 1_000 } as const;
				const granted = await Promise.all(processes.map((each) => each.tell(ask)));
				expect(granted.flat()).toHaveLength(1);
				fences.push(...(granted.flat() as number[]));
			}
			expect(fences).toEqual([1, 2, 3, 4, 5, 6]);
		});
	});

	test('an owner whose lease went to another process can write nothing more', async () => {
		await withStoreProcesses(2, async (processes) => {
			const [former, present] = processes as [StoreProcess, StoreProcess];
			const settings = await openAll(processes);
			await former.tell({ do: 'commitMany', accountId: 'a', times: 3 });
			await present.tell({ do: 'acquireMany', accountId: 'a', times: 1, now: 5_000, ttlMs: 1_000 });
			await expect(former.tell({ do: 'commitAgain', accountId: 'a' })).rejects.toMatchObject({
				code: 'ownedElsewhere',
			});
			expect(await keysOf(settings.schema)).toBe(5);
		});
	});

	test('an owner frozen while it writes is taken over from, and wakes up to find that it may not', async () => {
		await withStoreProcesses(2, async (processes) => {
			const [former, present] = processes as [StoreProcess, StoreProcess];
			const settings = await openAll(processes);
			let last = 0;
			former.onTold((number) => (last = number as number));
			const writing = former.tell({ do: 'commitForever', accountId: 'a' });
			// Frozen inside a transaction it loses that transaction to the server, frozen between two only its lease.
			const refused = expect(writing).rejects.toMatchObject({
				code: expect.stringMatching(/^(ownedElsewhere|storage)$/) as string,
			});
			await until(() => last >= 20);
			process.kill(former.pid, 'SIGSTOP');
			const takeOver = { do: 'acquireMany', accountId: 'a', times: 1, now: 5_000, ttlMs: 1_000 } as const;
			const asked = Date.now();
			expect(await present.tell(takeOver)).toEqual([2]);
			// Frozen in the middle of a transaction it holds the account's lock until the server takes it away.
			expect(Date.now() - asked).toBeLessThan(20_000);
			const keys = await keysOf(settings.schema);
			process.kill(former.pid, 'SIGCONT');
			await refused;
			await expect(former.tell({ do: 'commitAgain', accountId: 'a' })).rejects.toMatchObject({
				code: 'ownedElsewhere',
			});
			expect(await keysOf(settings.schema)).toBe(keys);
		});
	}, 60_000);

	async function keysOf(schema: string): Promise<number> {
		const [row] = await server().query('select count(*)::int as keys from whatsapp_kit_keys', schema);
		return row!.keys as number;
	}
});
