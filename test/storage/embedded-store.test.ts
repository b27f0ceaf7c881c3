import { openStore } from '../../storage/open-store';
import type { SessionStore } from '../../sessions/store';
import { sessionStoreConformance } from '../contracts/session-store-conformance';
import { silentLogger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

sessionStoreConformance({
	name: 'embedded',
	async open() {
		const folder = temporaryFolder();
		const stores: SessionStore[] = [];
		const reopen = async () => {
			const store = await openStore({ folder, logger: silentLogger });
			stores.push(store);
			return store;
		};
		return {
			store: await reopen(),
			reopen,
			async close() {
				await Promise.all(stores.map((store) => store.close()));
			},
		};
	},
});
