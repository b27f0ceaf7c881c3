import type { Clock, Logger, Unsubscribe } from '../messages/ports';
import type { SendMessageRequest, SendReceipt } from '../sessions/session';
import type { SessionManager } from '../sessions/session-manager';
import type { SessionStore } from '../sessions/store';
import type { VerificationStore } from '../verification/store';
import { KeyRing } from '../verification/verifier';
import { AccountWaits } from '../waits/account-waits';
import type { Resume } from '../waits/resume';
import type { WaitStore } from '../waits/store';
import { WaitKeeper } from '../waits/wait-keeper';
import { WaitKeys } from '../waits/wait-keys';
import { findEngine } from '../engines/registry';
import type { AccountConfig } from './kit';
import type { KitVerifications } from './kit-verifications';
import { keepsNone } from './open-managed';
import { keepListening, storageKeyOf, withSession } from './with-session';

export interface KitWaitsPorts {
	readonly waits: WaitStore;
	readonly store: VerificationStore;
	readonly sessions: Pick<SessionStore, 'detachSubscriber'>;
	readonly manager: Pick<SessionManager, 'acquire'>;
	readonly verifications: KitVerifications;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly resume: Resume;
}

/** Waits of all accounts of this process. Owns those who look after them. */
export class KitWaits {
	readonly #ports: KitWaitsPorts;

	readonly #keys: KeyRing;

	readonly #keepers = new Map<string, { readonly keeper: WaitKeeper; config: AccountConfig }>();

	#draining = false;

	constructor(ports: KitWaitsPorts) {
		this.#ports = ports;
		this.#keys = new KeyRing(ports.store);
	}

	of(config: AccountConfig): AccountWaits {
		const { waits, clock, manager, verifications } = this.#ports;
		const keeper = this.#keeper(config);
		return new AccountWaits(config.id, {
			waits,
			clock,
			keys: async () => await this.#keysOf(config),
			withSession: async (work) => await withSession(manager, config, work),
			sendApproval: async (input, keptBy) => {
				const { approvals, managed } = verifications.of(config);
				if (keptBy === 'kit') return await approvals.send(input);
				if (managed?.approvals) return await managed.approvals.sendManaged(input);
				throw keepsNone(findEngine(config.engine).engine.title);
			},
			listen: async () => await keeper.listen(),
			wake: () => keeper.wake(),
		});
	}

	/** Somebody uses the account, until the answer is called: what waits on it, also from before, is looked after. */
	use(config: AccountConfig): Unsubscribe {
		return this.#keeper(config).use();
	}

	/** The process is about to end: another one may have the accounts. */
	drain(): void {
		this.#draining = true;
		for (const { keeper } of this.#keepers.values()) void keeper.close();
	}

	async close(): Promise<void> {
		this.drain();
		await Promise.all([...this.#keepers.values()].map(async ({ keeper }) => await keeper.close()));
	}

	#keeper(config: AccountConfig): WaitKeeper {
		const known = this.#keepers.get(config.id);
		if (known !== undefined) {
			// The credential may have been edited.
			known.config = config;
			return known.keeper;
		}
		const current = (): AccountConfig => this.#keepers.get(config.id)?.config ?? config;
		const keeper = this.#makeKeeper(config.id, current);
		this.#keepers.set(config.id, { keeper, config });
		if (this.#draining) void keeper.close();
		return keeper;
	}

	#makeKeeper(accountId: string, config: () => AccountConfig): WaitKeeper {
		const { manager, sessions, verifications, ...ports } = this.#ports;
		return new WaitKeeper(accountId, {
			...ports,
			keys: async () => await this.#keysOf(config()),
			send: async (request: SendMessageRequest): Promise<SendReceipt> =>
				await withSession(manager, config(), async (session) => await session.send(request)),
			forget: async (subscriberId) => await sessions.detachSubscriber(accountId, subscriberId),
			watchApprovals: () => verifications.watch(config()),
			subscribe: async (subscriber) => await keepListening(manager, config(), subscriber),
		});
	}

	async #keysOf(config: AccountConfig): Promise<WaitKeys> {
		return new WaitKeys(await this.#keys.of({ id: config.id, storageKey: storageKeyOf(config) }));
	}
}
