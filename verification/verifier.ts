import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../messages/ports';
import type { SendMessageRequest, SendReceipt } from '../sessions/session';
import { AccountKeys, SECRET_BYTES } from './account-keys';
import type { VerificationPolicy } from './verification-policy';
import type { VerificationStore } from './store';

/** The account verifications are made with. */
export interface VerifyingAccount {
	readonly id: string;
	readonly name: string;
	readonly policy: VerificationPolicy;
	/** Pause between two requests to one recipient, ms: the governor's own number. */
	readonly cooldownMs: number;
	readonly storageKey: string | undefined;
}

/** What every method of verification works with. */
export interface VerifierPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly random: Random;
	/** Sends on the account's session, wherever its connection is; taken only for the time of the send. */
	send(request: SendMessageRequest): Promise<SendReceipt>;
	readonly keys: KeyRing;
}

/** How many accounts' keys are remembered, and with them that their storage key was right. */
const KEPT = 1_000;

/** Keys of the accounts of this process: reading them takes a tenth of a second where a storage key is set. */
export class KeyRing {
	readonly #keys = new Map<string, Promise<AccountKeys>>();

	readonly #store: VerificationStore;

	constructor(store: VerificationStore) {
		this.#store = store;
	}

	async of({ id, storageKey }: Pick<VerifyingAccount, 'id' | 'storageKey'>): Promise<AccountKeys> {
		const name = JSON.stringify([id, storageKey ?? null]);
		let keys = this.#keys.get(name);
		if (keys === undefined) {
			keys = this.#load(id, storageKey);
			if (this.#keys.size >= KEPT) this.#keys.clear();
			this.#keys.set(name, keys);
			// One that failed is tried again by the next who asks.
			keys.catch(() => this.#keys.delete(name));
		}
		return await keys;
	}

	async #load(accountId: string, storageKey: string | undefined): Promise<AccountKeys> {
		const fresh = randomBytes(SECRET_BYTES);
		return new AccountKeys(await this.#store.accountSecret(accountId, storageKey, fresh));
	}
}
