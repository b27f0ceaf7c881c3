import type { Session } from '../../sessions/session';
import type { Open } from './item-loop';
import { loadKit } from './load-kit';

/** The session of the account, shared by everything that uses its credential. */
export const openSession: Open<{ readonly session: Session }> = async (host, account) => {
	const { session, release } = await loadKit({ logger: host.logger }).acquire(account);
	return { given: { session }, release };
};
