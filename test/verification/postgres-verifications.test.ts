import { systemClock } from '../../runtime/system-ports';
import type { KitStore } from '../../storage/kit-store';
import { openPostgresStore } from '../../storage/open-postgres-store';
import { verificationStoreConformance } from '../contracts/verification-store-conformance';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { silentLogger as logger } from '../storage/silent-logger';
import { rowsAsText } from './database-text';

const tables = ['verifications', 'verification_marks', 'secrets'];

describeWithPostgres('Postgres', {}, (server) => {
	verificationStoreConformance({
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
				async dump() {
					const read = tables.map(
						async (table) => await server().query(`select * from "${settings.schema}".whatsapp_kit_${table}`),
					);
					return (await Promise.all(read)).map((rows) => rowsAsText(rows)).join('\n');
				},
				async close() {
					await Promise.all(stores.map((store) => store.close()));
					await server().query(`drop schema "${settings.schema}" cascade`);
				},
			};
		},
	});
});
