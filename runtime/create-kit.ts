import { createMediaFetcher } from '../messages/media/fetch-media';
import { knownState, livingOwner } from '../sessions/known-state';
import { whereIs } from '../sessions/read-status';
import { Freight } from '../sessions/remote/freight';
import type { OwnerLink } from '../sessions/remote/owner-link';
import { SessionManager } from '../sessions/session-manager';
import type { OwnerIdentity } from '../sessions/store';
import type { KitStore } from '../storage/kit-store';
import { wireSealer } from '../storage/sealing/wire-sealer';
import type { Environment } from './environment-value';
import type { HostPorts, Kit } from './kit';
import { recordsOf } from './kit-records';
import { templatesOf } from './kit-templates';
import { KitVerifications } from './kit-verifications';
import { KitWaits } from './kit-waits';
import { webhooksOf } from './kit-webhooks';
import { openChosenStore } from './open-chosen-store';
import { isOwnerAlive, processIdentity } from './process-identity';
import { postResume } from './post-resume';
import { RedisLink } from './redis/redis-link';
import { redisSettings } from './redis-settings';
import { whenAskedToEnd } from './shutdown';
import { SharedClock } from './shared-clock';
import { tryOut } from './try-out';
import { systemClock, systemElapsed, systemRandom } from './system-ports';

/** A kit that can be ended, for tests and for programs that are not n8n. */
export interface ClosableKit extends Kit {
	close(): Promise<void>;
}

interface Parts {
	/** What all processes go by. */
	readonly clock: SharedClock;
	/** This process. */
	readonly here: OwnerIdentity;
	readonly store: KitStore;
	readonly manager: SessionManager;
	readonly verifications: KitVerifications;
	readonly waits: KitWaits;
	/** To the other processes, when there may be any. */
	readonly link: OwnerLink | null;
}

/** Wires the parts of one process together. Nothing is opened before the first use. */
export function createKit(host: HostPorts, environment: Environment): ClosableKit {
	let opening: Promise<Parts> | undefined;
	const parts = async (): Promise<Parts> => {
		opening ??= openParts(host, environment).catch((error: unknown) => {
			// A store that could not be opened is tried again by the next one who asks.
			opening = undefined;
			throw error;
		});
		return await opening;
	};

	return {
		async acquire(account) {
			const { manager, waits } = await parts();
			const { session, release } = await manager.acquire(account);
			const stop = waits.use(account);
			return {
				session,
				release() {
					stop();
					release();
				},
			};
		},
		async lastKnown(accountId) {
			const { store, here, clock } = await parts();
			const liveness = { now: clock.now(), isAlive: isOwnerAlive };
			const owner = livingOwner(await store.readOwner(accountId), liveness);
			const known = knownState(await store.readState(accountId), owner);
			return known && owner ? { ...known, owner: whereIs(owner, here) } : known;
		},
		tryOut: async (account) => await tryOut(account, host, environment),
		webhooks: webhooksOf(host, environment),
		...recordsOf(host, environment),
		...templatesOf(host, environment),
		async verifications(account) {
			const { verifications, waits } = await parts();
			const { listen, ...methods } = verifications.of(account);
			return {
				...methods,
				listen(listener, attached) {
					const stops = [listen(listener, attached), waits.use(account)];
					return () => stops.forEach((stop) => stop());
				},
			};
		},
		async waits(account) {
			return (await parts()).waits.of(account);
		},
		async close() {
			if (!opening) return;
			const { store, manager, verifications, waits, link, clock } = await opening;
			opening = undefined;
			await waits.close();
			await verifications.close();
			await manager.close();
			await link?.close();
			clock.close();
			await store.close();
		},
	};
}

async function openParts(host: HostPorts, environment: Environment): Promise<Parts> {
	const { logger } = host;
	const owner = processIdentity();
	const queueProcess = owner.role !== 'main';
	const redis = redisSettings({ environment, queueProcess });
	const store = await openChosenStore({ environment, queueProcess, logger, clock: systemClock });
	const clock = new SharedClock({ host: host.clock ?? systemClock, elapsed: systemElapsed, logger });
	await clock.follow(async () => await store.time());
	const link = redis && new RedisLink({ settings: redis, processId: owner.id, logger, clock });
	const manager = new SessionManager({
		store,
		logger,
		environment,
		clock,
		random: systemRandom,
		owner,
		isAlive: isOwnerAlive,
		fetchMedia: createMediaFetcher(),
		remote: link ? { link, bell: link.bell, freight: new Freight(store), makeSealer: wireSealer } : undefined,
	});
	const ports = { store: store.verifications, sessions: store, manager, logger, clock, random: systemRandom };
	const verifications = new KitVerifications({ ...ports, environment });
	const resume = postResume(environment, owner.role);
	const waits = new KitWaits({ ...ports, waits: store.waits, verifications, resume });
	whenAskedToEnd(() => {
		waits.drain();
		verifications.drain();
		manager.drain();
	});
	return { here: owner, clock, store, manager, verifications, waits, link };
}
