import type { Lease } from '../../sessions/store';
import type { Database } from '../database';
import type { Repositories } from '../repositories/repositories';
import { storageKeyMissing } from './sealing-errors';
import { makeCheck, newSalt, vaultFor, verifyCheck } from './storage-key';
import { sealExisting } from './seal-existing';
import { clearVault } from './vault';
import type { Vault } from './vault';

/**
 * The vault of one account, opened at the first call that needs it (deriving the key takes 0.1 s) and in
 * the same tick ever after. An account written in clear whose credential now has a storage key is sealed
 * as a whole in one transaction when it is opened.
 */
export class AccountVault {
	readonly #database: Database;
	readonly #repositories: Repositories;
	readonly #lease: Lease;
	readonly #storageKey: string | undefined;
	#opened: Vault | null = null;
	#opening: Promise<Vault> | null = null;

	constructor(database: Database, repositories: Repositories, lease: Lease, storageKey: string | undefined) {
		this.#database = database;
		this.#repositories = repositories;
		this.#lease = lease;
		// n8n hands an empty credential field out as an empty text.
		this.#storageKey = storageKey === '' ? undefined : storageKey;
	}

	/** Null until `open` resolved: ask this first and stay in the tick. */
	get opened(): Vault | null {
		return this.#opened;
	}

	/** Rejects with `storage` when the account is sealed and the storage key is missing or another one. */
	async open(): Promise<Vault> {
		if (this.#opened !== null) return this.#opened;
		this.#opening ??= this.#find().finally(() => (this.#opening = null));
		this.#opened = await this.#opening;
		return this.#opened;
	}

	async #find(): Promise<Vault> {
		const { accountId } = this.#lease;
		const seal = await this.#database.read(this.#repositories.state.readSeal(accountId));
		if (seal === null) {
			return this.#storageKey === undefined ? clearVault : await this.#sealAll(this.#storageKey);
		}
		if (this.#storageKey === undefined) throw storageKeyMissing();
		const vault = await vaultFor(this.#storageKey, seal.salt);
		verifyCheck(vault, accountId, seal.check);
		return vault;
	}

	async #sealAll(storageKey: string): Promise<Vault> {
		const salt = newSalt();
		const vault = await vaultFor(storageKey, salt);
		const seal = { salt, check: makeCheck(vault, this.#lease.accountId) };
		const program = () => sealExisting(this.#repositories, this.#lease, vault, seal);
		const done = await this.#database.write(this.#lease.accountId, program);
		// Sealed meanwhile by another store object of the same owner, under a salt of its own.
		return done ? vault : await this.#find();
	}
}
