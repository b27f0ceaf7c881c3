import type { AccountStore, InboxRow } from '../engines/engine';
import type { KitError } from '../messages/kit-error';
import type {
	ClaimedSend,
	Lease,
	LeaseAnswer,
	LeaseRequest,
	OwnerRow,
	ParcelPart,
	SendClaim,
	SendRecord,
	SendResult,
	SessionStore,
	StoredState,
	SubscriberRow,
} from '../sessions/store';
import type {
	AccountLimits,
	LedgerAnswer,
	LedgerRequest,
	LedgerSurvey,
	LedgerSurveyAnswer,
	Reservation,
} from '../sessions/governor/ledger';
import type { ChatStore } from '../sessions/manners/chat-store';
import type { JobStore } from '../sessions/outbox/job-store';
import type { VerificationStore } from '../verification/store';
import { SqlAccountStore } from './account-store';
import { SqlChatStore } from './chat-store';
import type { Database, Program, RepeatableProgram } from './database';
import { SqlJobStore } from './job-store';
import type { KitStore } from './kit-store';
import { prune } from './prune';
import type { Repositories } from './repositories/repositories';
import { AccountVault } from './sealing/account-vault';
import { unopenedVault } from './sealing/vault';
import type { Vault } from './sealing/vault';
import { SqlVerificationStore } from './verification-store';
import type { WaitStore } from '../waits/store';
import { SqlWaitStore } from './wait-store';

/** The session store over any SQL database. */
export class SqlSessionStore implements KitStore {
	readonly #database: Database;
	readonly #repositories: Repositories;
	/** Of the accounts opened through this store: what is pending for them is sealed like everything else. */
	readonly #vaults = new Map<string, AccountVault>();
	readonly #chats: SqlChatStore;
	readonly verifications: VerificationStore;
	readonly waits: WaitStore;
	readonly #jobs: SqlJobStore;
	#closed = false;

