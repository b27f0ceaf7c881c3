import type { Queue } from 'bullmq';
import type { Logger } from '../../messages/ports';
import type { RedisClient } from './redis-client';
import type { RedisNames } from './redis-names';

/** What lies in the queue for one call. */
export interface CallData {
	readonly id: string;
	/** Stream the answer belongs in. */
	readonly answerTo: string;
	readonly method: string;
	readonly freight: unknown;
	readonly until: number;
}

/** The caller's side of the queues, one for each account: they share one connection. */
export class CallQueues {
	readonly #names: RedisNames;

	readonly #logger: Logger;

	readonly #queues = new Map<string, Promise<Queue>>();

	constructor(names: RedisNames, logger: Logger) {
		this.#names = names;
		this.#logger = logger;
	}

	/** The same id twice lies there once. */
	async add(client: RedisClient, accountId: string, data: CallData): Promise<void> {
		const queue = await this.#get(client, accountId);
		await queue.add(data.method, data, {
			jobId: data.id,
			removeOnComplete: true,
			removeOnFail: true,
			stackTraceLimit: 0,
		});
	}

	/** False when it is gone: answered, or lost with the memory of a Redis that keeps nothing. */
	async has(client: RedisClient, accountId: string, id: string): Promise<boolean> {
		const queue = await this.#get(client, accountId);
		return (await queue.getJob(id)) !== undefined;
	}

	/** Takes a call back; true when it is certain that nobody began with it. */
	async takeBack(client: RedisClient, accountId: string, id: string): Promise<boolean> {
		const queue = await this.#get(client, accountId);
		const job = await queue.getJob(id);
		if (!job) return false;
		const removed = await queue.remove(id);
		return removed === 1 && job.attemptsStarted === 0;
	}

	async close(): Promise<void> {
		for (const opening of this.#queues.values()) {
			const queue = await opening.catch(() => undefined);
			await queue?.close().catch(() => undefined);
		}
		this.#queues.clear();
	}

	async #get(client: RedisClient, accountId: string): Promise<Queue> {
		let opening = this.#queues.get(accountId);
		if (!opening) {
			opening = this.#open(client, accountId);
			this.#queues.set(accountId, opening);
			// One that could not begin stays unusable: the next call makes another.
			opening.catch(() => this.#queues.delete(accountId));
		}
		return await opening;
	}

	async #open(client: RedisClient, accountId: string): Promise<Queue> {
		const { Queue } = await import('bullmq');
		const queue = new Queue(this.#names.calls(accountId), {
			connection: client,
			prefix: this.#names.prefix,
			skipVersionCheck: true,
			skipMetasUpdate: true,
		});
		queue.on('error', (error) => this.#logger.debug('Queue of calls', { error: error.message }));
		await queue.waitUntilReady();
		return queue;
	}
}
