import { systemClock } from '../../runtime/system-ports';
import type { SessionStore } from '../../sessions/store';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { sessionStoreConformance } from '../contracts/session-store-conformance';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { alice, entry, take } from './conformance/records';
import { silentLogger } from './silent-logger';

// fsync is off: what is proven here is what the store says and does, not what survives a power cut.
describeWithPostgres('Postgres', {}, (server) => {
	sessionStoreConformance({
		name: 'Postgres',
		async open() {
			const settings = server().settings();
			const stores: SessionStore[] = [];
			const reopen = async () => {
				const store = await openPostgresStore({ settings, logger: silentLogger, clock: systemClock });
				stores.push(store);
				return store;
			};
			return {
				store: await reopen(),
				reopen,
				async close() {
					await Promise.all(stores.map((store) => store.close()));
					await server().query(`drop schema "${settings.schema}" cascade`);
				},
			};
		},
	});

	test('a lease is renewed while a burst of messages is written', async () => {
		const settings = server().settings();
		const store = await openPostgresStore({ settings, logger: silentLogger, clock: systemClock });
		const lease = await take(store, alice);
		const account = store.accountStore(lease, {});
		let written = 0;
		const burst = Array.from({ length: 300 }, async (_, index) => {
			await account.commit({}, [entry(`e${index}`)]);
			written += 1;
		});
		expect(await store.renewLease(lease, 1, 1_000)).toBe(true);
		expect(written).toBeLessThan(150);
		await Promise.all(burst);
		await store.close();
	});
});
