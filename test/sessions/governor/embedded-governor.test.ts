import type { SessionStore } from '../../../sessions/store';
import { openStore } from '../../../storage/open-store';
import { governorConformance } from '../../contracts/governor-conformance';
import { silentLogger as logger } from '../../storage/silent-logger';
import { temporaryFolder } from '../../storage/temporary-folder';

governorConformance({
	name: 'embedded',
	// A mutation run repeats this for every change; a rule that is broken shows in few.
	requests: process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 400 : 60_000,
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
