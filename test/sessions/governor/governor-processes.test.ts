import { withStoreProcesses } from '../../storage/processes/start-store-process';
import { temporaryFolder } from '../../storage/temporary-folder';

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
