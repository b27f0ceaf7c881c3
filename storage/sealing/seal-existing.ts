import type { Lease } from '../../sessions/store';
import type { Program } from '../database';
import type { Repositories } from '../repositories/repositories';
import type { AccountSeal } from '../repositories/state';
import { clearVault } from './vault';
import type { Vault } from './vault';

/** Bodies read at a time, so that a large history does not lie in memory at once. */
const CHUNK = 200;

/**
 * Rewrites everything of an account that lies in clear, and marks the account as sealed: all of it or
 * nothing. False when the account is sealed already.
 */
export function* sealExisting(
	repositories: Repositories,
	lease: Lease,
	vault: Vault,
	seal: AccountSeal,
): Program<boolean> {
	const { accountId } = lease;
	yield* repositories.leases.hold(lease);
	if ((yield* repositories.state.readSeal(accountId)) !== null) return false;
	yield* repositories.state.writeSeal(accountId, seal);
	const reseal = { from: clearVault, to: vault };
	yield* repositories.keys.reseal(accountId, reseal);
	yield* repositories.inbox.reseal(accountId, reseal, CHUNK);
	yield* repositories.sent.reseal(accountId, reseal, CHUNK);
	yield* repositories.jobs.reseal(accountId, reseal, CHUNK);
	return true;
}
