import { createLinkWorkflow, credentialType, kit, runLink, unlimited } from '../account';
import { showsFeatures } from '../features/shows-features';
import type { CredentialReference, Item } from '../n8n-client';
import type { RealN8n } from '../real-n8n';
import { waitUntil } from '../wait-until';
import { kitTrigger } from '../workflow';

type Phone = ReturnType<RealN8n['whatsApp']['addPhone']>;

const arrives = { timeoutMs: 60_000 };

/** Linking, talking, testing by hand, going away and coming back: one account through its whole life. */
export function describeConversation(n8n: RealN8n): void {
	let credential: CredentialReference;
	let shop: Phone;
	let ana: Phone;
	let linkWorkflow: string;
	let echoWorkflow: string;

	const trigger = (parameters: object = {}) => ({
		name: 'Heard',
		type: kitTrigger,
		parameters: { engine: 'web', events: ['message'], ...parameters },
		credentials: { [credentialType]: credential },
	});

	const triggerItems = async (workflowId: string): Promise<Item[]> => {
		const listed = await n8n.client.executionsOf(workflowId);
		const executions = await Promise.all(listed.map(({ id }) => n8n.client.finished(id)));
		return executions.flatMap(({ items }) => items.Heard ?? []);
	};

	const heardTexts = async () => (await triggerItems(echoWorkflow)).map(({ json }) => json.text as string);

	beforeAll(async () => {
		shop = n8n.whatsApp.addPhone({ phone: '5511987654321', name: 'Shop' });
		ana = n8n.whatsApp.addPhone({ phone: '4915123456789', name: 'Ana' });
		credential = await n8n.client.createCredential('Shop', credentialType, unlimited);
		linkWorkflow = await createLinkWorkflow(n8n, credential);
	});

	it('shows a QR code that a phone can scan, and then says that it is linked', async () => {
		showsFeatures('web', 'loginQr');
		const shown = await runLink(n8n, linkWorkflow);
		expect(shown.picture).toMatchObject({ mimeType: 'image/png' });
		expect(shown.json).toMatchObject({ linked: false, state: 'needsLink' });
		await shop.scan(shown.qr!);
		const linked = await waitUntil('the account is linked', async () => {
			const { json } = await runLink(n8n, linkWorkflow);
			return json.linked === true && json.state === 'open' ? json : undefined;
		});
		expect(linked).toMatchObject({ linked: true, state: 'open' });
		expect(String(linked.phone)).toContain('5511987654321');
	});

	it('says of the credential that it is linked', async () => {
		const verdict = await n8n.client.testCredential(credential, credentialType);
		expect(verdict.status).toBe('OK');
	});

	it('answers a message through a published workflow', async () => {
		showsFeatures('web', 'incoming', 'text');
		const answer = kit('Answer', credential, {
			resource: 'message',
			operation: 'sendText',
			recipient: '={{ $json.chat.id }}',
			text: '={{ "You said: " + $json.text }}',
		});
		echoWorkflow = await n8n.client.createWorkflow({ name: 'Echo', nodes: [trigger(), answer] });
		await n8n.publish(echoWorkflow);
		await ana.say(shop, 'good morning');
		const got = await ana.waitFor((message) => message.text === 'You said: good morning', arrives);
		expect(got.text).toBe('You said: good morning');
		// The answer is on the phone before n8n has written its execution down.
		const [item] = await waitUntil('the execution is listed', async () => {
			const items = await triggerItems(echoWorkflow);
			return items.length > 0 && items;
		});
		expect(item?.json).toMatchObject({
			event: 'message',
			engine: 'web',
			type: 'text',
			text: 'good morning',
			from: { phone: '+4915123456789', name: 'Ana', isMe: false },
		});
		const [execution] = await n8n.client.executionsOf(echoWorkflow);
		const { items } = await n8n.client.finished(execution!.id);
		expect(items.Answer?.[0]?.json).toMatchObject({
			messageId: expect.any(String),
			chatId: expect.any(String),
			outcome: expect.stringMatching(/^(sent|delivered|read)$/),
		});
	});

	it('hears a message while the trigger is tested by hand', async () => {
		const id = await n8n.client.createWorkflow({
			name: 'Test by hand',
			nodes: [trigger(), { name: 'End', type: 'n8n-nodes-base.noOp' }],
		});
		const executionId = await n8n.client.startManually(id, 'Heard');
		await waitUntil('the trigger is listening', async () =>
			['running', 'waiting'].includes((await n8n.client.execution(executionId)).status),
		);
		// The test listens from some moment on; what was written before that is for published workflows only.
		const execution = await waitUntil('the test has heard a message', async () => {
			await ana.say(shop, 'is this on?');
			const { status } = await n8n.client.execution(executionId);
			return status === 'success' ? await n8n.client.finished(executionId) : undefined;
		});
		expect(execution.items.End?.[0]?.json).toMatchObject({ event: 'message', text: 'is this on?' });
	});

	it.each([
		['an orderly restart', 'SIGTERM'],
		['a power cut', 'SIGKILL'],
	] as const)('after %s gets what was written meanwhile, once each', async (title, signal) => {
		const written = [1, 2, 3].map((number) => `${title}, ${number}`);
		await n8n.stopN8n(signal);
		for (const text of written) await ana.say(shop, text);
		await n8n.startN8n();
		for (const text of written) await ana.waitFor((message) => message.text === `You said: ${text}`, arrives);
		// A later message that has been answered shows that nothing earlier is still on its way.
		await ana.say(shop, `${title}, last`);
		await ana.waitFor((message) => message.text === `You said: ${title}, last`, arrives);
		const heard = await waitUntil('every execution is listed', async () => {
			const texts = (await heardTexts()).filter((text) => text.startsWith(title));
			return texts.length > written.length && texts;
		});
		expect(heard.sort()).toEqual([...written, `${title}, last`].sort());
		const answers = ana.inbox.all.filter((message) => message.text?.startsWith(`You said: ${title}`));
		expect(answers).toHaveLength(4);
	});

	it('has kept to the protocol throughout', () => {
		expect(ana.decryptFailures).toBe(0);
		expect(shop.decryptFailures).toBe(0);
		expect(n8n.whatsApp.protocolErrors).toEqual([]);
	});

	it('has written no key into the log of n8n', () => {
		expect(n8n.log()).not.toMatch(/privKey|rootKey|chainKey|<Buffer/);
	});
}
