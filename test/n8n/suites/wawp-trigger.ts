import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { kitTrigger, wawpTrigger } from '../workflow';
import { WawpAccount } from './wawp-account';

const crm = { url: 'https://crm.example/wawp', events: ['call.received'], is_active: true, retries: 3 };
const ada = '447911123456@c.us';

/** Deliveries of a simulated Wawp to the published webhook of a real n8n. */
export function describeWawpTrigger(n8n: RealN8n): void {
	describe('the Wawp Trigger', () => {
		let account: WawpAccount;
		let deliveries: string;
		let listening: string;
		let secret = '';
		let messages = 0;

		const written = (
			text: string,
			more: object = {},
		): [string, Readonly<Record<string, unknown>>, string] => {
			messages += 1;
			const payload = {
				id: `false_${ada}_${messages}`,
				timestamp: Math.floor(Date.now() / 1_000),
				from: ada,
			};
			return ['message', { ...payload, fromMe: false, body: text, ...more }, `evt_${messages}`];
		};
		const heardBy = async (workflowId: string) => {
			const listed = await n8n.client.executionsOf(workflowId);
			const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.finished(id)));
			return executions.flatMap(({ items }) => (items.Heard ?? []).map(({ json }) => json));
		};
		/** All that a workflow heard, once it has heard the last of it. */
		const heardUntil = async (workflowId: string, last: string) =>
			await waitUntil(`${workflowId} heard "${last}"`, async () => {
				const heard = await heardBy(workflowId);
				return heard.some(({ text, event }) => text === last || event === last) && heard;
			});
		const workflow = async (name: string, parameters: object, webhookId: string) =>
			await n8n.client.createWorkflow({
				name,
				nodes: [account.node(wawpTrigger, 'Heard', parameters, { webhookId })],
			});

		beforeAll(async () => {
			account = await WawpAccount.open(n8n, 'Reception at Wawp');
			account.simulator.webhooks = [crm];
			deliveries = await workflow(
				'Deliveries of Wawp',
				{ events: ['message', 'message.any', 'message.ack', 'session.status'] },
				'5b0c6f0e-7f0e-4c63-9d0c-6a1c5d1d0001',
			);
			const trigger = account.node(kitTrigger, 'Heard', { engine: 'wawp', events: ['message', 'choice'] });
			listening = await n8n.client.createWorkflow({ name: 'Messages through Wawp', nodes: [trigger] });
		});
		afterAll(async () => await account.close());

		it('registers its address beside those of others when it is published', async () => {
			showsFeatures('wawp', 'registerWebhook');
			await n8n.client.publish(deliveries);
			await n8n.publish(listening);
			const [other, ours] = account.simulator.webhooks;
			expect(account.simulator.webhooks).toHaveLength(2);
			expect(other).toEqual(crm);
			expect(ours).toEqual({
				url: expect.stringMatching(/\/webhook\/5b0c6f0e-[^/]+\/webhook\?secret=[\w-]{32}$/u),
				events: ['message', 'message.any', 'message.ack', 'session.status'],
				is_active: true,
			});
			secret = new URL(String(ours?.url)).searchParams.get('secret') ?? '';
		});

		it('starts once for a message that is delivered twice, and so does WhatsApp Kit Trigger', async () => {
			showsFeatures('wawp', 'incoming', 'answersAtOnce');
			const twice = written('Good morning');
			const [event, payload, id] = twice;
			expect(await account.simulator.deliver(...twice)).toEqual([200]);
			expect(await account.simulator.deliver(...twice)).toEqual([200]);
			expect(await account.simulator.deliver('message.any', payload, `${id}_any`)).toEqual([200]);
			expect(event).toBe('message');
			await account.simulator.deliver(...written('The last one'));
			for (const id of [deliveries, listening]) {
				const heard = await heardUntil(id, 'The last one');
				expect(heard.map(({ text }) => text).sort()).toEqual(['Good morning', 'The last one']);
				expect(heard.find(({ text }) => text === 'Good morning')).toMatchObject({
					event: 'message',
					account: 'Reception at Wawp',
					engine: 'wawp',
					from: { phone: '+447911123456', isMe: false },
					chat: { id: '447911123456@s.whatsapp.net', type: 'private' },
				});
			}
		});

		it('hears the answer to a list as one choice', async () => {
			const row = { title: 'Minestrone', id: 'soup' };
			const { messageId } = await account.item('sendList', {
				recipient: '+447911123456',
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: { section: [{ title: 'Soup', rows: { row: [row] } }] },
			});
			const answer = {
				replyTo: { id: messageId },
				_data: { listResponse: { singleSelectReply: { selectedRowId: 'soup' } } },
			};
			const tapped = written('Minestrone', answer);
			await account.simulator.deliver(...tapped);
			await account.simulator.deliver(...tapped);
			await account.simulator.deliver(...written('After the choice'));
			for (const id of [deliveries, listening]) {
				const heard = await heardUntil(id, 'After the choice');
				expect(heard.filter(({ event }) => event === 'choice')).toEqual([
					expect.objectContaining({
						choice: expect.objectContaining({ id: 'soup', title: 'Minestrone', index: 0, via: 'list' }),
					}),
				]);
			}
		});

		it('hears an event that is no message as it is', async () => {
			await account.simulator.deliver('session.status', { name: 'default', status: 'WORKING' }, 'evt_status');
			const heard = await heardUntil(deliveries, 'session.status');
			expect(heard.find(({ event }) => event === 'session.status')).toEqual({
				event: 'session.status',
				account: 'Reception at Wawp',
				engine: 'wawp',
				payload: { name: 'default', status: 'WORKING' },
			});
		});

		it('refuses what has not the secret, and nobody hears of it', async () => {
			const { url } = account.simulator.webhooks[1]!;
			const [event, payload, id] = written('From a stranger');
			const headers = { 'content-type': 'application/json' };
			for (const address of [String(url).replace(/\?.*$/u, ''), `${String(url)}x`]) {
				const body = JSON.stringify({ id, event, payload });
				const answer = await fetch(address, { method: 'POST', headers, body });
				expect([answer.status, await answer.json()]).toEqual([403, { error: expect.any(String) }]);
			}
			const [, friend, friendId] = written('From a friend');
			const body = JSON.stringify({ id: friendId, event, payload: friend });
			const answer = await fetch(String(url), { method: 'POST', headers, body });
			expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
			for (const workflowId of [deliveries, listening]) {
				const heard = await heardUntil(workflowId, 'From a friend');
				expect(heard.map(({ text }) => text)).not.toContain('From a stranger');
			}
		});

		it('can be tested by hand beside the published workflow', async () => {
			await n8n.client.listenForTest(deliveries, 'Heard');
			expect(account.simulator.webhooks.map(({ url }) => String(url).replace(/\?.*$/u, ''))).toEqual([
				crm.url,
				expect.stringContaining('/webhook/5b0c6f0e-'),
				expect.stringContaining('/webhook-test/5b0c6f0e-'),
			]);
			const before = (await heardBy(deliveries)).length;
			expect(await account.simulator.deliver(...written('Only a test'))).toEqual([200, 200]);
			const both = await waitUntil('both have heard it', async () => {
				const heard = await heardBy(deliveries);
				return heard.length >= before + 2 && heard.slice(before);
			});
			expect(both.map(({ text }) => text)).toEqual(['Only a test', 'Only a test']);
			await waitUntil('the address of the test is taken back', () => account.simulator.webhooks.length === 2);
		});

		it('takes back its own address alone when it is unpublished', async () => {
			await n8n.client.unpublish(deliveries);
			await waitUntil('the address is taken back', () => account.simulator.webhooks.length < 2);
			expect(account.simulator.webhooks).toEqual([crm]);
		});

		it('works without a plan that allows it, and the log says where the address goes', async () => {
			account.simulator.plan = 'free';
			const free = await workflow('Free plan', {}, '5b0c6f0e-7f0e-4c63-9d0c-6a1c5d1d0002');
			await n8n.client.publish(free);
			expect(n8n.log()).toMatch(/plan at Wawp does not include this[^\n]*'By Hand'/u);
			const byHand = { registration: 'byHand', webhookSecret: 'chosen by a person' };
			const byPerson = await workflow('By hand', byHand, '5b0c6f0e-7f0e-4c63-9d0c-6a1c5d1d0003');
			await n8n.client.publish(byPerson);
			const url = `${n8n.client.address}/webhook/5b0c6f0e-7f0e-4c63-9d0c-6a1c5d1d0003/webhook?secret=chosen%20by%20a%20person`;
			account.simulator.webhooks = [{ url, events: ['message'] }];
			expect(await account.simulator.deliver(...written('Entered by hand'))).toEqual([200]);
			expect(await heardUntil(byPerson, 'Entered by hand')).toHaveLength(1);
		});

		it('has written no secret into the log of n8n', () => {
			expect(secret).toMatch(/^[\w-]{32}$/u);
			for (const word of [secret, 'chosen by', 'chosen%20by']) expect(n8n.log()).not.toContain(word);
			expect(n8n.log()).not.toContain('token-of-the-shop');
		});
	});
}
