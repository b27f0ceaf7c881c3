import type { SessionStore } from '../../../sessions/store';
import { openStore } from '../../../storage/open-store';
import { governorConformance } from '../../contracts/governor-conformance';
import { withStoreProcesses } from '../../storage/processes/start-store-process';
import { silentLogger as logger } from '../../storage/silent-logger';
import { temporaryFolder } from '../../storage/temporary-folder';

governorConformance({
	name: 'embedded',
	// A mutation run repeats this for every change; a rule that is broken shows in few.
	requests: process.env.WHATSAPP_KIT_FEWER_EXAMPLES ? 3_000 : 60_000,
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

test('of 200 verifications to one recipient over 4 processes exactly one goes', async () => {
	const folder = temporaryFolder();
	await withStoreProcesses(4, async (processes) => {
		await Promise.all(processes.map((each) => each.tell({ do: 'open', folder })));
		for (let round = 0; round < 5; round++) {
			const order = {
				do: 'reserveMany',
				accountId: 'a',
				times: 50,
				now: 1_000_000 + round * 60_000,
			} as const;
			const granted = await Promise.all(processes.map((each) => each.tell(order)));
			expect(granted.reduce<number>((sum, one) => sum + (one as number), 0)).toBe(1);
		}
	});
});
