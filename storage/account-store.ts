import type { AccountStore, InboxEntry, InboxRow, KeyChanges, SentRow } from '../engines/engine';
import type { Lease } from '../sessions/store';
import type { Database, Program } from './database';
import { sealEntries } from './repositories/inbox';
import { sealKeys } from './repositories/keys';
import type { KeyRow } from './repositories/keys';
import type { Repositories } from './repositories/repositories';
import { sealSent } from './repositories/sent';
import type { SealedSent } from './repositories/sent';
import type { AccountVault } from './sealing/account-vault';

/** Chats remembered to have no offer; bounds the memory of a long life. */
const MOST_CHATS = 10_000;

/**
 * One account under one lease. With the embedded database every call after the first is done before its
 * promise is handed out. Making it touches nothing; the first call opens the vault (`account-vault.ts`).
 */
export class SqlAccountStore implements AccountStore {
	readonly #database: Database;
	readonly #repositories: Repositories;
	readonly #lease: Lease;
	readonly #vault: AccountVault;
	readonly #account: string;
	/** Chats without an offer since a time: every received text asks for one, and nearly none has any. */
	readonly #withoutOffer = new Map<string, number>();
	#offersMade = 0;

	constructor(database: Database, repositories: Repositories, lease: Lease, vault: AccountVault) {
		this.#database = database;
		this.#repositories = repositories;
		this.#lease = lease;
		this.#vault = vault;
		this.#account = lease.accountId;
	}

	async loadKeys(): Promise<ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>> {
		const vault = this.#vault.opened ?? (await this.#vault.open());
		return this.#database.read(this.#repositories.keys.loadAll(this.#account, vault));
	}

	async commit(
		changes: KeyChanges,
		received: readonly InboxEntry[],
		leaving: readonly SentRow[] = [],
	): Promise<readonly (number | null)[]> {
		const vault = this.#vault.opened ?? (await this.#vault.open());
		const keys = sealKeys(this.#account, changes, vault);
		const entries = sealEntries(this.#account, received, vault);
		const sent = leaving.map((row) => sealSent(this.#account, row, vault));
		const seqs = await this.#database.write(this.#account, () => this.#commit(keys, entries, sent));
		this.#noteOffers(leaving);
		return seqs;
	}

	async discardReceived(seqs: readonly number[]): Promise<void> {
		return this.#database.write(this.#account, () => this.#discard(seqs));
	}

	async forgetReceived(eventIds: readonly string[]): Promise<void> {
		return this.#database.write(this.#account, () => this.#forgetReceived(eventIds));
	}

	async findReceived(eventId: string, cipherHash: string): Promise<InboxRow | null> {
		const vault = this.#vault.opened ?? (await this.#vault.open());
		const program = this.#repositories.inbox.find(this.#account, eventId, cipherHash, vault);
		return this.#database.read(program);
	}

	async forgetKeys(): Promise<void> {
		return this.#database.write(this.#account, () => this.#forgetKeys());
	}

	async rememberSent(row: SentRow): Promise<void> {
		await this.commit({}, [], [row]);
	}

	async findSent(messageId: string): Promise<SentRow | null> {
		const vault = this.#vault.opened ?? (await this.#vault.open());
		return this.#database.read(this.#repositories.sent.find(this.#account, messageId, vault));
	}

	async findLastOffer(chatId: string, since: number, until: number): Promise<SentRow | null> {
		if ((this.#withoutOffer.get(chatId) ?? Number.POSITIVE_INFINITY) <= since) return null;
		const vault = this.#vault.opened ?? (await this.#vault.open());
		const madeBefore = this.#offersMade;
		const find = async (latest: number): Promise<SentRow | null> =>
			this.#database.read(this.#repositories.sent.findLastOffer(this.#account, chatId, since, latest, vault));
		// The newest of all first: that a chat has none is worth remembering, and what comes in now answers it.
		const offer = await find(Number.MAX_SAFE_INTEGER);
		if (this.#withoutOffer.size >= MOST_CHATS) this.#withoutOffer.clear();
		if (offer === null && madeBefore === this.#offersMade) this.#withoutOffer.set(chatId, since);
		return offer === null || offer.sentAt <= until ? offer : await find(until);
	}

	/** Only the holder of the lease writes here, so nobody else makes an offer unseen. */
	#noteOffers(sent: readonly SentRow[]): void {
		for (const { choices, chatId } of sent) {
			if (choices === null) continue;
			this.#offersMade += 1;
			this.#withoutOffer.delete(chatId);
		}
	}

	*#commit(
		keys: readonly KeyRow[],
		entries: readonly InboxEntry[],
		leaving: readonly SealedSent[],
	): Program<readonly (number | null)[]> {
		const { leases, inbox, sent, subscribers } = this.#repositories;
		yield* leases.hold(this.#lease);
		yield* this.#repositories.keys.write(this.#account, keys);
		for (const row of leaving) yield* sent.remember(this.#account, row);
		const seqs: (number | null)[] = [];
		for (const entry of entries) {
			const seq = yield* inbox.add(this.#account, entry);
			if (seq !== null) yield* subscribers.announce(this.#account, seq);
			seqs.push(seq);
		}
		return seqs;
	}

	*#discard(seqs: readonly number[]): Program<void> {
		yield* this.#repositories.leases.hold(this.#lease);
		for (const seq of seqs) {
			yield* this.#repositories.inbox.discard(this.#account, seq);
			yield* this.#repositories.subscribers.settleForAll(this.#account, seq);
		}
	}

	*#forgetReceived(eventIds: readonly string[]): Program<void> {
		yield* this.#repositories.leases.hold(this.#lease);
		for (const eventId of eventIds) {
			const seq = yield* this.#repositories.inbox.forget(this.#account, eventId);
			if (seq !== null) yield* this.#repositories.subscribers.settleForAll(this.#account, seq);
		}
	}

	*#forgetKeys(): Program<void> {
		yield* this.#repositories.leases.hold(this.#lease);
		yield* this.#repositories.keys.forget(this.#account);
	}
}
