import { systemClock } from '../../../runtime/system-ports';
import type { SessionStore } from '../../../sessions/store';
import { openPostgresStore } from '../../../storage/open-postgres-store';
import type { PostgresServer } from '../../fixtures/postgres-server';
import { silentLogger } from '../../storage/silent-logger';
import type { OutboxParts } from './conformance/outbox-world';

/** Stores of several processes in a schema nobody used yet. */
export function storesOn(server: PostgresServer): OutboxParts {
	const settings = server.settings();
	const stores: SessionStore[] = [];
	return {
		async store() {
			const store = await openPostgresStore({ settings, logger: silentLogger, clock: systemClock });
			stores.push(store);
			return store;
		},
		async dispose() {
			await Promise.all(stores.map(async (store) => await store.close()));
			await server.query(`drop schema "${settings.schema}" cascade`);
		},
	};
}
