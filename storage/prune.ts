import { setImmediate } from 'node:timers/promises';
import type { Database, Program } from './database';
import type { Repositories } from './repositories/repositories';
import { PRUNE_BATCH_ROWS, retention } from './retention';

/**
 * Drops what is older than the limits of `retention.ts`; answers how many rows were emptied or removed.
 * Between batches everything else gets its turn. Stops early when `stopped` says so.
 */
export async function prune(
	database: Database,
	{ expired, ledger, parcels, jobs, verifications, verificationChanges, waits }: Repositories,
	now: number,
	stopped: () => boolean,
): Promise<number> {
	const batches: readonly (() => Program<number>)[] = [
		() => expired.retireSubscriber(now - retention.subscriberMs, PRUNE_BATCH_ROWS),
		() => expired.emptyInbox(now - retention.inboxBodyMs, PRUNE_BATCH_ROWS),
		() => expired.removeInbox(now - retention.inboxRowMs, PRUNE_BATCH_ROWS),
		() => expired.emptySent(now - retention.sentBodyMs, PRUNE_BATCH_ROWS),
		() => expired.removeSent(now - retention.sentRowMs, PRUNE_BATCH_ROWS),
		() => ledger.removeRows(now - retention.ledgerRowMs, PRUNE_BATCH_ROWS),
		() => ledger.removeHeads(now - retention.ledgerHeadMs, PRUNE_BATCH_ROWS),
		() => parcels.removeExpired(now),
		() => jobs.expire(now, PRUNE_BATCH_ROWS),
		() => jobs.removeEnded(now - retention.jobRowMs, PRUNE_BATCH_ROWS),
		() => expired.removeBursts(PRUNE_BATCH_ROWS),
		() => expired.removeReplies(now - retention.replyMs, PRUNE_BATCH_ROWS),
		() => verifications.removeEnded(now - retention.verificationMs, PRUNE_BATCH_ROWS),
		() => verificationChanges.retire(now - retention.verificationListenerMs, PRUNE_BATCH_ROWS),
		() => verificationChanges.removeSettled(now - retention.verificationChangeMs, PRUNE_BATCH_ROWS),
		() => verifications.removeMarks(now - retention.verificationMarkMs, PRUNE_BATCH_ROWS),
		() => waits.removeOld(now - retention.waitMs, PRUNE_BATCH_ROWS),
	];
	let gone = 0;
	for (const batch of batches) {
		for (let handled = -1; handled !== 0 && !stopped(); ) {
			handled = await database.write('prune', batch);
			gone += handled;
			if (handled > 0) await setImmediate();
		}
	}
	return gone;
}
