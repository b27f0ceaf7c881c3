import { waaBotTap, waaBotText } from '../../gateways/waaBot/waa-bot-deliveries';
import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { kitTrigger, waaBotTrigger } from '../workflow';
import { WaaBotAccount } from './waa-bot-account';

const ada = { from: '447911123456', name: 'Ada' };

/** Deliveries of a simulated WaaBot to the published webhook of a real n8n. */
export function describeWaaBotTrigger(n8n: RealN8n): void {
	describe('the WaaBot Trigger', () => {
		let account: WaaBotAccount;
		let deliveries: string;
		let listening: string;

		const heardBy = async (workflowId: string) => {
			const listed = await n8n.client.executionsOf(workflowId);
			const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.finished(id)));
			return executions.flatMap(({ items }) => (items.Heard ?? []).map(({ json }) => json));
		};
		/** All that a workflow heard, once it has heard the last of it. */
		const heardUntil = async (workflowId: string, last: string) =>
			await waitUntil(`${workflowId} heard "${last}"`, async () => {
				const heard = await heardBy(workflowId);
				return heard.some(({ text }) => text === last) && heard;
			});

		beforeAll(async () => {
			account = await WaaBotAccount.open(n8n, 'Reception at WaaBot');
			const webhookId = '5b0c6f0e-7f0e-4c63-9d0c-6a1c5d1d0101';
			const heard = account.node(waaBotTrigger, 'Heard', { events: ['onMessage'] }, { webhookId });
			deliveries = await n8n.client.createWorkflow({ name: 'Deliveries of WaaBot', nodes: [heard] });
			const trigger = account.node(kitTrigger, 'Heard', { engine: 'waaBot', events: ['message', 'choice'] });
			listening = await n8n.client.createWorkflow({ name: 'Messages through WaaBot', nodes: [trigger] });
		});
		afterAll(async () => await account.simulator.close());

		it('gives the bot its address when it is published', async () => {
			showsFeatures('waaBot', 'registerWebhook');
			await n8n.client.publish(deliveries);
			await n8n.publish(listening);
			expect(account.simulator.webhook).toEqual({
				url: expect.stringMatching(/\/webhook\/5b0c6f0e-[^/]+\/webhook\?secret=[\w-]{32}$/u),
				events: ['onMessage'],
			});
			expect(account.simulator.sendsWebhook).toBe(true);
		});

		it('starts once for a message that is delivered twice, and so does WhatsApp Kit Trigger', async () => {
			showsFeatures('waaBot', 'incoming', 'answersAtOnce');
			const twice = waaBotText({ ...ada, id: 'A1', text: 'Good morning' });
			expect(await account.simulator.deliver(twice)).toBe(200);
			expect(await account.simulator.deliver(twice)).toBe(200);
			await account.simulator.deliver(waaBotText({ ...ada, id: 'A2', text: 'The last one' }));
			for (const id of [deliveries, listening]) {
				const heard = await heardUntil(id, 'The last one');
				expect(heard.map(({ text }) => text).sort()).toEqual(['Good morning', 'The last one']);
				expect(heard.find(({ text }) => text === 'Good morning')).toMatchObject({
					event: 'message',
					account: 'Reception at WaaBot',
					engine: 'waaBot',
					from: { phone: '+447911123456', isMe: false },
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
			const answers = String(messageId);
			const tap = waaBotTap({ ...ada, id: 'A3', rowId: 'soup', title: 'Minestrone', answers });
			await account.simulator.deliver(tap);
			await account.simulator.deliver(waaBotText({ ...ada, id: 'A4', text: 'After the choice' }));
			for (const id of [deliveries, listening]) {
				const heard = await heardUntil(id, 'After the choice');
				expect(heard.filter(({ event }) => event === 'choice')).toEqual([
					expect.objectContaining({ choice: expect.objectContaining({ id: 'soup', index: 0, via: 'list' }) }),
				]);
			}
		});

		it('passes on what is no message, and refuses what has not the secret', async () => {
			const strange = { type: 'connection', body: { connection: 'open' }, instanceKey: 'a' };
			expect(await account.simulator.deliver(strange)).toBe(200);
			const address = String(account.simulator.webhook.url).replace(/\?.*$/u, '');
			const headers = { 'content-type': 'application/json' };
			const body = JSON.stringify(waaBotText({ ...ada, id: 'A5', text: 'From a stranger' }));
			expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(403);
			const friend = JSON.stringify(waaBotText({ ...ada, id: 'A6', text: 'From a friend' }));
			const known = String(account.simulator.webhook.url);
			const answer = await fetch(known, { method: 'POST', headers, body: friend });
			expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
			const heard = await heardUntil(deliveries, 'From a friend');
			expect(heard.map(({ text }) => text)).not.toContain('From a stranger');
			const passedOn = await waitUntil('the rest is passed on', async () =>
				(await heardBy(deliveries)).find(({ payload }) => payload !== undefined),
			);
			expect(passedOn).toMatchObject({ event: 'onMessage', engine: 'waaBot', payload: strange });
		});

		it('takes its address back when it is unpublished', async () => {
			await n8n.client.unpublish(deliveries);
			await waitUntil('the address is taken back', () => account.simulator.webhook.url === null);
		});
	});
}
