import { openStore } from '../../storage/open-store';
import { commitUntilKilled, expectWholeCommits } from './acknowledged-commits';
import { silentLogger } from './silent-logger';
import { temporaryFolder } from './temporary-folder';

/** How many acknowledged commits to see before the process is killed in the middle of the next ones. */
const seenBeforeKill = [1, 150, 777];

describe('a process killed while it commits', () => {
	test.each(seenBeforeKill)(
		'after %i commits has lost none it acknowledged, and left no half',
		async (seen) => {
			const folder = temporaryFolder();
			const acknowledged = await commitUntilKilled({ do: 'open', folder }, seen);
			const store = await openStore({ folder, logger: silentLogger });
			await expectWholeCommits(store, acknowledged);
			await store.close();
		},
	);
});
