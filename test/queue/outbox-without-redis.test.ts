import { RedisServer, describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { ProcessesOfOneN8n, type KitProcess } from './processes-of-one-n8n';

/** An owner that heard nothing looks into the store every half minute. */
const foundByItself = 90_000;

describeWithRedis('messages queued while Redis is away', () => {
	let redis: RedisServer;
	let n8n: ProcessesOfOneN8n;
	let owner: KitProcess;
	let worker: KitProcess;

	beforeAll(async () => {
		redis = await RedisServer.start();
		n8n = await ProcessesOfOneN8n.begin(redis.url);
		owner = await n8n.start();
		await owner.listen({ durable: true });
		await n8n.link(owner);
		worker = await n8n.start();
		await worker.send('before');
	}, 60_000);

	afterAll(async () => {
		await n8n.dispose();
		await redis.dispose();
	}, 60_000);

	const queue = async (text: string): Promise<string> => {
		const told = await worker.session.enqueue({
			recipient: n8n.customer.digits,
			message: { kind: 'text', text },
			idempotencyKey: text,
		});
		if (told.outcome !== 'queued') throw new Error(`"${text}" is ${told.outcome}`);
		return told.jobId;
	};
	const isSent = async (jobId: string): Promise<boolean> =>
		(await worker.session.getJob(jobId)).state === 'sent';

	it(
		'leave all the same, once, and later ones at once again when it is back with nothing in it',
		async () => {
			await redis.end('SIGKILL');
			const unheard = await queue('unheard');
			expect(await owner.session.getJob(unheard)).toMatchObject({ attempts: 0 });
			await until(async () => await isSent(unheard), foundByItself);
			await redis.begin();
			await redis.ask('FLUSHALL');
			await until(
				async () => (await worker.send('again').catch(() => undefined))?.outcome === 'sent',
				60_000,
			);
			const heard = await queue('heard');
			await until(async () => await isSent(heard), foundByItself);
			await n8n.customer.idle();
			const texts = n8n.customer.inbox.all.map(({ text }) => text).sort();
			expect(texts).toEqual(['heard', 'text of again', 'text of before', 'unheard']);
		},
		foundByItself * 3,
	);
});
