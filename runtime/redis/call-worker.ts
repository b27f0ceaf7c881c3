import type { Job, Queue, Worker } from 'bullmq';
import { z } from 'zod';
import type { Clock, Logger, Unsubscribe } from '../../messages/ports';
import type { CallTaker, Serving } from '../../sessions/remote/owner-link';
import { AnswerWriter } from './answer-writer';
import type { RedisConnections } from './connections';
import type { RedisClient } from './redis-client';
import type { RedisNames } from './redis-names';

/** Calls worked on at once. Many wait for a limit or the server and cost nothing while they do. */
const AT_ONCE = 200;
/**
 * A call whose owner vanished is taken up again after this time at the latest, ms; a new owner does not wait for
 * it (`freeLeftCalls`).
 */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** An owner that stops waits this long for calls under way, ms. */
const STOP_PATIENCE_MS = 5_000;
const RETRY_MS = 500;
/** An answer nobody could be told is kept trying for this long after its caller left, ms. */
const TELL_LONGER_MS = 5_000;

const callSchema = z.object({
	id: z.string(),
	answerTo: z.string(),
	method: z.string(),
	freight: z.unknown(),
	until: z.number(),
});

export interface CallWorkerPorts {
	readonly accountId: string;
	readonly connections: RedisConnections;
	readonly names: RedisNames;
	readonly logger: Logger;
	readonly clock: Clock;
	/** Told about calls their callers gave up. */
	onCancelled(listener: (callId: string) => void): Unsubscribe;
}

/** Takes the calls of one account from its queue, as long as this process owns it. */
export class CallWorker implements Serving {
	readonly #ports: CallWorkerPorts;

	readonly #take: CallTaker;

	readonly #running = new Map<string, AbortController>();

	readonly #stopped = new AbortController();

	readonly #stopHearing: Unsubscribe;

	readonly #worker: Promise<Worker | undefined>;

	constructor(ports: CallWorkerPorts, take: CallTaker) {
		this.#ports = ports;
		this.#take = take;
		this.#stopHearing = ports.onCancelled((id) => this.#running.get(id)?.abort());
		this.#worker = this.#begin().catch((error: unknown) => {
			ports.logger.error('Calls of other n8n processes cannot be taken', { error: String(error) });
			return undefined;
		});
	}

	get busy(): number {
		return this.#running.size;
	}

	async stop(): Promise<void> {
		this.#stopped.abort();
		const worker = await this.#worker;
		await worker?.pause(true);
		const { clock } = this.#ports;
		for (let waited = 0; this.#running.size > 0 && waited < STOP_PATIENCE_MS; waited += 20)
			await clock.sleep(20);
		this.#stopHearing();
		// Redis may be away; what lies there is found by the next owner.
		await Promise.race([worker?.close(this.#running.size > 0), clock.sleep(STOP_PATIENCE_MS)]);
	}

	async #begin(): Promise<Worker | undefined> {
		const { Queue, Worker } = await import('bullmq');
		const { accountId, connections, names, logger, clock } = this.#ports;
		const client = await connections.serving();
		const answers = new AnswerWriter(client, clock);
		const name = names.calls(accountId);
		const shared = { connection: client, prefix: names.prefix, skipVersionCheck: true };
		const worker: Worker = new Worker(
			name,
			async (job, token) => await this.#process(worker, answers, job, token),
			{
				...shared,
				autorun: false,
				concurrency: AT_ONCE,
				lockDuration: LOCK_MS,
				stalledInterval: STALLED_CHECK_MS,
				// However often its owner vanished: the key of a send sees to it that it is sent once.
				maxStalledCount: 1_000_000,
				runRetryDelay: RETRY_MS,
			},
		);
		worker.on('error', (error) => logger.debug('Worker of calls', { error: error.message }));
		const queue = new Queue(name, { ...shared, skipMetasUpdate: true });
		queue.on('error', (error) => logger.debug('Queue of calls', { error: error.message }));
		// Not before Redis is there; an owner may live for long without it.
		void this.#run(worker, queue, client, clock).catch((error: unknown) =>
			logger.error('Calls of other n8n processes are not taken any more', { error: String(error) }),
		);
		return worker;
	}

	async #run(worker: Worker, queue: Queue, client: RedisClient, clock: Clock): Promise<void> {
		const { signal } = this.#stopped;
		while (!signal.aborted) {
			try {
				await freeLeftCalls(queue, client);
				break;
			} catch {
				await clock.sleep(RETRY_MS, signal).catch(() => undefined);
			}
		}
		if (!signal.aborted) await worker.run();
	}

	async #process(worker: Worker, answers: AnswerWriter, job: Job, token: string | undefined): Promise<void> {
		const read = callSchema.safeParse(job.data);
		// Of a version that writes other calls under the same name: its caller is told by its own limit.
		if (!read.success) return;
		const call = read.data;
		const abort = new AbortController();
		this.#running.set(call.id, abort);
		try {
			const taken = await this.#take({ ...call, freight: call.freight }, abort.signal);
			if (taken !== 'leave') return await this.#tell(answers, call, taken.answer);
		} finally {
			this.#running.delete(call.id);
		}
		await this.#giveBack(worker, job, token);
	}

	/** For the next owner; this process takes none any more. */
	async #giveBack(worker: Worker, job: Job, token: string | undefined): Promise<never> {
		const { WaitingError } = await import('bullmq');
		await worker.pause(true);
		await job.moveToWait(token);
		throw new WaitingError();
	}

	/** Redis may come back while somebody still waits: the outcome of a send is worth some patience. */
	async #tell(answers: AnswerWriter, call: z.output<typeof callSchema>, answer: unknown): Promise<void> {
		const { clock } = this.#ports;
		for (;;) {
			try {
				return await answers.send(call.answerTo, call.id, answer);
			} catch (error) {
				if (this.#stopped.signal.aborted || clock.now() > call.until + TELL_LONGER_MS) throw error;
				await clock.sleep(RETRY_MS);
			}
		}
	}
}

/**
 * Calls under way with an earlier owner go back to the queue at once. Whoever calls this holds the lease, so the
 * earlier one is gone or may do nothing any more; waiting for its locks to run out would only cost time.
 *
 * Does what BullMQ's own check does in two rounds: mark what is active, then free what has no lock.
 */
async function freeLeftCalls(queue: Queue, client: RedisClient): Promise<void> {
	const active = await client.lrange(queue.toKey('active'), 0, -1);
	if (active.length === 0) return;
	const results = await client
		.pipeline()
		.del(...active.map((id) => `${queue.toKey(id)}:lock`))
		.sadd(queue.toKey('stalled'), ...active)
		.del(queue.toKey('stalled-check'))
		.exec();
	const failure = results?.find(([error]) => error !== null)?.[0];
	if (failure) throw failure;
}
