import type { EnginePorts } from '../engines/engine';
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

	constructor(ports: KitVerificationsPorts) {
		this.#ports = ports;
		this.#keys = new KeyRing(ports.store);
	}

	/** @throws KitError `invalidInput` when the credential has an unusable value */
	of(config: AccountConfig): AccountVerifications {
		const account = readAccount(config);
		const { manager, sessions: _, ...ports } = this.#ports;
		const keys = this.#keys;
		const managed = managedLinks(config, account, { ...ports, keys });
		const send = this.#sender(config);
		const hearing = hears(config);
		const watch = (): void => {
			if (hearing) this.#watch(account, config, send).wake();
		};
		return {
			codes: new CodeVerifications(account, { ...ports, keys, send }),
			approvals: new ApprovalVerifications(account, { ...ports, keys, send, watch }),
			links:
				managed ??
				new LinkVerifications(account, {
					...ports,
					keys,
					watch,
					ownNumber: async () =>
						await withSession(manager, config, async (session) => (await session.status()).phone),
				}),
			...(managed && { settleLink: async (told, hearer) => await managed.settle(told, hearer) }),
			listen: (listener, attached) => this.#listen(account.id, listener, { watch, attached }),
		};
	}

	/** Links and approvals of the account are listened for as long as one of them is live. */
	watch(config: AccountConfig): void {
		this.#watch(readAccount(config), config, this.#sender(config)).wake();
	}

	/** The process is about to end: another one may have the accounts. */
	drain(): void {
		for (const watch of this.#watches.values()) void watch.close();
	}

	async close(): Promise<void> {
		this.drain();
		const all = [...this.#feeds, ...this.#watches.values()];
		await Promise.all(all.map(async (one) => await one.close()));
	}

	/** Whoever listens lives long, and so takes over from a worker that made a link and from before a restart. */
	#listen(
		accountId: string,
		listener: ChangeListener,
		{ watch, attached }: { watch(): void; attached?(): void },
	): Unsubscribe {
		const { store, clock } = this.#ports;
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
			const look = async (): Promise<void> => {
				const until = await store.lastHeardExpiry(accountId);
				if (until !== null && until > clock.now()) watch();
			};
			void look().catch(() => undefined);
		});
		void running.finally(() => this.#feeds.delete(feed));
		return () => void feed.close();
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
