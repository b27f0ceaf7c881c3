import { PNG } from 'pngjs';
import { WaCrSimulator } from '../../../gateways/waCr/wa-cr-simulator';
import { receivedMessage } from '../../../gateways/waCr/record-page';
import { showsFeatures } from '../../features/shows-features';
import type { Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { kitTrigger, waCrNode, waCrTrigger } from '../../workflow';
import { FileServer } from '../operations/file-server';
import { GatewayAccount } from './gateway-account';
import { polledOften } from './polled-often';

const token = 'token-of-the-shop-at-wa-cr';
const recipient = '+55 11 98765-4321';

/** The node "WhatsApp Kit" through WA.cr, against its simulator. */
export function describeWaCr(n8n: RealN8n): void {
	describe('through WA.cr', () => {
		const simulator = new WaCrSimulator({ token });
		const files = new FileServer();
		const account = new GatewayAccount(n8n, {
			engine: 'waCr',
			credentialType: 'waCrApi',
			data: () => ({ token, baseUrl: simulator.url }),
		});

		beforeAll(async () => {
			await simulator.listen();
			await files.start();
			await account.open();
		});
		afterAll(async () => {
			await files.stop();
			await simulator.close();
		});

		const sent = (via: string) => ({
			messageId: expect.stringMatching(/^wamid\./),
			recipient: '+5511987654321',
			chatId: '5511987654321@s.whatsapp.net',
			outcome: 'sent',
			sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			via,
		});

		it('the credential is tried out with one request', async () => {
			showsFeatures('waCr', 'scopedCredential');
			expect(await account.test()).toEqual({ status: 'OK', message: 'Connected at WA.cr.' });
			expect(simulator.asked(/account$/)).toHaveLength(1);
		});

		it('a wrong token is told in words, and not shown', async () => {
			showsFeatures('waCr', 'errorsInWords');
			const { status, message } = await account.test({ token: 'wrong-secret-of-somebody' });
			expect(status).toBe('Error');
			expect(message).toMatch(/does not accept the API token.*copy it into the credential/);
			expect(message).not.toContain('wrong-secret');
		});

		it('a token without account:read is good enough to send', async () => {
			showsFeatures('waCr', 'scopedCredential');
			simulator.scopes = new Set(['messages:send', 'messages:read']);
			const { status, message } = await account.test();
			expect(status).toBe('OK');
			expect(message).toContain('account:read');
			const { json } = await account.runOne('message.sendText', { recipient, text: 'Still here' });
			expect(json).toEqual(sent('text'));
			simulator.scopes = new Set(['account:read', 'messages:send', 'messages:read']);
		});

		it('sends a text', async () => {
			showsFeatures('waCr', 'text', 'phoneNumbers');
			const { json } = await account.runOne('message.sendText', { recipient, text: 'Good morning' });
			expect(json).toEqual(sent('text'));
			expect(simulator.sent.at(-1)).toEqual({
				path: '/messages/text',
				fields: { phone: '+5511987654321', message: 'Good morning' },
			});
		});

		it('sends a file', async () => {
			showsFeatures('waCr', 'fileByUrl', 'fileDetails');
			const picture = PNG.sync.write(new PNG({ width: 2, height: 2 }));
			const { json } = await account.runOne('message.sendMedia', {
				recipient,
				mediaSource: 'url',
				mediaUrl: files.offer('poster.png', 'image/png', picture),
				caption: 'Tonight',
				options: { allowPrivateAddresses: true },
			});
			expect(json).toEqual(sent('image'));
			const { fields, file } = simulator.sent.at(-1)!;
			expect(fields).toEqual({
				phone: '+5511987654321',
				media_type: 'image',
				caption: 'Tonight',
				filename: 'poster.png',
			});
			expect(file).toMatchObject({ name: 'poster.png', type: 'image/png' });
			expect(Buffer.from(file!.data)).toEqual(picture);
		});

		it('sends a list as a list', async () => {
			showsFeatures('waCr', 'list');
			const { json } = await account.runOne('message.sendList', {
				recipient,
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: {
					section: [
						{
							title: 'Main',
							rows: { row: [{ title: 'Lasagne', id: 'lasagne', description: 'With salad' }] },
						},
						{ title: 'Soup', rows: { row: [{ title: 'Minestrone', id: 'soup' }] } },
					],
				},
			});
			expect(json).toEqual(sent('list'));
			expect(simulator.sent.at(-1)?.fields).toEqual({
				phone: '+5511987654321',
				type: 'list',
				body_text: 'What would you like?',
				list_button_text: 'Menu',
				sections: [
					{ title: 'Main', rows: [{ id: 'lasagne', title: 'Lasagne', description: 'With salad' }] },
					{ title: 'Soup', rows: [{ id: 'soup', title: 'Minestrone' }] },
				],
			});
		});

		it('sends buttons as buttons, with header and footer', async () => {
			showsFeatures('waCr', 'replyButtons', 'headerAndFooter');
			const { json } = await account.runOne('message.sendButtons', {
				recipient,
				buttonsBody: 'Would you like to schedule a demo?',
				buttons: {
					button: [
						{ title: 'Yes, please!', id: 'btn_yes' },
						{ title: 'Not now', id: 'btn_no' },
						{ title: 'Maybe later', id: 'btn_later' },
					],
				},
				options: { buttonsHeader: 'Product Demo', buttonsFooter: 'Click a button below' },
			});
			expect(json).toEqual(sent('buttons'));
			expect(simulator.sent.at(-1)?.fields).toEqual({
				phone: '+5511987654321',
				type: 'button',
				body_text: 'Would you like to schedule a demo?',
				header_text: 'Product Demo',
				footer_text: 'Click a button below',
				buttons: [
					{ id: 'btn_yes', title: 'Yes, please!' },
					{ id: 'btn_no', title: 'Not now' },
					{ id: 'btn_later', title: 'Maybe later' },
				],
			});
		});

		it('offers the templates that are approved, and sends one', async () => {
			showsFeatures('waCr', 'template');
			simulator.scopes = new Set([...simulator.scopes, 'templates:read']);
			const fields = {
				recipient,
				template: { __rl: true, mode: 'list', value: 'order_ready/en' },
				bodyParameters: { parameter: [{ text: 'Ada' }, { text: '={{ 4700 + 11 }}' }] },
				buttonParameters: { parameter: [{ number: 1, text: 'A-17' }] },
			};
			const node = account.kit('Step', 'message.sendTemplate', fields);
			const list = { path: 'parameters.template', methodName: 'searchTemplates' };
			expect(await n8n.client.searchList(node, list)).toEqual([
				{ name: 'order_ready (en)', value: 'order_ready/en' },
			]);
			expect(await n8n.client.searchList(node, { ...list, filter: 'nothing like it' })).toEqual([]);
			const { json } = await account.runOne('message.sendTemplate', fields);
			expect(json).toEqual(sent('template'));
			const filled = {
				...{ phone: '+5511987654321', template_name: 'order_ready', language: 'en' },
				...{ field_1: 'Ada', field_2: '4711', button_0: 'A-17' },
			};
			expect(simulator.sent.at(-1)).toEqual({ path: '/messages/template', fields: filled });
			simulator.scopes = new Set(['account:read', 'messages:send', 'messages:read']);
		});

		it('sends a template with a file in its header, also by way of the queue', async () => {
			showsFeatures('waCr', 'template');
			const picture = PNG.sync.write(new PNG({ width: 2, height: 2 }));
			const download = {
				name: 'Fetch',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: files.offer('ticket.png', 'image/png', picture),
					options: { response: { response: { responseFormat: 'file' } } },
				},
			};
			const before = simulator.sent.length;
			const { error, items } = await account.run(
				download,
				account.kit('Step', 'message.sendTemplate', {
					recipient,
					template: { __rl: true, mode: 'name', value: 'ticket' },
					templateLanguage: 'de',
					templateHeader: 'file',
					options: { whenLimited: 'queue' },
				}),
			);
			expect(error).toBeUndefined();
			expect(items.Step?.[0]?.json).toMatchObject({ outcome: 'queued' });
			await waitUntil('the template has left', () => simulator.sent.length > before);
			const { path, fields, file } = simulator.sent.at(-1)!;
			expect([path, fields]).toEqual([
				'/messages/template',
				{ phone: '+5511987654321', template_name: 'ticket', language: 'de' },
			]);
			expect(Buffer.from(file!.data)).toEqual(picture);
		});

		it('tells a person what WA.cr said and what to do', async () => {
			showsFeatures('waCr', 'optOut');
			simulator.optedOut.add('5511987654321');
			const failing = account.kit('Step', 'message.sendText', { recipient, text: 'News' });
			const { error } = await account.run(failing);
			expect(error?.message).toContain('This person opted out of messages at WA.cr');
			expect(error?.description).toContain('only they can opt in again');
			const { items } = await account.run({ ...failing, onError: 'continueRegularOutput' });
			expect(items.Step?.[0]?.json).toMatchObject({ errorCode: 'refused' });
			simulator.optedOut.clear();
		});

		it('sends nothing that WA.cr would refuse for its length', async () => {
			const before = simulator.requests.length;
			const { error } = await account.run(
				account.kit('Step', 'message.sendButtons', {
					recipient,
					buttonsBody: 'Shall we?',
					buttons: { button: [{ title: 'A title of 25 characters!', id: 'long' }] },
				}),
			);
			expect(`${error?.message} ${error?.description}`).toMatch(/buttons\[0\]\.title is too long.* 25 .* 20/);
			expect(simulator.requests).toHaveLength(before);
		});

		it('the node of WA.cr makes a contact, lists it and deletes it', async () => {
			simulator.scopes = new Set([...simulator.scopes, 'contacts:read', 'contacts:write', 'contacts:delete']);
			simulator.crm.contacts.records = [];
			const step = (name: string, operation: string, fields: object) =>
				account.node(name, waCrNode, { resource: 'contact', operation, ...fields });
			const { error, items } = await account.run(
				step('Make', 'create', {
					...{ firstname: 'Ada', lastname: 'Lovelace', phone: '+447911123456' },
					...{ type: 'lead', sourceId: '1', statusId: '1' },
				}),
				step('List', 'getMany', { returnAll: true }),
				step('Delete', 'delete', { contactId: '={{ $json.id }}' }),
			);
			expect(error).toBeUndefined();
			expect(items.List?.map(({ json }) => json)).toMatchObject([{ firstname: 'Ada' }]);
			expect(items.Delete?.map(({ json }) => json)).toEqual([{ deleted: true }]);
		});

		it('the node of WA.cr sends a code and checks it', async () => {
			const step = (name: string, operation: string, fields: object) =>
				account.node(name, waCrNode, { resource: 'otp', operation, phone: recipient, ...fields });
			const { error, items } = await account.run(
				step('Send', 'send', { templateName: 'login_code', code: '482913' }),
				step('Wrong', 'verify', { code: '000000' }),
				step('Right', 'verify', { code: '482913' }),
			);
			expect(error).toBeUndefined();
			expect(items.Send?.[0]?.json).toMatchObject({ code_sent: true });
			expect(items.Wrong?.[0]?.json).toEqual({
				...{ verified: false, reason: 'INVALID_CODE', attempts_remaining: 4 },
			});
			expect(items.Right?.[0]?.json).toMatchObject({ verified: true, phone: '5511987654321' });
		});

		it('the node of WA.cr says which scope its token lacks', async () => {
			showsFeatures('waCr', 'scopedCredential');
			const { error } = await account.run(
				account.node('Step', waCrNode, { resource: 'template', operation: 'getMany' }),
			);
			expect(error?.message).toBe('The API token lacks the scope "templates:read".');
			expect(error?.description).toContain('Give the token this scope');
		});

		it('the trigger gives what people write, once, and the answer to a list as a choice', async () => {
			showsFeatures('waCr', 'incoming');
			simulator.messages = [written(1, 'Long ago', simulator.now)];
			const polling = await n8n.client.createWorkflow({
				name: 'Polling',
				nodes: [
					account.node('Heard', waCrTrigger, { pollTimes: polledOften }),
					{ name: 'Kept', type: 'n8n-nodes-base.noOp' },
				],
			});
			const listening = await n8n.client.createWorkflow({
				name: 'Listening',
				nodes: [
					account.node('Heard', kitTrigger, { engine: 'waCr', events: ['message', 'choice'] }),
					{ name: 'Kept', type: 'n8n-nodes-base.noOp' },
				],
			});
			await n8n.publish(listening);
			await n8n.client.publish(polling);
			await account.runOne('message.sendList', {
				recipient,
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: { section: [{ title: 'Soup', rows: { row: [{ title: 'Minestrone', id: 'soup' }] } }] },
			});
			simulator.messages = [
				...simulator.messages,
				written(2, 'Good morning', simulator.now + 1_000),
				written(3, 'Minestrone', simulator.now + 1_000),
			];
			for (const workflow of [polling, listening]) {
				const heard = await waitUntil(
					'both messages have started the workflow',
					async () => {
						const items = await keptBy(n8n, workflow);
						return items.length >= 2 && items;
					},
					150_000,
				);
				expect(heard.map(({ text }) => text).sort()).toEqual(['Good morning', 'Minestrone']);
				expect(heard.find(({ text }) => text === 'Minestrone')).toMatchObject({
					event: 'choice',
					engine: 'waCr',
					from: { phone: '+5511987654321' },
					choice: { id: 'soup', title: 'Minestrone', index: 0 },
				});
			}
			// The next poll has come and gone, and nothing was given twice.
			const asked = simulator.asked(/messages$/).filter(({ method }) => method === 'GET').length;
			await waitUntil(
				'it is asked again',
				() => simulator.asked(/messages$/).filter(({ method }) => method === 'GET').length > asked,
				150_000,
			);
			await n8n.client.unpublish(polling);
			await n8n.client.unpublish(listening);
			expect([await keptBy(n8n, polling), await keptBy(n8n, listening)].map(({ length }) => length)).toEqual([
				2, 2,
			]);
		}, 400_000);

		it('the token is in no log', () => {
			expect(n8n.log()).not.toContain(token);
		});
	});
}

const written = (id: number, text: string, at: number) =>
	receivedMessage({ id, from: '5511987654321', text, at });

/** What the last node of a workflow has been given so far. */
async function keptBy(n8n: RealN8n, workflowId: string): Promise<readonly Item['json'][]> {
	const listed = await n8n.client.executionsOf(workflowId);
	const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.execution(id)));
	return executions.flatMap(({ items }) => (items.Kept ?? []).map(({ json }) => json));
}
