import { systemClock } from '../../runtime/system-ports';
import type { KitStore } from '../../storage/kit-store';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { waitStoreConformance } from '../contracts/wait-store-conformance';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { silentLogger as logger } from '../storage/silent-logger';

describeWithPostgres('Postgres', {}, (server) => {
	waitStoreConformance({
		name: 'Postgres',
		async open() {
			const settings = server().settings();
			const stores: KitStore[] = [];
			const reopen = async () => {
				const store = await openPostgresStore({ settings, logger, clock: systemClock });
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
});
