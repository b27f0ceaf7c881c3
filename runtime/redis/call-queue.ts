import type { Logger } from '../../messages/ports';
import { AccountQueues } from './account-queues';
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
	readonly #queues: AccountQueues;

	constructor(names: RedisNames, logger: Logger) {
		this.#queues = new AccountQueues({
			prefix: names.prefix,
			nameOf: (accountId) => names.calls(accountId),
			title: 'Queue of calls',
			logger,
		});
	}

	/** The same id twice lies there once. */
	async add(client: RedisClient, accountId: string, data: CallData): Promise<void> {
		const queue = await this.#queues.get(client, accountId);
		await queue.add(data.method, data, {
			jobId: data.id,
			removeOnComplete: true,
			removeOnFail: true,
			stackTraceLimit: 0,
		});
	}

	/** False when it is gone: answered, or lost with the memory of a Redis that keeps nothing. */
	async has(client: RedisClient, accountId: string, id: string): Promise<boolean> {
		const queue = await this.#queues.get(client, accountId);
		return (await queue.getJob(id)) !== undefined;
	}

	/** Takes a call back; true when it is certain that nobody began with it. */
	async takeBack(client: RedisClient, accountId: string, id: string): Promise<boolean> {
		const queue = await this.#queues.get(client, accountId);
		const job = await queue.getJob(id);
		if (!job) return false;
		const removed = await queue.remove(id);
		return removed === 1 && job.attemptsStarted === 0;
	}

	async close(): Promise<void> {
		await this.#queues.close();
	}
}
