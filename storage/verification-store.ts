import type { Unsubscribe } from '../messages/ports';
import type {
	Decision,
	Facts,
	ListenerRow,
	Question,
	Slot,
	VerificationChange,
	VerificationStore,
} from '../verification/store';
import type { Verification, VerificationMethod } from '../verification/verification';
import type { Database, RepeatableProgram } from './database';
import type { Repositories } from './repositories/repositories';
import { openSecret, sealSecret } from './sealing/account-secret';

const SECRET = 'verification';

/** Verifications in any SQL database, beside the session store of the same database, which closes it. */
export class SqlVerificationStore implements VerificationStore {
	readonly #database: Database;
	readonly #repositories: Repositories;
	readonly #listeners = new Set<(accountId: string) => void>();

	constructor(database: Database, repositories: Repositories) {
		this.#database = database;
		this.#repositories = repositories;
	}

	async decide<Answer>(question: Question, decide: (facts: Facts) => Decision<Answer>): Promise<Answer> {
		let changes = false;
		const noting = (facts: Facts): Decision<Answer> => {
			const decision = decide(facts);
			changes = (decision.put ?? []).length > 0;
			return decision;
		};
		const { verifications } = this.#repositories;
		const answer = await this.#write(question.accountId, () => verifications.decide(question, noting));
		if (changes) for (const listener of [...this.#listeners]) listener(question.accountId);
		return answer;
	}

	onDecided(listener: (accountId: string) => void): Unsubscribe {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async attachListener(listener: ListenerRow, { resume }: { readonly resume: boolean }): Promise<void> {
		const { verificationChanges } = this.#repositories;
		return this.#write(listener.accountId, () => verificationChanges.attach(listener, resume));
	}

	async detachListener(accountId: string, listenerId: string): Promise<void> {
		const { verificationChanges } = this.#repositories;
		return this.#write(accountId, () => verificationChanges.detach(accountId, listenerId));
	}

	async pendingChanges(
		accountId: string,
		listenerId: string,
		limit: number,
	): Promise<readonly VerificationChange[]> {
		const { verificationChanges } = this.#repositories;
		return this.#database.read(() => verificationChanges.pending(accountId, listenerId, limit));
	}

	async settleChanges(accountId: string, listenerId: string, seqs: readonly number[]): Promise<void> {
		if (seqs.length === 0) return;
		const { verificationChanges } = this.#repositories;
		return this.#write(accountId, () => verificationChanges.settle(accountId, listenerId, seqs));
	}

	async find(accountId: string, id: string): Promise<Verification | null> {
		return this.#database.read(() => this.#repositories.verifications.find(accountId, id));
	}

	async findLatest(accountId: string, slot: Slot): Promise<Verification | null> {
		return this.#database.read(() => this.#repositories.verifications.findLatest(accountId, slot));
	}

	async findByCode(accountId: string, hashes: readonly Uint8Array[]): Promise<Verification | null> {
		return this.#database.read(() => this.#repositories.verifications.findByCode(accountId, hashes));
	}

	async lastHeardExpiry(accountId: string): Promise<number | null> {
		return this.#database.read(() => this.#repositories.verifications.lastHeardExpiry(accountId));
	}

	async liveManaged(
		accountId: string,
		method: VerificationMethod,
		limit: number,
	): Promise<readonly Verification[]> {
		const { verifications } = this.#repositories;
		return this.#database.read(() => verifications.liveManaged(accountId, method, limit));
	}

	async nextExpiry(accountId: string): Promise<number | null> {
		return this.#database.read(() => this.#repositories.verifications.nextExpiry(accountId));
	}

	async accountSecret(
		account: string,
		storageKey: string | undefined,
		fresh: Uint8Array,
	): Promise<Uint8Array> {
		const { secrets } = this.#repositories;
		// n8n hands an empty credential field out as an empty text.
		const key = storageKey === '' ? undefined : storageKey;
		const row =
			(await this.#database.read(() => secrets.read(account, SECRET))) ??
			(await this.#keepFirst(account, await sealSecret(account, SECRET, fresh, key)));
		const secret = await openSecret(account, SECRET, row, key);
		if (row.salt === null && key !== undefined) {
			const sealed = await sealSecret(account, SECRET, secret, key);
			await this.#write(account, () => secrets.replace(account, SECRET, sealed));
		}
		return secret;
	}

	async #keepFirst(account: string, row: Awaited<ReturnType<typeof sealSecret>>) {
		return this.#write(account, () => this.#repositories.secrets.keepFirst(account, SECRET, row));
	}

	/** All of an account wait for each other here, and for nothing else the account does. */
	async #write<Result>(accountId: string, program: RepeatableProgram<Result>): Promise<Result> {
		return this.#database.write(`verifications of ${accountId}`, program);
	}
}
