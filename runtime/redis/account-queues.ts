import type { Queue } from 'bullmq';
import type { Logger } from '../../messages/ports';
import type { RedisClient } from './redis-client';

export interface AccountQueuesOptions {
	/** Begins the name of every key in Redis. */
	readonly prefix: string;
	nameOf(accountId: string): string;
	/** What lies in them, for the log. */
	readonly title: string;
	readonly logger: Logger;
}

/** Queues one writes into, one for each account, made when they are needed: they share one connection. */
export class AccountQueues {
	readonly #options: AccountQueuesOptions;

	readonly #queues = new Map<string, Promise<Queue>>();

	constructor(options: AccountQueuesOptions) {
		this.#options = options;
	}

	async get(client: RedisClient, accountId: string): Promise<Queue> {
		let opening = this.#queues.get(accountId);
		if (!opening) {
			opening = this.#open(client, accountId);
			this.#queues.set(accountId, opening);
			// One that could not begin stays unusable: the next who asks makes another.
			opening.catch(() => this.#queues.delete(accountId));
		}
		return await opening;
	}

	/** The connection stays its owner's. */
	async close(): Promise<void> {
		for (const opening of this.#queues.values()) {
			const queue = await opening.catch(() => undefined);
			await queue?.close().catch(() => undefined);
		}
		this.#queues.clear();
	}

	async #open(client: RedisClient, accountId: string): Promise<Queue> {
		const { Queue } = await import('bullmq');
		const { prefix, nameOf, title, logger } = this.#options;
		const queue = new Queue(nameOf(accountId), {
			connection: client,
			prefix,
			skipVersionCheck: true,
			skipMetasUpdate: true,
		});
		queue.on('error', (error) => logger.debug(title, { error: error.message }));
		await queue.waitUntilReady();
		return queue;
	}
}
