import { createHash } from 'node:crypto';
import type {
	AddedJob,
	CancelledJob,
	DueJob,
	EndedJob,
	JobStore,
	NewJob,
	PostponedJob,
} from '../sessions/outbox/job-store';
import type { OutboxJob } from '../sessions/outbox/outbox-job';
import type { Lease } from '../sessions/store';
import type { Database, Program, RepeatableProgram } from './database';
import { sealBody } from './repositories/jobs';
import type { Repositories } from './repositories/repositories';
import type { AccountSeal } from './repositories/state';
import { notSealedYet, storageKeyMissing } from './sealing/sealing-errors';
import { vaultFor, verifyCheck } from './sealing/storage-key';
import { clearVault } from './sealing/vault';
import type { Vault } from './sealing/vault';

/** Keys of accounts jobs were added to; deriving one takes 0.1 s. Bounds the memory of a long life. */
const MOST_KEYS = 200;

/** Jobs in any SQL database. */
export class SqlJobStore implements JobStore {
	readonly #database: Database;
	readonly #repositories: Repositories;
	/** The vault of an account this process has opened. */
	readonly #openVault: (accountId: string) => Promise<Vault>;
	/** By account, salt and storage key. */
	readonly #vaults = new Map<string, Promise<Vault>>();

	constructor(
		database: Database,
		repositories: Repositories,
		openVault: (accountId: string) => Promise<Vault>,
	) {
		this.#database = database;
		this.#repositories = repositories;
		this.#openVault = openVault;
	}

	async add(job: NewJob, { storageKey }: { readonly storageKey?: string }): Promise<AddedJob> {
		const { accountId } = job;
		for (;;) {
			const seal = await this.#database.read(this.#repositories.state.readSeal(accountId));
			const vault = await this.#vaultUnder(accountId, seal, storageKey);
			const sealed = { ...job, body: sealBody(accountId, job.jobId, job.body, vault) };
			const added = await this.#database.write(accountId, () => this.#add(sealed, seal));
			if (added !== 'sealed meanwhile') return added;
		}
	}

	async find(accountId: string, jobId: string): Promise<OutboxJob | null> {
		return this.#database.read(() => this.#repositories.jobs.find(accountId, jobId));
	}

	async findByKey(accountId: string, idempotencyKey: string): Promise<OutboxJob | null> {
		return this.#database.read(() => this.#repositories.jobs.findByKey(accountId, idempotencyKey));
	}

	async cancel(accountId: string, jobId: string, now: number): Promise<CancelledJob | null> {
		return this.#database.write(accountId, () => this.#repositories.jobs.cancel(accountId, jobId, now));
	}

	async nextAt(accountId: string): Promise<number | null> {
		return this.#database.read(() => this.#repositories.jobs.nextAt(accountId));
	}

	async due(accountId: string, until: number, except: readonly string[]): Promise<DueJob | null> {
		const vault = await this.#openVault(accountId);
		return this.#database.read(() => this.#repositories.jobs.due(accountId, until, except, vault));
	}

	async letGo(lease: Lease, now: number): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.jobs.letGo(lease.accountId, now));
	}

	async postpone(lease: Lease, jobId: string, later: PostponedJob): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.jobs.postpone(lease.accountId, jobId, later));
	}

	async finish(lease: Lease, jobId: string, ended: EndedJob): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.jobs.finish(lease.accountId, jobId, ended));
	}

	/** In one transaction with the look for the key: of many at once one is kept. */
	*#add(job: NewJob, seal: AccountSeal | null): Program<AddedJob | 'sealed meanwhile'> {
		const { jobs, sent, state, ledger } = this.#repositories;
		const { accountId, idempotencyKey } = job;
		const known = yield* jobs.findByKey(accountId, idempotencyKey);
		if (known !== null) return { fresh: false, job: known };
		const record = yield* sent.findByKey(accountId, idempotencyKey);
		if (record?.outcome === 'sent' || record?.outcome === 'refused')
			return { fresh: false, job: null, sent: record };
		const now = yield* state.readSeal(accountId);
		if (sealName(now) !== sealName(seal)) return 'sealed meanwhile';
		const place = yield* jobs.place(job, ledger);
		yield* jobs.add(job, place);
		const added = yield* jobs.find(accountId, job.jobId);
		return { fresh: true, job: added as OutboxJob };
	}

	/** Whoever adds need not hold the account, so the vault of its owner is not at hand. */
	async #vaultUnder(accountId: string, seal: AccountSeal | null, given = ''): Promise<Vault> {
		if (seal === null) {
			if (given === '') return clearVault;
			throw notSealedYet();
		}
		if (given === '') throw storageKeyMissing();
		const name = createHash('sha256')
			.update(JSON.stringify([accountId, sealName(seal), given]))
			.digest('base64');
		let deriving = this.#vaults.get(name);
		if (deriving === undefined) {
			if (this.#vaults.size >= MOST_KEYS) this.#vaults.clear();
			deriving = vaultFor(given, seal.salt);
			this.#vaults.set(name, deriving);
		}
		const vault = await deriving;
		verifyCheck(vault, accountId, seal.check);
		return vault;
	}

	#fenced<Result>(lease: Lease, program: RepeatableProgram<Result>): Promise<Result> {
		return this.#database.write(lease.accountId, () => this.#afterFence(lease, program));
	}

	*#afterFence<Result>(lease: Lease, program: RepeatableProgram<Result>): Program<Result> {
		yield* this.#repositories.leases.hold(lease);
		return yield* program();
	}
}

function sealName(seal: AccountSeal | null): string {
	return seal === null ? '' : Buffer.from(seal.salt).toString('base64');
}
