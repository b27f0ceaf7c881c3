import type { KitStore } from '../../storage/kit-store';
import { openStore } from '../../storage/open-store';
import { waitStoreConformance } from '../contracts/wait-store-conformance';
import { silentLogger as logger } from '../storage/silent-logger';
import { temporaryFolder } from '../storage/temporary-folder';

waitStoreConformance({
	name: 'embedded',
	async open() {
		const folder = temporaryFolder();
		const stores: KitStore[] = [];
		const reopen = async () => {
			const store = await openStore({ folder, logger });
			stores.push(store);
			return store;
		};
		return {
			store: await reopen(),
			reopen,
			close: async () => void (await Promise.all(stores.map((store) => store.close()))),
		};
	},
});
