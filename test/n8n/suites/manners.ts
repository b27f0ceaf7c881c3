import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { kitTrigger, manualTrigger } from '../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const arrives = { timeoutMs: 60_000 };

/** How a published workflow behaves towards people, what it hears of its number, and waiting for receipts. */
export function describeManners(n8n: RealN8n): void {
	describe('manners', () => {
		let credential: CredentialReference;
		let shop: Phone;
		let dora: Phone;
		let polite: string;
		let watching: string;

		const heardBy = async (workflowId: string): Promise<Array<Item['json']>> => {
			const listed = await n8n.client.executionsOf(workflowId);
			const executions = await Promise.all(listed.map(({ id }) => n8n.client.execution(id)));
			return executions.flatMap(({ items }) => (items.Kept ?? []).map(({ json }) => json));
		};

		const publish = async (name: string, parameters: object): Promise<string> => {
			const trigger = {
				name: 'Heard',
				type: kitTrigger,
				parameters: { engine: 'web', ...parameters },
				credentials: { [credentialType]: credential },
			};
			const kept = { name: 'Kept', type: 'n8n-nodes-base.noOp' };
			const id = await n8n.client.createWorkflow({ name, nodes: [trigger, kept] });
			await n8n.publish(id);
			return id;
		};

		/** Sends one text in a workflow of its own; gives the execution's id. */
		const startSending = async (text: string, options: object = {}): Promise<string> => {
			const fields = {
				resource: 'message',
				operation: 'sendText',
				recipient: `+${dora.digits}`,
				text,
				options,
			};
			const id = await n8n.client.createWorkflow({
				name: text,
				nodes: [
					{ name: 'Start', type: manualTrigger },
					{ ...kit('Send', credential, fields), onError: 'continueRegularOutput' },
				],
			});
			return await n8n.client.startManually(id, 'Start');
		};

		const sent = async (executionId: string): Promise<Item['json'] | undefined> =>
			(await n8n.client.finished(executionId)).items.Send?.[0]?.json;

		beforeAll(async () => {
			shop = n8n.whatsApp.addPhone({ phone: '34612345678', name: 'Bakery' });
			dora = n8n.whatsApp.addPhone({ phone: '4915155566677', name: 'Dora' });
			credential = await n8n.client.createCredential('Bakery', credentialType, unlimited);
			watching = await publish('Watching', { events: ['sessionState'] });
			polite = await publish('Polite', {
				events: ['message'],
				manners: {
					debounceSeconds: 3,
					defaultMessage: { message: { text: '{Welcome|Welcome} [name]' } },
					optOut: { words: { stopReply: 'Goodbye', startReply: 'Welcome back' } },
				},
			});
			const link = await createLinkWorkflow(n8n, credential);
			const { qr } = await runLink(n8n, link);
			await shop.scan(qr!);
			await waitUntil('the bakery is linked', async () => (await runLink(n8n, link)).json.linked === true);
		});

		afterAll(async () => {
			for (const id of [watching, polite]) await n8n.client.unpublish(id);
		});

		it('a workflow hears that the number was linked', async () => {
			const told = await waitUntil('the link is told', async () =>
				(await heardBy(watching)).find(({ state }) => state === 'linked'),
			);
			expect(told).toMatchObject({ event: 'sessionState', account: 'Bakery', engine: 'web', next: null });
		});

		it('who writes is greeted once, and a burst is one item', async () => {
			showsFeatures('web', 'placeholders');
			const said = [];
			for (const text of ['one', 'two', 'three']) said.push(await dora.say(shop, text));
			await dora.waitFor(({ text }) => text === 'Welcome Dora', arrives);
			const item = await waitUntil('the burst is heard', async () =>
				(await heardBy(polite)).find(({ merged }) => merged !== undefined),
			);
			expect(item).toMatchObject({
				text: 'one\ntwo\nthree',
				merged: said.map(({ id }) => ({ messageId: id })),
				from: { name: 'Dora' },
			});
			await dora.say(shop, 'four');
			await waitUntil('the next message is heard', async () =>
				(await heardBy(polite)).some(({ text }) => text === 'four'),
			);
			expect(dora.inbox.all.filter(({ text }) => text === 'Welcome Dora')).toHaveLength(1);
		});

		it('what somebody writes on the phone of the number can start a workflow', async () => {
			showsFeatures('web', 'ownMessages');
			const own = await publish('Own', { events: ['message'], filters: { ignoreOwn: false } });
			try {
				await shop.say(dora, 'from the phone');
				const heard = await waitUntil('it is heard', async () =>
					(await heardBy(own)).find(({ text }) => text === 'from the phone'),
				);
				expect(heard).toMatchObject({ event: 'message', from: { isMe: true } });
			} finally {
				await n8n.client.unpublish(own);
			}
		});

		it('a send waits until the message is delivered, and until it is read', async () => {
			const delivered = await sent(await startSending('delivered?', { waitFor: 'delivered' }));
			expect(delivered).toMatchObject({ outcome: 'delivered', waitedFor: 'delivered', timedOut: false });
			const reading = await startSending('read me', { waitFor: 'read', waitForSeconds: 60 });
			dora.read(await dora.waitFor(({ text }) => text === 'read me', arrives));
			expect(await sent(reading)).toMatchObject({ outcome: 'read', waitedFor: 'read', timedOut: false });
			const unread = await sent(await startSending('not read', { waitFor: 'read', waitForSeconds: 2 }));
			expect(unread).toMatchObject({ outcome: 'delivered', waitedFor: 'read', timedOut: true });
		});

		it('who writes STOP gets nothing more until START', async () => {
			showsFeatures('web', 'optOut');
			await dora.say(shop, 'Stop.');
			await dora.waitFor(({ text }) => text === 'Goodbye', arrives);
			expect(await sent(await startSending('an offer'))).toMatchObject({
				errorCode: 'refused',
				message: expect.stringContaining('They wrote "Stop."'),
			});
			await dora.say(shop, 'start');
			await dora.waitFor(({ text }) => text === 'Welcome back', arrives);
			expect(await sent(await startSending('news'))).toMatchObject({ outcome: 'sent' });
			expect(dora.inbox.all.some(({ text }) => text === 'an offer')).toBe(false);
		});

		it('a workflow hears that the number was logged out', async () => {
			shop.unlink();
			const told = await waitUntil('the logout is told', async () =>
				(await heardBy(watching)).find(({ state }) => state === 'loggedOut'),
			);
			expect(told).toMatchObject({ previous: 'linked', next: expect.stringContaining('Link') });
		});
	});
}
