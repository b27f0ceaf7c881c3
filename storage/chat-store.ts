import { KitError } from '../messages/kit-error';
import type { BurstRows, ChatBlock, ChatStore, ChatWord, ReplyClaim } from '../sessions/manners/chat-store';
import type { Lease } from '../sessions/store';
import type { Database, Program, RepeatableProgram } from './database';
import type { Repositories } from './repositories/repositories';

/** Kept of single chats in any SQL database; every write holds the lease of the account. */
export class SqlChatStore implements ChatStore {
	readonly #database: Database;
	readonly #repositories: Repositories;
	/**
	 * Fences under which nobody is blocked. Blocks are written under the fence alone, so what was read under it
	 * once stays true until this process writes one: a send to nobody's displeasure costs no look-up.
	 */
	readonly #nobodyBlocked = new Map<string, number>();

	constructor(database: Database, repositories: Repositories) {
		this.#database = database;
		this.#repositories = repositories;
	}

	async noteWord(lease: Lease, word: ChatWord): Promise<boolean> {
		return this.#fenced(lease, () => this.#noteWord(lease.accountId, word));
	}

	async setBlock(
		lease: Lease,
		block: { readonly names: readonly string[]; readonly blocks: boolean; readonly at: number },
	): Promise<void> {
		return this.#fenced(lease, () => this.#setBlock(lease.accountId, block));
	}

	async readBlock(accountId: string, names: readonly string[]): Promise<ChatBlock | null> {
		return this.#database.read(() => this.#repositories.chats.block(accountId, names));
	}

	async pauseChat(
		lease: Lease,
		{ names, until }: { readonly names: readonly string[]; readonly until: number },
	): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.chats.pause(lease.accountId, names, until));
	}

	async chatPause(accountId: string, names: readonly string[]): Promise<number | null> {
		return this.#database.read(() => this.#repositories.chats.paused(accountId, names));
	}

	async claimReply(lease: Lease, claim: ReplyClaim): Promise<boolean> {
		return this.#fenced(lease, () => this.#repositories.chats.claimReply(lease.accountId, claim));
	}

	async bindBurst(lease: Lease, burst: BurstRows): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.chats.bindBurst(lease.accountId, burst));
	}

	async readBursts(accountId: string, subscriberId: string): Promise<ReadonlyMap<number, string>> {
		return this.#database.read(() => this.#repositories.chats.bursts(accountId, subscriberId));
	}

	async forgetBurst(lease: Lease, burst: BurstRows): Promise<void> {
		return this.#fenced(lease, () => this.#repositories.chats.forgetBurst(lease.accountId, burst));
	}

	/** False when it is certain, without asking, that nobody is blocked. */
	mayBlock({ accountId, fence }: Lease): boolean {
		return this.#nobodyBlocked.get(accountId) !== fence;
	}

	/** For a claim, behind its fence: `refused` when one of these names does not want messages. */
	*refusal(lease: Lease, names: readonly string[]): Program<KitError | null> {
		const { accountId, fence } = lease;
		const { chats } = this.#repositories;
		if (!(yield* chats.anyBlocked(accountId))) {
			this.#nobodyBlocked.set(accountId, fence);
			return null;
		}
		const block = yield* chats.block(accountId, names);
		return block && blocked(block);
	}

	/** Forgets within the transaction: a claim that ran before may have noted at its end that nobody is blocked. */
	*#noteWord(accountId: string, word: ChatWord): Program<boolean> {
		const noted = yield* this.#repositories.chats.noteWord(accountId, word);
		this.#nobodyBlocked.delete(accountId);
		return noted;
	}

	*#setBlock(
		accountId: string,
		{ names, blocks, at }: { names: readonly string[]; blocks: boolean; at: number },
	): Program<void> {
		yield* this.#repositories.chats.setByHand(accountId, names, blocks ? at : null);
		this.#nobodyBlocked.delete(accountId);
	}

	#fenced<Result>(lease: Lease, program: RepeatableProgram<Result>): Promise<Result> {
		return this.#database.write(lease.accountId, () => this.#afterFence(lease, program));
	}

	*#afterFence<Result>(lease: Lease, program: RepeatableProgram<Result>): Program<Result> {
		yield* this.#repositories.leases.hold(lease);
		return yield* program();
	}
}

function blocked({ at, word }: ChatBlock): KitError {
	return new KitError({
		code: 'refused',
		what: 'This person does not want messages from this number. Nothing was sent.',
		why:
			word === null
				? `They were opted out by hand on ${new Date(at).toISOString()}.`
				: `They wrote "${word}" on ${new Date(at).toISOString()}.`,
		next: 'Leave them out. They get messages again when they write the word that ends it (START, if nothing else was chosen), or when Contact → Set Opt-Out says so.',
		reason: 'optedOut',
	});
}
