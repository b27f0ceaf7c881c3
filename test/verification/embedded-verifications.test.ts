import { join } from 'node:path';
import type { KitStore } from '../../storage/kit-store';
import { openStore } from '../../storage/open-store';
import { STORE_FILE } from '../../storage/store-file';
import { verificationStoreConformance } from '../contracts/verification-store-conformance';
import { silentLogger as logger } from '../storage/silent-logger';
import { temporaryFolder } from '../storage/temporary-folder';
import { fileAsText } from './database-text';

verificationStoreConformance({
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
			dump: async () => await Promise.resolve(fileAsText(join(folder, STORE_FILE))),
			close: async () => void (await Promise.all(stores.map((store) => store.close()))),
		};
	},
});
