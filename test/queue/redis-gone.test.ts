import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describeWithRedis, RedisServer } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { ProcessesOfOneN8n, type KitProcess } from './processes-of-one-n8n';

const impatient = { QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '1000' };

describeWithRedis('without Redis', () => {
	let redis: RedisServer;
	let n8n: ProcessesOfOneN8n;
	let owner: KitProcess;
	let worker: KitProcess;
	const unhandled: unknown[] = [];
	const note = (error: unknown): unknown => unhandled.push(error);

	beforeEach(async () => {
		process.on('unhandledRejection', note);
		redis = await RedisServer.start();
		n8n = await ProcessesOfOneN8n.begin(redis.url);
		owner = await n8n.start();
		await owner.listen({ durable: true, id: 'first:node' });
		await n8n.link(owner);
		worker = await n8n.start(impatient);
	});

	afterEach(async () => {
		await n8n.dispose();
		await redis.dispose();
		process.off('unhandledRejection', note);
		expect(unhandled.splice(0)).toEqual([]);
	});

	it('a worker says so in bounded time, and sends again when Redis is back', async () => {
		await worker.send('before');
		await redis.end('SIGKILL');
		await until(() => worker.logger.lines.some(({ message }) => message.includes('cannot reach Redis')));
		const begun = Date.now();
		await expect(worker.send('during')).rejects.toMatchObject({ code: 'queue' });
		expect(Date.now() - begun).toBeLessThan(15_000);
		// Who holds the connection needs no Redis.
		expect((await owner.send('from the owner')).outcome).toBe('sent');
		await redis.begin();
		await until(async () => {
			const receipt = await worker.send('after').catch(() => undefined);
			return receipt?.outcome === 'sent';
		}, 20_000);
		await n8n.customer.idle();
		const texts = n8n.customer.inbox.all.map(({ text }) => text).sort();
		expect(texts).toEqual(['text of after', 'text of before', 'text of from the owner']);
	});

	it('a patient worker waits for it', async () => {
		const patient = await n8n.start();
		await patient.send('before');
		await redis.end('SIGKILL');
		const sending = patient.send('during');
		await pause(1_500);
		await redis.begin();
		expect((await sending).outcome).toBe('sent');
	});

	it('no message is lost or doubled that was on its way when it went', async () => {
		const patient = await n8n.start();
		await patient.send('first');
		const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
		const sending = keys.map(async (key) => await patient.send(key));
		await until(() => n8n.customer.inbox.all.length > 3);
		await redis.end('SIGKILL');
		await redis.begin();
		// As n8n's own retry does it: the same item under the same key.
		const outcomes = await Promise.allSettled(sending);
		for (const [index, outcome] of outcomes.entries())
			if (outcome.status === 'rejected') await patient.send(keys[index]!);
		await n8n.customer.idle();
		const shown = n8n.customer.inbox.all.map(({ text }) => text).sort();
		expect(shown).toEqual(['first', ...keys].map((key) => `text of ${key}`).sort());
	}, 60_000);

	it('events of the outage reach a trigger elsewhere afterwards, once each', async () => {
		const { events, states } = await worker.listen({ durable: true, id: 'second:node' });
		await until(() => states.some(({ kind }) => kind === 'open'));
		await redis.end('SIGKILL');
		await n8n.customer.say(n8n.shop, 'during');
		await redis.begin();
		await events.waitFor(({ event }) => event.event === 'message' && event.text === 'during', {
			timeoutMs: 25_000,
		});
		await n8n.customer.say(n8n.shop, 'after');
		await events.waitFor(({ event }) => event.event === 'message' && event.text === 'after', {
			timeoutMs: 25_000,
		});
		expect(events.all).toHaveLength(2);
	}, 60_000);
});

describeWithRedis('a Redis that never was there', () => {
	it('keeps nobody from using a number no other process holds, and tells the others', async () => {
		const nobody = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => nobody.once('listening', resolve));
		const { port } = nobody.address() as { port: number };
		await new Promise((resolve) => nobody.close(resolve));
		const n8n = await ProcessesOfOneN8n.begin(`redis://127.0.0.1:${port}`);
		try {
			const first = await n8n.start(impatient);
			await n8n.link(first);
			expect((await first.send('a')).outcome).toBe('sent');
			const second = await n8n.start(impatient);
			const begun = Date.now();
			await expect(second.send('b')).rejects.toMatchObject({
				code: 'queue',
				what: expect.stringContaining('Redis'),
			});
			expect(Date.now() - begun).toBeLessThan(15_000);
		} finally {
			await n8n.dispose();
		}
		expect(n8n.server.overlaps).toBe(0);
	});
});
