import { openStore } from '../../../storage/open-store';
import type { SessionStore } from '../../../sessions/store';
import { outboxConformance } from '../../contracts/outbox-conformance';
import { silentLogger } from '../../storage/silent-logger';
import { temporaryFolder } from '../../storage/temporary-folder';

outboxConformance({
	name: 'embedded, one process',
	async open() {
		const folder = temporaryFolder();
		const stores: SessionStore[] = [];
		return {
			async store() {
				const store = await openStore({ folder, logger: silentLogger });
				stores.push(store);
				return store;
			},
			async dispose() {
				await Promise.all(stores.map(async (store) => await store.close()));
			},
		};
	},
});
