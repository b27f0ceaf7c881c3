import { systemClock } from '../../../runtime/system-ports';
import type { SessionStore } from '../../../sessions/store';
import { openPostgresStore } from '../../../storage/open-postgres-store';
import { governorConformance } from '../../contracts/governor-conformance';
import { describeWithPostgres } from '../../fixtures/describe-with-postgres';
import { withStoreProcesses } from '../../storage/processes/start-store-process';
import { silentLogger as logger } from '../../storage/silent-logger';

describeWithPostgres('Postgres', {}, (server) => {
	governorConformance({
		name: 'Postgres',
		requests: 4_000,
		async open() {
			const settings = server().settings();
			const stores: SessionStore[] = [];
			const reopen = async () => {
				const store = await openPostgresStore({ settings, logger, clock: systemClock });
				stores.push(store);
				return store;
			};
			const close = async () => {
				await Promise.all(stores.map((store) => store.close()));
				await server().query(`drop schema "${settings.schema}" cascade`);
			};
			return { store: await reopen(), reopen, close };
		},
	});

	test('of 200 verifications to one recipient over 4 processes exactly one goes', async () => {
		const settings = server().settings();
		await withStoreProcesses(4, async (processes) => {
			await Promise.all(processes.map((each) => each.tell({ do: 'openPostgres', settings })));
			for (let round = 0; round < 5; round++) {
				const now = 1_000_000 + round * 60_000;
				const order = { do: 'reserveMany', accountId: 'a', times: 50, now } as const;
				const granted = await Promise.all(processes.map((each) => each.tell(order)));
				expect(granted.reduce<number>((sum, one) => sum + (one as number), 0)).toBe(1);
			}
		});
	});
});
