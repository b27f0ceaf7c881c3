import type { Clock, Logger, Random } from '../messages/ports';
import { parseLimits } from '../sessions/governor/parse-limits';
import type { SessionManager } from '../sessions/session-manager';
import { ChangeFeed } from '../verification/change-feed';
import { CodeVerifications } from '../verification/code/code-verifications';
import type { VerificationStore } from '../verification/store';
import { parseVerificationPolicy } from '../verification/verification-policy';
import { KeyRing, type VerifyingAccount } from '../verification/verifier';
import type { AccountConfig, AccountVerifications } from './kit';

export interface KitVerificationsPorts {
	readonly store: VerificationStore;
	readonly manager: Pick<SessionManager, 'acquire'>;
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
}

/** Verifications of all accounts of this process. Owns those who listen to them. */
export class KitVerifications {
	readonly #ports: KitVerificationsPorts;

	readonly #keys: KeyRing;

	readonly #feeds = new Set<ChangeFeed>();

	constructor(ports: KitVerificationsPorts) {
		this.#ports = ports;
		this.#keys = new KeyRing(ports.store);
	}

	/** @throws KitError `invalidInput` when the credential has an unusable value */
	of(config: AccountConfig): AccountVerifications {
		const { manager, ...ports } = this.#ports;
		const codes = new CodeVerifications(readAccount(config), {
			...ports,
			keys: this.#keys,
			/** The session is taken for a send and given back after it. */
			async send(request) {
				const { session, release } = await manager.acquire(config);
				try {
					return await session.send(request);
				} finally {
					release();
				}
			},
		});
		return {
			codes,
			listen: (listener, attached) => {
				const feed = new ChangeFeed(config.id, listener, ports);
				this.#feeds.add(feed);
				void feed.run(attached).finally(() => this.#feeds.delete(feed));
				return () => void feed.close();
			},
		};
	}

	async close(): Promise<void> {
		await Promise.all([...this.#feeds].map(async (feed) => await feed.close()));
	}
}

function readAccount({ id, name, credential }: AccountConfig): VerifyingAccount {
	const storageKey = (credential as { storageKey?: unknown } | null)?.storageKey;
	return {
		id,
		name,
		policy: parseVerificationPolicy(credential),
		cooldownMs: parseLimits(credential).verificationCooldownMs,
		storageKey: typeof storageKey === 'string' && storageKey !== '' ? storageKey : undefined,
	};
}
