import type { Worker } from 'bullmq';
import type { Clock, Logger } from '../../messages/ports';
import type { Answering, JobBell } from '../../sessions/outbox/job-bell';
import { AccountQueues } from './account-queues';
import type { RedisConnections } from './connections';
import { isReady } from './redis-client';
import type { RedisNames } from './redis-names';

/** Longest wait for Redis before a bell is left unrung, ms: the job is in the store all the same. */
const PATIENCE_MS = 300;
/** An owner that stops waits this long for Redis, ms. */
const STOP_PATIENCE_MS = 2_000;
const RETRY_MS = 500;
const never = new AbortController().signal;

export interface RedisJobBellPorts {
	readonly connections: RedisConnections;
	readonly names: RedisNames;
	readonly logger: Logger;
	readonly clock: Clock;
}

/** Bells as jobs of BullMQ, one queue for each account: they wait for an owner as calls do. */
export class RedisJobBell implements JobBell {
	readonly #ports: RedisJobBellPorts;

	readonly #queues: AccountQueues;

	constructor(ports: RedisJobBellPorts) {
		this.#ports = ports;
		const { names, logger } = ports;
		this.#queues = new AccountQueues({
			prefix: names.prefix,
			nameOf: (accountId) => names.jobs(accountId),
			title: 'Queue of jobs',
			logger,
		});
	}

	async ring(accountId: string, jobId: string): Promise<void> {
		const { connections, logger } = this.#ports;
		try {
			const client = await connections.commands();
			if (!(await isReady(client, PATIENCE_MS, never))) return;
			const queue = await this.#queues.get(client, accountId);
			// The same job twice lies there once.
			await queue.add('queued', {}, { jobId: `job-${jobId}`, removeOnComplete: true, removeOnFail: true });
		} catch (error) {
			logger.debug('Word of a queued message did not get into Redis', { error: String(error) });
		}
	}

	answer(accountId: string, onRing: () => void): Answering {
		return new AnsweredBell(this.#ports, accountId, onRing);
	}

	async close(): Promise<void> {
		await this.#queues.close();
	}
}

/** The worker of the owner. A bell whose owner vanished while it heard it rings again for the next one. */
class AnsweredBell implements Answering {
	readonly #ports: RedisJobBellPorts;

	readonly #stopped = new AbortController();

	readonly #worker: Promise<Worker | undefined>;

	constructor(ports: RedisJobBellPorts, accountId: string, onRing: () => void) {
		this.#ports = ports;
		this.#worker = this.#begin(accountId, onRing).catch((error: unknown) => {
			ports.logger.warn('Word of queued messages of other n8n processes is not heard at once', {
				error: String(error),
			});
			return undefined;
		});
	}

	async stop(): Promise<void> {
		this.#stopped.abort();
		const worker = await this.#worker;
		const over = new AbortController();
		// Not by force: a bell that comes this moment would be taken and heard by nobody.
		const closing = worker?.close().catch(() => undefined);
		const patience = this.#ports.clock.sleep(STOP_PATIENCE_MS, over.signal).catch(() => undefined);
		// Redis may be away; what lies there is found by the next owner.
		await Promise.race([closing, patience]);
		over.abort();
	}

	async #begin(accountId: string, onRing: () => void): Promise<Worker | undefined> {
		const { Worker } = await import('bullmq');
		const { connections, names, logger } = this.#ports;
		const client = await connections.serving();
		if (this.#stopped.signal.aborted) return undefined;
		const worker: Worker = new Worker(names.jobs(accountId), async () => onRing(), {
			connection: client,
			prefix: names.prefix,
			skipVersionCheck: true,
			autorun: false,
			runRetryDelay: RETRY_MS,
		});
		worker.on('error', (error) => logger.debug('Worker of jobs', { error: error.message }));
		void worker.run().catch((error: unknown) =>
			logger.warn('Word of queued messages of other n8n processes is not heard at once', {
				error: String(error),
			}),
		);
		return worker;
	}
}
