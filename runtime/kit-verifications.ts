import type { EnginePorts } from '../engines/engine';
import { findEngine } from '../engines/registry';
import type { Clock, Logger, Random, Unsubscribe } from '../messages/ports';
import { parseLimits } from '../sessions/governor/parse-limits';
import type { SessionManager } from '../sessions/session-manager';
import type { SendMessageRequest, SendReceipt } from '../sessions/session';
import type { SessionStore } from '../sessions/store';
import { ApprovalMatcher } from '../verification/approval/approval-matcher';
import { ApprovalVerifications } from '../verification/approval/approval-verifications';
import { ChangeFeed, type ChangeListener } from '../verification/change-feed';
import { CodeVerifications } from '../verification/code/code-verifications';
import { LinkMatcher, type LinkMatcherPorts } from '../verification/link/link-matcher';
import { LinkVerifications } from '../verification/link/link-verifications';
import { IncomingWatch } from '../verification/incoming-watch';
import type { VerificationStore } from '../verification/store';
import { parseVerificationPolicy } from '../verification/verification-policy';
import { KeyRing, type VerifyingAccount } from '../verification/verifier';
import type { AccountConfig, AccountVerifications } from './kit';
import { ManagedVerifications } from './managed-verifications';
import { manages } from './open-managed';
import { ownNumber } from './own-number';
import { postCallback } from './post-callback';
import { hears, managedLinks } from './managed-links';
import { keepListening, storageKeyOf, withSession } from './with-session';

export interface KitVerificationsPorts {
	readonly store: VerificationStore;
	readonly sessions: Pick<SessionStore, 'detachSubscriber'>;
	readonly manager: Pick<SessionManager, 'acquire'>;
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
	readonly environment: EnginePorts['environment'];
}

/** Verifications of all accounts of this process. Owns those who listen to them. */
export class KitVerifications {
	readonly #ports: KitVerificationsPorts;

	readonly #keys: KeyRing;

	readonly #feeds = new Set<ChangeFeed>();

	readonly #watches = new Map<string, IncomingWatch>();

	readonly #managed: ManagedVerifications;

	constructor(ports: KitVerificationsPorts) {
		this.#ports = ports;
		this.#keys = new KeyRing(ports.store);
		this.#managed = new ManagedVerifications(ports);
	}

	/** @throws KitError `invalidInput` when the credential has an unusable value */
	of(config: AccountConfig): AccountVerifications {
		const account = readAccount(config);
		const { manager, sessions: _, ...ports } = this.#ports;
		const keys = this.#keys;
		const links = managedLinks(config, account, { ...ports, keys });
		const send = this.#sender(config);
		const watch = (): void => {
			if (hears(config)) this.#watch(account, config, send).wake();
		};
		const verifier = { ...ports, keys, send };
		const ownCodes = new CodeVerifications(account, verifier);
		const ownApprovals = new ApprovalVerifications(account, { ...verifier, watch });
		const codes = this.#managed.codes(config, account, verifier, ownCodes);
		const approvals = this.#managed.approvals(config, account, verifier, ownApprovals);
		return {
			codes: codes ?? ownCodes,
			approvals: approvals ?? ownApprovals,
			managed: { codes, approvals },
			links:
				links ??
				new LinkVerifications(account, {
					...ports,
					keys,
					watch,
					ownNumber: async () =>
						await withSession(
							manager,
							config,
							async (session) => await ownNumber(session, findEngine(config.engine).engine, ports.clock),
						),
				}),
			...(links && { settleLink: async (told, hearer) => await links.settle(told, hearer) }),
			listen: (listener, attached) =>
				this.#listen(account.id, listener, { watch: () => this.watch(config), attached }),
		};
	}

	/** Links and approvals of the account are listened for, or asked about, as long as one of them is live. */
	watch(config: AccountConfig): void {
		const account = readAccount(config);
		const hear = (): void => {
			if (hears(config)) this.#watch(account, config, this.#sender(config)).wake();
		};
		if (!manages(config, 'approval')) return hear();
		this.#managed.watch(config);
		// What the gateway hears is nothing to be connected for.
		void this.#ifHeard(account.id, hear);
	}

	/** Never rejects: while the store is away nothing can be listened for anyway. */
	async #ifHeard(accountId: string, hear: () => void): Promise<void> {
		const { store, clock } = this.#ports;
		const until = await store.lastHeardExpiry(accountId).catch(() => null);
		if (until !== null && until > clock.now()) hear();
	}

	/** The process is about to end: another one may have the accounts. */
	drain(): void {
		for (const watch of this.#watches.values()) void watch.close();
		this.#managed.drain();
	}

	async close(): Promise<void> {
		this.drain();
		const all = [...this.#feeds, ...this.#watches.values()];
		await Promise.all([...all, this.#managed].map(async (one) => await one.close()));
	}

	/** Whoever listens lives long, and so takes over from a worker that made a link and from before a restart. */
	#listen(
		accountId: string,
		listener: ChangeListener,
		{ watch, attached }: { watch(): void; attached?(): void },
	): Unsubscribe {
		const watchAlso: ChangeListener = {
			...listener,
			async deliver(item) {
				if (item.method !== 'code' && item.status === 'requested') watch();
				await listener.deliver(item);
			},
		};
		const feed = new ChangeFeed(accountId, watchAlso, this.#ports);
		this.#feeds.add(feed);
		const running = feed.run(() => {
			attached?.();
			void this.#ifLive(accountId, watch);
		});
		void running.finally(() => this.#feeds.delete(feed));
		return () => void feed.close();
	}

	/** Never rejects. */
	async #ifLive(accountId: string, watch: () => void): Promise<void> {
		const { store } = this.#ports;
		await this.#ifHeard(accountId, watch);
		const asked = await store.liveManaged(accountId, 'approval', 1).catch(() => []);
		if (asked.length > 0) watch();
	}

	#sender(config: AccountConfig): (request: SendMessageRequest) => Promise<SendReceipt> {
		const { manager } = this.#ports;
		return async (request) =>
			await withSession(manager, config, async (session) => await session.send(request));
	}

	#watch(account: VerifyingAccount, config: AccountConfig, send: LinkMatcherPorts['send']): IncomingWatch {
		const known = this.#watches.get(account.id);
		if (known !== undefined) return known;
		const { manager, sessions, ...ports } = this.#ports;
		const approvals = new ApprovalMatcher(account, { ...ports, send });
		const links = new LinkMatcher(account, { ...ports, keys: this.#keys, send, post: postCallback });
		const watch = new IncomingWatch(account.id, {
			...ports,
			see: async (envelope) => {
				await links.see(envelope);
				await approvals.see(envelope);
			},
			forget: async (subscriberId) => await sessions.detachSubscriber(account.id, subscriberId),
			subscribe: async (subscriber) => await keepListening(manager, config, subscriber),
		});
		this.#watches.set(account.id, watch);
		return watch;
	}
}

function readAccount(config: AccountConfig): VerifyingAccount {
	const { id, name, credential } = config;
	return {
		id,
		name,
		policy: parseVerificationPolicy(credential),
		cooldownMs: parseLimits(credential).verificationCooldownMs,
		storageKey: storageKeyOf(config),
	};
}
