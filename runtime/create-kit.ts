import { createMediaFetcher } from '../messages/media/fetch-media';
import { knownState, livingOwner } from '../sessions/known-state';
import { whereIs } from '../sessions/read-status';
import { Freight } from '../sessions/remote/freight';
import type { OwnerLink } from '../sessions/remote/owner-link';
import { SessionManager } from '../sessions/session-manager';
import type { OwnerIdentity } from '../sessions/store';
import type { KitStore } from '../storage/kit-store';
import { KeyRing } from '../verification/verifier';
import { accountVerifications } from './account-verifications';
import type { HostPorts, Kit } from './kit';
import { openChosenStore } from './open-chosen-store';
import { isOwnerAlive, processIdentity } from './process-identity';
import { RedisLink } from './redis/redis-link';
import { redisSettings } from './redis-settings';
import { whenAskedToEnd } from './shutdown';
import { systemClock, systemRandom } from './system-ports';

/** A kit that can be ended, for tests and for programs that are not n8n. */
export interface ClosableKit extends Kit {
	close(): Promise<void>;
}

interface Parts {
	/** This process. */
	readonly here: OwnerIdentity;
	readonly store: KitStore;
	/** Of codes, by account. */
	readonly keys: KeyRing;
	readonly manager: SessionManager;
	/** To the other processes, when there may be any. */
	readonly link: OwnerLink | null;
}

/** Wires the parts of one process together. Nothing is opened before the first use. */
export function createKit(
	host: HostPorts,
	environment: Readonly<Record<string, string | undefined>>,
): ClosableKit {
	const { logger } = host;
	let opening: Promise<Parts> | undefined;
	const parts = async (): Promise<Parts> => {
		opening ??= open().catch((error: unknown) => {
			// A store that could not be opened is tried again by the next one who asks.
			opening = undefined;
			throw error;
		});
		return await opening;
	};
	const open = async (): Promise<Parts> => {
		const owner = processIdentity();
		const queueProcess = owner.role !== 'main';
		const redis = redisSettings({ environment, queueProcess });
		const store = await openChosenStore({ environment, queueProcess, logger, clock: systemClock });
		const link = redis && new RedisLink({ settings: redis, processId: owner.id, logger, clock: systemClock });
		const manager = new SessionManager({
			store,
			logger,
			environment,
			clock: systemClock,
			random: systemRandom,
			owner,
			isAlive: isOwnerAlive,
			fetchMedia: createMediaFetcher(),
			remote: link ? { link, freight: new Freight(store) } : undefined,
		});
		whenAskedToEnd(() => manager.drain());
		return { here: owner, store, keys: new KeyRing(store.verifications), manager, link };
	};

	return {
		async acquire(account) {
			const { manager } = await parts();
			return await manager.acquire(account);
		},
		async lastKnown(accountId) {
			const { store, here } = await parts();
			const liveness = { now: systemClock.now(), isAlive: isOwnerAlive };
			const owner = livingOwner(await store.readOwner(accountId), liveness);
			const known = knownState(await store.readState(accountId), owner);
			return known && owner ? { ...known, owner: whereIs(owner, here) } : known;
		},
		async verifications(account) {
			const { store, keys, manager } = await parts();
			const ports = { store: store.verifications, keys, manager, clock: systemClock, random: systemRandom };
			return accountVerifications(account, ports);
		},
		async close() {
			if (!opening) return;
			const { store, manager, link } = await opening;
			opening = undefined;
			await manager.close();
			await link?.close();
			await store.close();
		},
	};
}
