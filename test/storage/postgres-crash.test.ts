import { systemClock } from '../../runtime/system-ports';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { until } from '../fixtures/until';
import { commitUntilKilled, expectWholeCommits } from './acknowledged-commits';
import { startStoreProcess } from './processes/start-store-process';
import { silentLogger as logger } from './silent-logger';

// fsync is on: a commit that was acknowledged must be on the disk when everything dies.
describeWithPostgres('Postgres with its writes on the disk', { fsync: true }, (server) => {
	test.each([1, 150, 400])(
		'a process killed after %i commits has lost none it acknowledged, and left no half',
		async (seen) => {
			const settings = server().settings();
			const acknowledged = await commitUntilKilled({ do: 'openPostgres', settings }, seen);
			const store = await openPostgresStore({ settings, logger, clock: systemClock });
			await expectWholeCommits(store, acknowledged);
			await store.close();
		},
	);

	test('the server killed again and again while a process commits: nothing acknowledged is lost', async () => {
		const settings = server().settings();
		const child = await startStoreProcess();
		let acknowledged = 0;
		child.onTold((number) => (acknowledged = number as number));
		await child.tell({ do: 'openPostgres', settings });
		let done = false;
		const commits = child
			.tell({ do: 'commitThroughOutages', accountId: 'a', times: 300 })
			.finally(() => (done = true));
		for (let crash = 1; crash <= 3; crash++) {
			await until(() => done || acknowledged >= crash * 60, 20_000);
			await server().stop('SIGKILL');
			await server().start();
		}
		await commits;
		await child.kill();
		expect(acknowledged).toBe(300);
		const store = await openPostgresStore({ settings, logger, clock: systemClock });
		await expectWholeCommits(store, 300);
		await store.close();
	}, 90_000);
});
