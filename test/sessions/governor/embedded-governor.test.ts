import type { SessionStore } from '../../../sessions/store';
import { openStore } from '../../../storage/open-store';
import { governorConformance } from '../../contracts/governor-conformance';
import { silentLogger as logger } from '../../storage/silent-logger';
import { temporaryFolder } from '../../storage/temporary-folder';

governorConformance({
	name: 'embedded',
	// Of the million that must hold; README.md says how to ask for all of them.
	requests: 60_000,
	async open() {
		const folder = temporaryFolder();
		const stores: SessionStore[] = [];
		const reopen = async () => {
			const store = await openStore({ folder, logger });
			stores.push(store);
			return store;
		};
		const close = async () => void (await Promise.all(stores.map((store) => store.close())));
		return { store: await reopen(), reopen, close };
	},
});
