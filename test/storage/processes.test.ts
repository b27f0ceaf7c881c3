import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { sqliteColumnTypes } from '../../storage/dialects/sqlite/column-types';
import { storeMigrations } from '../../storage/migrations/migrations';
import { openStore } from '../../storage/open-store';
import { STORE_FILE } from '../../storage/store-file';
import { silentLogger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';
import { withStoreProcesses } from './processes/start-store-process';

const PROCESSES = 4;

describe('several processes on one folder', () => {
	test('starting together they make one store, and each finds what the others wrote', async () => {
		const folder = join(temporaryFolder(), 'not', 'there', 'yet');
		await withStoreProcesses(PROCESSES, async (processes) => {
			await Promise.all(processes.map((each) => each.tell({ do: 'open', folder })));
			const granted = await Promise.all(
				processes.map((each, index) =>
					each.tell({ do: 'acquireMany', accountId: `account-${index}`, times: 1, now: 0, ttlMs: 1 }),
				),
			);
			expect(granted).toEqual([[1], [1], [1], [1]]);
		});
		const store = await openStore({ folder, logger: silentLogger });
		for (let index = 0; index < PROCESSES; index++) {
			expect(await store.readOwner(`account-${index}`)).not.toBeNull();
		}
		await store.close();
		const steps = Object.keys(storeMigrations(await sqliteColumnTypes()));
		expect(rows(folder, 'select name from whatsapp_kit_migrations order by name')).toEqual(
			steps.map((name) => ({ name })),
		);
	});

	test('a store that needs a further step gets it once', async () => {
		const folder = temporaryFolder();
		await (await openStore({ folder, logger: silentLogger })).close();
		await withStoreProcesses(PROCESSES, async (processes) => {
			const path = join(folder, STORE_FILE);
			await Promise.all(processes.map((each) => each.tell({ do: 'migrate', path })));
		});
		expect(rows(folder, 'select at from counted')).toEqual([{ at: 'once' }]);
	});

	test('writing at once they wait for each other, and no commit fails', async () => {
		const folder = temporaryFolder();
		await withStoreProcesses(PROCESSES, async (processes) => {
			await Promise.all(processes.map((each) => each.tell({ do: 'open', folder })));
			const sizes = await Promise.all(
				processes.map((each, index) =>
					each.tell({ do: 'commitMany', accountId: `account-${index}`, times: 400 }),
				),
			);
			expect(sizes).toEqual([401, 401, 401, 401]);
		});
	});

	test('of 200 who ask for an account at once exactly one gets it, each time with a higher fence', async () => {
		const folder = temporaryFolder();
		await withStoreProcesses(PROCESSES, async (processes) => {
			await Promise.all(processes.map((each) => each.tell({ do: 'open', folder })));
			const fences: number[] = [];
			for (let round = 0; round < 6; round++) {
				const ask = {
					do: 'acquireMany',
					accountId: 'a',
					times: 50,
					now: round * 1_000,
					ttlMs: 1_000,
				} as const;
				const granted = await Promise.all(processes.map((each) => each.tell(ask)));
				const won = granted.flat() as number[];
				expect(won).toHaveLength(1);
				fences.push(...won);
			}
			expect(fences).toEqual([1, 2, 3, 4, 5, 6]);
		});
	});
});

function rows(folder: string, query: string): readonly object[] {
	const connection = new DatabaseSync(join(folder, STORE_FILE), { readOnly: true });
	const found = connection.prepare(query).all();
	connection.close();
	return found.map((row) => ({ ...row }));
}
