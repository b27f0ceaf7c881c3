import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEventEnvelope } from '../../engines/engine';
import { createKit, type ClosableKit } from '../../runtime/create-kit';
import type { Session } from '../../sessions/session';
import { recordingLogger } from '../fixtures/quiet-logger';
import { describeWithRedis } from '../fixtures/redis-server';
import { until } from '../fixtures/until';
import { limit } from '../gateways/gateway-world';
import { wawpDelivery, WawpSimulator } from '../gateways/wawp/wawp-simulator';

const token = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };
const node = 'workflow-1:node-1';

/** Two processes of one n8n: main holds the account, a webhook process or a worker uses it. */
describeWithRedis('an account at a gateway in queue mode', (redis) => {
	let simulator: WawpSimulator;
	let folder: string;
	let kits: ClosableKit[];

	const start = async (): Promise<Session> => {
		const environment = { WHATSAPP_KIT_HOME: folder, WHATSAPP_KIT_REDIS_URL: redis().url };
		const kit = createKit({ logger: recordingLogger() }, environment);
		kits.push(kit);
		const address = { baseUrl: simulator.url, allowPrivateAddress: true };
		const credential = { ...token, ...address, limitsPreset: 'unlimited' };
		return (await kit.acquire({ id: 'credential-1', name: 'Shop', engine: 'wawp', credential })).session;
	};
	const delivery = (id: string) =>
		wawpDelivery(
			'message',
			{
				id: `false_447911123456@c.us_${id}`,
				timestamp: Date.UTC(2026, 0, 1) / 1_000,
				from: '447911123456@c.us',
				fromMe: false,
				body: `Text of ${id}`,
			},
			`evt_${id}`,
		);
	const send = async (session: Session, key: string, whenLimited: 'wait' | 'fail') =>
		await session.send({
			recipient: '+447911123456',
			message: { kind: 'text', text: key },
			idempotencyKey: key,
			whenLimited,
		});

	beforeEach(async () => {
		kits = [];
		folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-deliveries-'));
		simulator = await new WawpSimulator(token).listen();
	});
	afterEach(async () => {
		for (const kit of kits) await kit.close();
		await simulator.close();
		await rm(folder, { recursive: true, force: true });
	});

	it('hears in main what a webhook process takes, once, and each trigger is told once', async () => {
		const heard: EngineEventEnvelope[] = [];
		const main = await start();
		await main.subscribe({
			id: 'workflow-2:node-1',
			durable: true,
			resume: false,
			deliver: async (envelope) => void (await Promise.resolve(heard.push(envelope))),
		});
		await send(main, 'holds the account', 'wait');
		const webhooks = await start();
		const take = async (session: Session, hearer?: string) =>
			(await session.ingest({ body: delivery('one'), hearer, signal: limit() })).map(({ fresh }) => fresh);
		expect(await take(webhooks, node)).toEqual([true]);
		expect(await take(webhooks, node)).toEqual([false]);
		expect(await take(main, node)).toEqual([false]);
		expect(await take(webhooks, 'workflow-3:node-1')).toEqual([true]);
		expect(await take(webhooks)).toEqual([false]);
		await webhooks.ingest({ body: delivery('two'), signal: limit() });
		await until(() => heard.some(({ event }) => 'text' in event && event.text === 'Text of two'));
		expect(heard.map(({ event }) => 'text' in event && event.text)).toEqual(['Text of one', 'Text of two']);
	});

	it('keeps a pause the gateway asked of one process in all of them', async () => {
		const main = await start();
		await send(main, 'holds the account', 'wait');
		const worker = await start();
		const answer = { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Slow down' } };
		simulator.failNext(/send\/text$/u, { kind: 'answer', answer });
		await expect(send(worker, 'too fast', 'fail')).rejects.toMatchObject({
			code: 'limited',
			reason: 'gateway',
		});
		await expect(send(main, 'held back', 'fail')).rejects.toMatchObject({
			code: 'limited',
			reason: 'gateway',
		});
		await expect(send(worker, 'held back, too', 'fail')).rejects.toMatchObject({ code: 'limited' });
		expect(simulator.asked(/send\/text$/u)).toHaveLength(2);
	});
});
