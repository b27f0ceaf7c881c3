import { KitError } from '../../../messages/kit-error';
import type { Lease, LeaseRequest, OwnerRow, SessionStore, StoredState } from '../../../sessions/store';

/** The part of a store that says who owns an account, in memory, for one account; failures on demand. */
export class LeaseBook {
	holder: OwnerRow | undefined;

	readonly states: StoredState[] = [];

	readonly storageKeys: (string | undefined)[] = [];

	/** Names of the calls that fail until taken out again. */
	readonly failing = new Set<'readState' | 'saveState' | 'acquireLease' | 'renewLease' | 'releaseLease'>();

	/** What `renewLease` answers instead of the truth. */
	renewal: (() => Promise<boolean>) | undefined;

	asked = 0;

	renewed = 0;

	#fence = 0;

	readonly store = {
		acquireLease: async (request: LeaseRequest) => {
			this.asked += 1;
			this.#failWhenTold('acquireLease');
			const { holder } = this;
			const isFree = !holder || holder.until <= request.now || holder.id === request.owner.id;
			if (!isFree && request.takeFrom !== holder.id)
				return await Promise.resolve({ granted: false as const, holder });
			const lease = this.hold({ ...request.owner, until: request.now + request.ttlMs });
			return { granted: true as const, lease };
		},
		renewLease: async (lease: Lease, now: number, ttlMs: number) => {
			this.renewed += 1;
			this.#failWhenTold('renewLease');
			if (this.renewal) return await this.renewal();
			if (this.holder?.fence !== lease.fence) return false;
			this.holder = { ...this.holder, until: now + ttlMs };
			return true;
		},
		releaseLease: async (lease: Lease) => {
			this.#failWhenTold('releaseLease');
			if (this.holder?.fence === lease.fence) this.holder = undefined;
			await Promise.resolve();
		},
		readState: async () => {
			this.#failWhenTold('readState');
			return await Promise.resolve(this.states.at(-1) ?? null);
		},
		saveState: async (_lease: Lease, state: StoredState) => {
			this.#failWhenTold('saveState');
			this.states.push(state);
			await Promise.resolve();
		},
		accountStore: (_lease: Lease, { storageKey }: { storageKey?: string }) => {
			this.storageKeys.push(storageKey);
			return {};
		},
	} as unknown as SessionStore;

	/** Somebody holds it from now on; who held it before can renew no more. */
	hold({ id, host, pid, role, until }: Omit<OwnerRow, 'fence' | 'since'>): Lease {
		this.#fence += 1;
		this.holder = { id, host, pid, role, until, since: 0, fence: this.#fence };
		return { accountId: 'a', ownerId: id, fence: this.#fence };
	}

	#failWhenTold(name: 'readState' | 'saveState' | 'acquireLease' | 'renewLease' | 'releaseLease'): void {
		if (this.failing.has(name)) throw new KitError({ code: 'storage', what: `${name} failed` });
	}
}
