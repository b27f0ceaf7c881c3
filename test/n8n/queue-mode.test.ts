import type { N8nProcess } from '../../scripts/n8n-process.mjs';
import { describeWithPostgres } from '../fixtures/describe-with-postgres';
import { describeWithRedis } from '../fixtures/redis-server';
import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from './account';
import type { CredentialReference } from './n8n-client';
import { queueEnvironment, startWaitingWorker } from './queue-processes';
import { RealN8n } from './real-n8n';
import { describeQueuedByWorkers } from './suites/queued-by-workers';
import { describeVerifiedByWorkers } from './suites/verified-by-workers';
import { waitUntil } from './wait-until';
import { kitTrigger } from './workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const arrives = { timeoutMs: 90_000 };

describeWithPostgres('queue mode', {}, (postgres) => {
	describeWithRedis('with the trigger on main and the action on a worker', (redis) => {
		const n8n = new RealN8n('queue', () => queueEnvironment(postgres(), redis()));
		let worker: N8nProcess;
		let credential: CredentialReference;
		let shop: Phone;
		let ana: Phone;

		beforeAll(async () => {
			await n8n.start();
			worker = await startWaitingWorker(n8n, redis(), 'worker-1');
			shop = n8n.whatsApp.addPhone({ phone: '5511987654321', name: 'Shop' });
			ana = n8n.whatsApp.addPhone({ phone: '4915123456789', name: 'Ana' });
			credential = await n8n.client.createCredential('Shop', credentialType, unlimited);
		}, 300_000);

		afterAll(async () => {
			await worker?.stop();
			await n8n.stop();
		}, 120_000);

		const isAnswered = async (text: string): Promise<void> => {
			await ana.say(shop, text);
			await ana.waitFor((shown) => shown.text === `you said ${text}`, arrives);
		};
		const timesShown = (text: string): number => ana.inbox.all.filter((shown) => shown.text === text).length;

		it('links the number once for all processes', async () => {
			const workflow = await createLinkWorkflow(n8n, credential);
			const shown = await runLink(n8n, workflow);
			await shop.scan(shown.qr!);
			await waitUntil('the account is linked', async () => {
				const { json } = await runLink(n8n, workflow);
				return json.linked === true;
			});
		});

		it('answers a message through a workflow that runs on the worker', async () => {
			const trigger = {
				name: 'Heard',
				type: kitTrigger,
				parameters: { engine: 'web', events: ['message'] },
				credentials: { [credentialType]: credential },
			};
			const answer = kit('Answer', credential, {
				resource: 'message',
				operation: 'sendText',
				recipient: '={{ $json.chat.id }}',
				text: "={{ 'you said ' + $json.text }}",
			});
			const workflow = await n8n.client.createWorkflow({ name: 'Echo', nodes: [trigger, answer] });
			await n8n.publish(workflow);
			await isAnswered('hello');
			// The answer is on the phone before n8n has written its execution down.
			const [execution] = await waitUntil('the execution is listed', async () => {
				const listed = await n8n.client.executionsOf(workflow);
				return listed.length > 0 && listed;
			});
			expect((await n8n.client.finished(execution!.id)).status).toBe('success');
			expect(worker.log()).toContain(`Worker started execution ${execution!.id}`);
			expect(n8n.whatsApp.overlaps).toBe(0);
		});

		it('lets an execution of the worker sleep until main has heard the answer', async () => {
			const path = 'ask-ana';
			const webhook = {
				name: 'Asked',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
				webhookId: '00000000-0000-4000-8000-0000000000aa',
			};
			const ask = kit('Ask', credential, {
				resource: 'message',
				operation: 'sendAndWait',
				recipient: `+${ana.digits}`,
				message: 'Ship the order?',
			});
			const workflow = await n8n.client.createWorkflow({ name: 'Ask', nodes: [webhook, ask] });
			await n8n.client.publish(workflow);
			const started = await fetch(`${n8n.client.address}/webhook/${path}`, { method: 'POST' });
			expect(started.status).toBe(200);
			const poll = await ana.waitFor((shown) => shown.text === 'Ship the order?', arrives);
			await ana.vote(poll, ['Approve']);
			const [execution] = await n8n.client.executionsOf(workflow);
			const { items } = await n8n.client.finished(execution!.id);
			expect(items.Ask).toMatchObject([{ json: { timedOut: false, data: { approved: true } } }]);
			expect(worker.log()).toContain(`Worker started execution ${execution!.id}`);
		}, 240_000);

		it('goes on when the worker was killed and another one started', async () => {
			await worker.stop('SIGKILL');
			worker = await startWaitingWorker(n8n, redis(), 'worker-2');
			await isAnswered('is somebody there?');
			expect(n8n.whatsApp.overlaps).toBe(0);
		}, 240_000);

		it('goes on when main was killed and started again, and answers what came meanwhile', async () => {
			await n8n.stopN8n('SIGKILL');
			await ana.say(shop, 'while main was away');
			await n8n.startN8n();
			await ana.waitFor((shown) => shown.text === 'you said while main was away', arrives);
			await isAnswered('and now?');
			expect(timesShown('you said while main was away')).toBe(1);
			expect(n8n.whatsApp.protocolErrors).toEqual([]);
		}, 300_000);

		describeVerifiedByWorkers(n8n, () => worker);

		describeQueuedByWorkers(n8n, {
			current: () => worker,
			replace: async () => {
				await worker.stop('SIGKILL');
				worker = await startWaitingWorker(n8n, redis(), 'worker-3');
			},
		});
	});
});