	/** Takes the database over: `close` closes it. */
	constructor(database: Database, repositories: Repositories) {
		this.#database = database;
		this.#repositories = repositories;
		this.#chats = new SqlChatStore(database, repositories);
		this.verifications = new SqlVerificationStore(database, repositories);
		this.waits = new SqlWaitStore(database, repositories.waits);
		this.#jobs = new SqlJobStore(
			database,
			repositories,
			async (accountId) => this.#openedVault(accountId) ?? (await this.#openVault(accountId)),
		);
	}

	get chats(): ChatStore {
		return this.#chats;
	}

	get jobs(): JobStore {
		return this.#jobs;
	}

	async acquireLease(request: LeaseRequest): Promise<LeaseAnswer> {
		return this.#database.write(request.accountId, () => this.#repositories.leases.acquire(request));
	}

	async renewLease(lease: Lease, now: number, ttlMs: number): Promise<boolean> {
		// A scope of its own: behind thousands of messages that came in a burst the lease would run out.
		const scope = `renewal of ${lease.accountId}`;
		return this.#database.write(scope, () => this.#repositories.leases.renew(lease, now, ttlMs));
	}

	async releaseLease(lease: Lease): Promise<void> {
		return this.#database.write(lease.accountId, () => this.#repositories.leases.release(lease));
	}

	async readOwner(accountId: string): Promise<OwnerRow | null> {
		return this.#database.read(this.#repositories.leases.readOwner(accountId));
	}

	accountStore(lease: Lease, options: { readonly storageKey?: string }): AccountStore {
		const vault = new AccountVault(this.#database, this.#repositories, lease, options.storageKey);
		this.#vaults.set(lease.accountId, vault);
		return new SqlAccountStore(this.#database, this.#repositories, lease, vault);
	}

	async saveState(lease: Lease, state: StoredState): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.state.save(lease.accountId, state));
	}

	async readState(accountId: string): Promise<StoredState | null> {
		return this.#database.read(this.#repositories.state.read(accountId));
	}

	async attachSubscriber(subscriber: SubscriberRow, options: { readonly resume: boolean }): Promise<void> {
		const program = () => this.#repositories.subscribers.attach(subscriber, options.resume);
		return this.#database.write(subscriber.accountId, program);
	}

	async detachSubscriber(accountId: string, subscriberId: string): Promise<void> {
		return this.#database.write(accountId, () =>
			this.#repositories.subscribers.detach(accountId, subscriberId),
		);
	}

	async pending(
		account: string,
		subscriber: string,
		after: number,
		limit: number,
	): Promise<readonly InboxRow[]> {
		const vault = this.#openedVault(account) ?? (await this.#openVault(account));
		const request = { account, subscriber, after, limit };
		return this.#database.read(this.#repositories.subscribers.pending(request, vault));
	}

	async settle(accountId: string, subscriberId: string, seqs: readonly number[]): Promise<void> {
		if (seqs.length === 0) return;
		const program = () => this.#repositories.subscribers.settle(accountId, subscriberId, seqs);
		return this.#database.write(accountId, program);
	}

	async recent(
		accountId: string,
		filter: { readonly chatId?: string; readonly limit: number },
	): Promise<readonly InboxRow[]> {
		const vault = this.#openedVault(accountId) ?? (await this.#openVault(accountId));
		const program = this.#repositories.inbox.recent(accountId, filter.chatId, filter.limit, vault);
		return this.#database.read(program);
	}

	async claimSend(claim: SendClaim): ReturnType<SessionStore['claimSend']> {
		const known = await this.#fenced(claim.lease, () => this.#claim(claim));
		return known === null ? { fresh: true } : { fresh: false, known };
	}

	async confirmSend(claim: ClaimedSend): Promise<void> {
		const { lease } = claim;
		// Told after the transaction: an error within it would keep the claim.
		const refusal = await this.#fenced(lease, () => this.#confirm(claim));
		if (refusal !== null) throw refusal;
	}

	async releaseSend(lease: Lease, messageId: string): Promise<void> {
		await this.#fenced(lease, () => this.#repositories.sent.release(lease.accountId, messageId));
	}

	async finishSend(lease: Lease, messageId: string, result: SendResult): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.sent.finish(lease.accountId, messageId, result));
	}

	async findSend(accountId: string, messageId: string): Promise<SendRecord | null> {
		return this.#database.read(this.#repositories.sent.findRecord(accountId, messageId));
	}

	async reserve(request: LedgerRequest): Promise<LedgerAnswer> {
		return this.#database.write(request.accountId, () => this.#repositories.ledger.reserve(request));
	}

	async giveBack(accountId: string, reservation: Reservation): Promise<void> {
		return this.#database.write(accountId, () => this.#repositories.ledger.giveBack(accountId, reservation));
	}

	async beginLimits(accountId: string, now: number): Promise<AccountLimits> {
		return this.#database.write(accountId, () => this.#repositories.ledger.beginLimits(accountId, now));
	}

	async readLimits(accountId: string): Promise<AccountLimits> {
		return this.#database.read(() => this.#repositories.ledger.readLimits(accountId));
	}

	async survey(request: LedgerSurvey): Promise<LedgerSurveyAnswer> {
		return this.#database.read(() => this.#repositories.ledger.survey(request));
	}

	async noteRestriction(accountId: string, at: number): Promise<void> {
		return this.#database.write(accountId, () => this.#repositories.ledger.noteRestriction(accountId, at));
	}

	async putParcelPart(part: ParcelPart): Promise<void> {
		return this.#database.write(part.id, () => this.#repositories.parcels.put(part));
	}

	async readParcelPart(id: string, part: number): Promise<Uint8Array | null> {
		return this.#database.read(() => this.#repositories.parcels.read(id, part));
	}

	async removeParcel(id: string): Promise<void> {
		return this.#database.write(id, () => this.#repositories.parcels.remove(id));
	}

	async time(): Promise<number | null> {
		return this.#database.time();
	}

	async prune(now: number): Promise<number> {
		return prune(this.#database, this.#repositories, now, () => this.#closed);
	}

	async close(): Promise<void> {
		this.#closed = true;
		return this.#database.close();
	}

	/** Blocked people are looked up with the claim: between the two nobody can write the word that blocks. */
	*#claim(claim: SendClaim): Program<SendRecord | null> {
		const { sent, jobs } = this.#repositories;
		for (const { messageId, result } of claim.finished ?? [])
			yield* sent.finish(claim.lease.accountId, messageId, result);
		const { accountId } = claim.lease;
		// Before all else: a job that was cancelled may not leave, and one that leaves may not be cancelled any more.
		if (claim.jobId !== undefined) yield* jobs.begin(accountId, claim.jobId);
		if (claim.names !== undefined && this.#chats.mayBlock(claim.lease)) {
			const known = yield* sent.findByKey(accountId, claim.idempotencyKey);
			if (known !== null) return known;
			const refusal = yield* this.#chats.refusal(claim.lease, claim.names);
			if (refusal !== null) throw refusal;
		}
		const known = yield* sent.claim(claim);
		if (known === null && claim.remember !== undefined)
			yield* this.#repositories.ledger.remember(accountId, claim.remember, claim.now);
		return known;
	}

	/** The word and this look come one after the other, so it cannot slip in between. */
	*#confirm({ lease, messageId, names }: ClaimedSend): Program<KitError | null> {
		if (!this.#chats.mayBlock(lease)) return null;
		const refusal = yield* this.#chats.refusal(lease, names);
		if (refusal === null) return null;
		const forgotten = yield* this.#repositories.sent.release(lease.accountId, messageId);
		return forgotten ? refusal : null;
	}

	#fenced<Result>(lease: Lease, program: RepeatableProgram<Result>): Promise<Result> {
		return this.#database.write(lease.accountId, () => this.#afterFence(lease, program));
	}

	*#afterFence<Result>(lease: Lease, program: RepeatableProgram<Result>): Program<Result> {
		yield* this.#repositories.leases.hold(lease);
		return yield* program();
	}

	#openedVault(accountId: string): Vault | null {
		const vault = this.#vaults.get(accountId);
		return vault === undefined ? unopenedVault : vault.opened;
	}

	async #openVault(accountId: string): Promise<Vault> {
		return (await this.#vaults.get(accountId)?.open()) ?? unopenedVault;
	}
}
