import type { Session } from '../../sessions/session';
import type { Waits } from './operation';
import type { Open } from './item-loop';
import { loadKit } from './load-kit';

/** The session of the account, shared by everything that uses its credential. */
export const openSession: Open<{ readonly session: Session; readonly waits: Waits }> = async (
	host,
	account,
) => {
	const kit = loadKit({ logger: host.logger });
	const { session, release } = await kit.acquire(account);
	return { given: { session, waits: await kit.waits(account) }, release };
};
