import { Queue, QueueEvents, Worker } from 'bullmq';
import { Batches } from './batches';
import { serve } from './process-link';

/** One end of a bare BullMQ queue with its usual settings: `answer` works on the jobs, the other end asks. */
const connection = { port: Number(process.env.BENCH_REDIS_PORT), host: '127.0.0.1' };
let queue: Queue | undefined;
let events: QueueEvents | undefined;

const batches = new Batches(async (to, text) => {
	if (!queue || !events) throw new Error('ask comes first');
	// Kept for a while: a job that is gone before it is waited for cannot be waited for.
	const job = await queue.add('send', { to, text }, { removeOnComplete: 1_000 });
	await job.waitUntilFinished(events);
});

const queueHandlers = {
	async answer({ name, concurrency }: { name: string; concurrency: number }) {
		const worker = new Worker(name, async (job) => await Promise.resolve({ outcome: 'sent', id: job.id }), {
			connection,
			concurrency,
		});
		await worker.waitUntilReady();
	},
	/** Whom the next messages go to. */
	async ask({ name }: { name: string }) {
		await Promise.all([queue?.close(), events?.close()]);
		queue = new Queue(name, { connection });
		events = new QueueEvents(name, { connection });
		// Each wait adds some; fifty of them are no leak.
		queue.setMaxListeners(0);
		events.setMaxListeners(0);
		await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
	},
	sendOneByOne: async (request: { to: string; texts: readonly string[] }) =>
		await batches.sendOneByOne(request),
	sendAtOnce: async (request: { to: string; texts: readonly string[]; width: number }) =>
		await batches.sendAtOnce(request),
};

export type QueueHandlers = typeof queueHandlers;

serve(queueHandlers);
