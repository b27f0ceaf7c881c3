import { readQr } from '../../read-qr';
import { whatsAuthAccount, WhatsAuthSimulator } from '../../../gateways/whatsAuth/whats-auth-simulator';
import { showsFeatures } from '../../features/shows-features';
import type { Execution, Item } from '../../n8n-client';
import type { RealN8n } from '../../real-n8n';
import { waitUntil } from '../../wait-until';
import { manualTrigger, verifyNode, verifyTrigger, whatsAuthTrigger } from '../../workflow';
import { GatewayAccount } from './gateway-account';

const { callbackSecret: secret, token } = whatsAuthAccount;
const ivy = { phone: '+56961234567', name: 'Ivy' };
const joe = { phone: '+56987654321', name: 'Joe' };
const webhookId = '7c1d3b0e-1f63-4a0a-9d53-2d7a61c50a11';
const all = ['requested', 'validated', 'rejected', 'expired', 'failed'];

/** Links that a simulated WhatsAuth keeps, and its callbacks to a real n8n. */
export function describeWhatsAuth(n8n: RealN8n): void {
	describe('through WhatsAuth', () => {
		const simulator = new WhatsAuthSimulator();
		const account = new GatewayAccount(n8n, {
			engine: 'whatsAuth',
			credentialType: 'whatsAuthApi',
			data: () => ({ ...whatsAuthAccount, baseUrl: simulator.url }),
		});
		let callbacks: string;
		let changes: string;

		const address = (place = 'webhook') => `${n8n.client.address}/${place}/${webhookId}/webhook`;
		const verify = (operation: string, fields: object = {}) =>
			account.node('Step', verifyNode, { engine: 'whatsAuth', resource: 'link', operation, ...fields });
		const run = async (operation: string, fields: object = {}) => {
			const { error, items } = await account.run(verify(operation, fields));
			if (error) throw new Error(`The workflow failed: ${JSON.stringify(error)}`);
			expect(items.Step).toHaveLength(1);
			return items.Step![0]!;
		};
		const create = async (options: object = {}, fields: object = {}) => {
			simulator.now = Date.now();
			return (await run('create', { options: { callbackUrl: address(), ...options }, ...fields })).json;
		};
		const statusOf = async (verificationId: unknown) => (await run('getStatus', { verificationId })).json;
		/** What a workflow was started with about this code, or this verification. */
		const heardBy = async (workflowId: string, about: unknown) => {
			const listed = await n8n.client.executionsOf(workflowId);
			const executions = await Promise.all(listed.map(async ({ id }) => await n8n.client.finished(id)));
			const heard = executions.flatMap(({ items }) => (items.Heard ?? []).map(({ json }) => json));
			return heard.filter(({ id, verification_code: code }) => id === about || code === about);
		};
		const hears = async (workflowId: string, about: unknown, status: string) =>
			await waitUntil(`${workflowId} hears that ${String(about)} is ${status}`, async () =>
				(await heardBy(workflowId, about)).find((heard) => heard.status === status),
			);

		beforeAll(async () => {
			await simulator.listen();
			await account.open();
			const events = ['validated', 'expired', 'failed'];
			const heard = { ...account.node('Heard', whatsAuthTrigger, { events }), webhookId };
			callbacks = await n8n.client.createWorkflow({ name: 'Callbacks of WhatsAuth', nodes: [heard] });
			await n8n.client.publish(callbacks);
			const told = account.node('Heard', verifyTrigger, { engine: 'whatsAuth', events: all });
			changes = await n8n.client.createWorkflow({ name: 'Links at WhatsAuth', nodes: [told] });
			await n8n.publish(changes);
		});
		afterAll(async () => await simulator.close());

		it('the test of the credential makes a code that nobody gets, and says so', async () => {
			showsFeatures('whatsAuth', 'appTokenCredential', 'errorsInWords');
			expect(await account.test()).toEqual({
				status: 'OK',
				message: 'WhatsAuth took the token: it made a code that ends in a minute and that nobody gets.',
			});
			expect(simulator.requests.map(({ query }) => query)).toEqual([{ expires_at: '1' }]);
			const wrong = await account.test({ token: 'wrong-secret-of-somebody' });
			expect(wrong).toMatchObject({ status: 'Error', message: expect.stringContaining('token') });
			expect(wrong.message).not.toContain('wrong-secret');
		});

		it('Link: Create says all nine things, and draws the QR code itself', async () => {
			showsFeatures(
				'whatsAuth',
				'linkCode',
				'expiryMinutes',
				'callbackUrl',
				'authorizedNumbers',
				'linkTexts',
				'linkQr',
				'deepLink',
				'smsChannel',
				'phoneNumbers',
			);
			const options = {
				callbackUrl: address(),
				channel: 'sms',
				expirationMessage: 'Too late',
				expiryMinutes: 10,
				failureMessage: 'Sorry',
				linkMessage: 'Sign me in & more',
				qr: true,
				responseMessage: 'Welcome',
			};
			const authorizedNumbers = '+56 9 6123-4567, 0056 987 654 321';
			const { json, binary } = await run('create', { authorizedNumbers, options });
			expect(simulator.requests.at(-1)?.query).toEqual({
				expires_at: '10',
				callback_url: `${address()}?secret=${secret}`,
				authorized_numbers: `${ivy.phone},${joe.phone}`,
				link_message: 'Sign me in & more',
				expiration_message: 'Too late',
				failure_message: 'Sorry',
				response_message: 'Welcome',
				qr: '1',
				channel: 'sms',
			});
			expect(json).toEqual({
				verificationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
				status: 'requested',
				code: expect.stringMatching(/^[0-9a-f]{10}$/),
				link: expect.stringMatching(/^sms:/),
				deep_link: expect.stringMatching(/^whatsapp:/),
				expiresAt: expect.stringMatching(/^\d{4}-/),
				qr: expect.stringMatching(/^data:image\/png;base64,/),
			});
			expect(readQr(await n8n.client.file(binary!.qr!))).toBe(json.link);
		});

		it('what is left empty is as the application says, and what is filled in goes before it', async () => {
			showsFeatures('whatsAuth', 'requestOverridesDefaults');
			simulator.defaults = { response_message: 'Of the application', failure_message: 'Sorry' };
			const asItSays = (await run('create')).json;
			expect(simulator.requests.at(-1)?.query).toEqual({});
			const options = { responseMessage: 'Of the workflow', failureMessage: '' };
			const overridden = (await run('create', { options })).json;
			expect(simulator.requests.at(-1)?.query).toEqual({ response_message: 'Of the workflow' });
			const textsOf = ({ code }: Item['json']) => simulator.find(String(code)).parameters;
			expect(textsOf(asItSays)).toEqual(simulator.defaults);
			expect(textsOf(overridden)).toEqual({ ...simulator.defaults, response_message: 'Of the workflow' });
			simulator.defaults = {};
		});

		it('a proven number starts both triggers once, and the status is known', async () => {
			showsFeatures('whatsAuth', 'verificationEvents', 'answersAtOnce');
			const { code, verificationId } = await create({ responseMessage: 'Welcome', expiryMinutes: 5 });
			const told = await simulator.userSends(String(code), ivy);
			expect(told).toMatchObject({ status: 200, body: '{"received":true}' });
			expect(told?.contentType).toMatch(/^application\/json/);
			expect(simulator.replies.at(-1)).toEqual({ to: ivy.phone, text: 'Welcome' });
			const item = await hears(callbacks, code, 'validated');
			expect(item).toMatchObject({
				id: verificationId,
				method: 'link',
				purpose: 'authentication',
				phone_number: ivy.phone,
				profile_name: 'Ivy',
				error: null,
				raw: { id: simulator.find(String(code)).id, app_id: expect.any(String) as string },
			});
			await hears(changes, verificationId, 'validated');
			expect(await statusOf(verificationId)).toMatchObject({ status: 'validated', phone_number: ivy.phone });

			// The same once more, and then another one: whatever the first one starts has started by then.
			expect(await simulator.callBack(simulator.find(String(code)))).toMatchObject({ status: 200 });
			const next = await create({ expiryMinutes: 5 });
			await simulator.userSends(String(next.code), joe);
			await hears(callbacks, next.code, 'validated');
			await hears(changes, next.verificationId, 'validated');
			expect(await heardBy(callbacks, code)).toHaveLength(1);
			const statuses = (await heardBy(changes, verificationId)).map(({ status }) => status);
			expect(statuses.sort()).toEqual(['requested', 'validated']);
		});

		it('a proof costs three credits, and in the sandbox nobody gets an answer', async () => {
			const before = { credits: simulator.credits, replies: simulator.replies.length };
			simulator.sandbox = true;
			const { code, verificationId } = await create({ responseMessage: 'Welcome' });
			expect(simulator.credits).toBe(before.credits);
			await simulator.userSends(String(code), joe);
			simulator.sandbox = false;
			expect(await statusOf(verificationId)).toMatchObject({ status: 'validated', phone_number: joe.phone });
			expect(simulator.credits).toBe(before.credits - 3);
			expect(simulator.replies).toHaveLength(before.replies);
		});

		it('the trigger can be tested by hand beside the published workflow', async () => {
			await n8n.client.listenForTest(callbacks, 'Heard');
			const { code } = await create({ callbackUrl: address('webhook-test') });
			expect(await simulator.userSends(String(code), ivy)).toMatchObject({ status: 200 });
			await hears(callbacks, code, 'validated');
			// The published one has not heard it yet.
			await simulator.callBack(simulator.find(String(code)), {}, `${address()}?secret=${secret}`);
			await waitUntil('both have heard it', async () => (await heardBy(callbacks, code)).length === 2);
		});

		it('a callback without the secret is refused, and proves nobody', async () => {
			const { code, verificationId } = await create({ addCallbackSecret: false, failureMessage: 'Sorry' });
			expect(await simulator.userSends(String(code), ivy)).toMatchObject({ status: 403 });
			expect(simulator.replies.at(-1)).toEqual({ to: ivy.phone, text: 'Sorry' });
			const wrong = await create({ callbackUrl: `${address()}?secret=not-the-one-that-is-right` });
			expect(await simulator.userSends(String(wrong.code), ivy)).toMatchObject({ status: 403 });
			for (const id of [verificationId, wrong.verificationId])
				expect(await statusOf(id)).toMatchObject({ status: 'requested', phone_number: null });
			// Whatever they might have started would have started before this one.
			const right = await create();
			await simulator.userSends(String(right.code), ivy);
			await hears(callbacks, right.code, 'validated');
			for (const about of [code, wrong.code]) expect(await heardBy(callbacks, about)).toEqual([]);
		});

		it('somebody who may not prove it is told no, and no item says validated', async () => {
			const { code, verificationId } = await create(
				{ failureMessage: 'Not you' },
				{ authorizedNumbers: ivy.phone },
			);
			// As if WhatsAuth had read the list of numbers in another way.
			Object.assign(simulator.find(String(code)), { status: 'validated', phone: joe.phone });
			expect(await simulator.callBack(simulator.find(String(code)))).toMatchObject({ status: 409 });
			await hears(callbacks, code, 'failed');
			await hears(changes, verificationId, 'failed');
			expect(await statusOf(verificationId)).toMatchObject({
				status: 'failed',
				error: 'notAuthorized',
				phone_number: null,
			});
			expect((await heardBy(callbacks, code)).map(({ status }) => status)).toEqual(['failed']);
		});

		it('a link that expired or was cancelled proves nobody any more', async () => {
			const expired = await create();
			await simulator.expire(String(expired.code));
			await hears(callbacks, expired.code, 'expired');
			await hears(changes, expired.verificationId, 'expired');
			const cancelled = await create({ failureMessage: 'No longer' });
			const { verificationId } = cancelled;
			expect((await run('cancel', { verificationId })).json).toMatchObject({ cancelled: true });
			expect(await simulator.userSends(String(cancelled.code), ivy)).toMatchObject({ status: 409 });
			expect(simulator.replies.at(-1)).toEqual({ to: ivy.phone, text: 'No longer' });
			expect(await statusOf(verificationId)).toMatchObject({ status: 'failed', error: 'cancelled' });
		});

		it('a link that was made elsewhere is passed on', async () => {
			simulator.now = Date.now();
			simulator.defaults = {
				callback_url: `${address()}?secret=${secret}`,
			};
			const headers = { authorization: `Bearer ${token}` };
			const answer = await fetch(`${simulator.url}/api/v1/verification_code`, { headers });
			const { code } = (await answer.json()) as { code: string };
			simulator.defaults = {};
			expect(await simulator.userSends(code, joe)).toMatchObject({ status: 200 });
			expect(await hears(callbacks, code, 'validated')).toMatchObject({
				id: simulator.find(code).id,
				purpose: null,
				phone_number: joe.phone,
			});
		});

		it('a callback goes straight back into an execution that waits for it', async () => {
			showsFeatures('whatsAuth', 'waitInWorkflow');
			simulator.now = Date.now();
			const id = await n8n.client.createWorkflow({
				name: 'Waits for WhatsAuth',
				nodes: [
					{ name: 'Start', type: manualTrigger },
					verify('create', { options: { callbackUrl: '={{ $execution.resumeUrl }}' } }),
					{
						name: 'Wait',
						type: 'n8n-nodes-base.wait',
						typeVersion: 1.1,
						parameters: { resume: 'webhook', httpMethod: 'POST', options: {} },
						webhookId: '7c1d3b0e-1f63-4a0a-9d53-2d7a61c50a12',
					},
				],
			});
			const executionId = await n8n.client.startManually(id, 'Start');
			const waiting = await waitUntil<Execution>('the execution waits', async () => {
				const execution = await n8n.client.execution(executionId);
				if (execution.error) throw new Error(JSON.stringify(execution.error));
				return execution.status === 'waiting' ? execution : undefined;
			});
			const { code, verificationId } = waiting.items.Step![0]!.json;
			const { callback_url: url } = simulator.find(String(code)).parameters;
			expect(url).toContain('/webhook-waiting/');
			expect(url).not.toContain(secret);
			expect(await simulator.userSends(String(code), ivy)).toMatchObject({ status: 200 });
			const { status, items } = await n8n.client.finished(executionId);
			expect(status).toBe('success');
			expect(items.Wait![0]!.json.body).toMatchObject({
				status: 'validated',
				verification_code: code,
				phone_number: ivy.phone,
			});
			expect(await statusOf(verificationId)).toMatchObject({ status: 'requested' });
		});

		it('no other verification is offered, and a trigger without a secret is not published', async () => {
			const code = account.node('Step', verifyNode, {
				engine: 'whatsAuth',
				resource: 'code',
				operation: 'send',
				recipient: ivy.phone,
			});
			const { error } = await account.run(code);
			expect(error?.message).toBe("WhatsAuth cannot do 'code: send'");
			const bare = { ...account.data, callbackSecret: '' };
			const credential = await n8n.client.createCredential('WhatsAuth without secret', 'whatsAuthApi', bare);
			const trigger = {
				...account.node('Heard', whatsAuthTrigger, { events: ['validated'] }),
				credentials: { whatsAuthApi: credential },
				webhookId: '7c1d3b0e-1f63-4a0a-9d53-2d7a61c50a13',
			};
			const id = await n8n.client.createWorkflow({ name: 'Without secret', nodes: [trigger] });
			await expect(n8n.client.publish(id)).rejects.toThrow(/Callback Secret/);
		});

		it('nothing secret is in the log', () => {
			expect(n8n.log()).not.toContain(token);
			expect(n8n.log()).not.toContain(secret);
			for (const { code } of simulator.validations) expect(n8n.log()).not.toContain(code);
		});
	});
}
