import { createHmac } from 'node:crypto';
import type { INodeType } from 'n8n-workflow';
import { KitError } from '../../messages/kit-error';
import { WawpTrigger } from '../../nodes/WawpTrigger/WawpTrigger.node';
import { until } from '../fixtures/until';
import { wawpDelivery } from '../gateways/wawp/wawp-simulator';
import { fakeKit } from './fake-kit';
import { WebhookNode } from './run-webhook';
import { messageEvent } from './sample-events';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

const message = wawpDelivery('message', { id: 'A1', body: 'Hello' }, 'evt_1');
const forbidden = new KitError({
	code: 'refused',
	reason: 'subscription_required',
	what: 'The plan at Wawp does not include this.',
});
const away = new KitError({ code: 'notConnected', what: 'Wawp cannot be reached.' });

let node: WebhookNode;

beforeEach(() => {
	fakeKit.reset();
	node = new WebhookNode(new WawpTrigger() as unknown as INodeType, 'wawpApi');
	fakeKit.session.answers.ingest = () => [{ id: 'wawp:evt_1', event: messageEvent(), fresh: true }];
});

const asked = (): readonly string[] => fakeKit.webhookCalls.map(({ method }) => method);
const registered = (): { url: string; events: string[] } =>
	fakeKit.webhookCalls.findLast(({ method }) => method === 'add')?.args[0] as never;
const secret = (): string => new URL(registered().url).searchParams.get('secret') ?? '';

describe('publishing a Wawp Trigger', () => {
	it('registers its address with a secret nobody guesses, and the chosen events', async () => {
		expect(await node.register('checkExists')).toBe(false);
		expect(await node.register('create')).toBe(true);
		expect(registered()).toEqual({ url: `${node.url}?secret=${secret()}`, events: ['message'] });
		expect(secret()).toMatch(/^[\w-]{32}$/u);
		expect(fakeKit.acquired[0]).toMatchObject({ id: 'credential-1', engine: 'wawp' });
	});

	it('keeps its secret, so that publishing again changes nothing', async () => {
		await node.register('create');
		const first = secret();
		await node.register('delete');
		await node.register('create');
		expect(secret()).toBe(first);
		expect(asked()).toEqual(['add', 'remove', 'add']);
	});

	it('uses the secret of the node', async () => {
		node.parameters.webhookSecret = 'my own & only';
		await node.register('create');
		expect(secret()).toBe('my own & only');
	});

	it('works when the plan forbids it, and the log says what to do, without the secret', async () => {
		fakeKit.webhookAnswers.add = () => Promise.reject(forbidden);
		expect(await node.register('create')).toBe(true);
		const [line] = node.logger.lines;
		expect(line).toMatchObject({ level: 'warn', details: { webhookUrl: node.url } });
		expect(line?.message).toContain("Choose 'By Hand'");
		expect(JSON.stringify(node.logger.lines)).not.toContain(secret());
		expect(await node.register('delete')).toBe(true);
	});

	it('tells a person who tests it that the plan forbids it', async () => {
		node.mode = 'manual';
		fakeKit.webhookAnswers.add = () => Promise.reject(forbidden);
		await expect(node.register('create')).rejects.toMatchObject({
			message: 'The plan at Wawp does not include this.',
			description: expect.stringContaining("Choose 'By Hand'"),
		});
	});

	it('fails while Wawp is away, so that n8n tries again', async () => {
		fakeKit.webhookAnswers.add = () => Promise.reject(away);
		await expect(node.register('create')).rejects.toThrow('Wawp cannot be reached.');
	});

	it('listens on after a restart of n8n while Wawp is away', async () => {
		await node.register('create');
		fakeKit.webhookAnswers.has = () => Promise.reject(away);
		expect(await node.register('checkExists')).toBe(true);
		node.parameters.events = ['message.ack'];
		expect(await node.register('checkExists')).toBe(false);
	});

	it('asks Wawp nothing when a person enters the address', async () => {
		node.parameters.registration = 'byHand';
		node.parameters.webhookSecret = 'my own';
		expect(await node.register('checkExists')).toBe(false);
		expect(await node.register('create')).toBe(true);
		expect(await node.register('delete')).toBe(true);
		expect(fakeKit.webhookCalls).toEqual([]);
	});

	it('refuses an address entered by hand without a secret', async () => {
		node.parameters.registration = 'byHand';
		await expect(node.register('create')).rejects.toThrow("'Webhook Secret' is empty");
	});

	it('refuses half a signature', async () => {
		node.parameters.options = { signatureHeader: 'X-Signature' };
		await expect(node.register('create')).rejects.toThrow('belong together');
	});

	it('is undone whatever Wawp says', async () => {
		await node.register('create');
		fakeKit.webhookAnswers.remove = () => Promise.reject(away);
		expect(await node.register('delete')).toBe(false);
		expect(node.logger.lines).toMatchObject([{ level: 'warn' }]);
	});
});

describe('a delivery to a Wawp Trigger', () => {
	beforeEach(() => {
		node.parameters.webhookSecret = 'right';
	});

	it('is answered, and starts the workflow with the incoming message', async () => {
		const { status, body, items } = await node.deliver({ body: message, secret: 'right' });
		expect([status, body]).toEqual([200, { received: true }]);
		expect(items).toEqual([
			{ json: expect.objectContaining({ event: 'message', account: 'Shop', engine: 'wawp', text: 'Hello' }) },
		]);
		expect(fakeKit.session.request('ingest')).toMatchObject({ body: message, hearer: 'workflow-1:node-1' });
		expect(fakeKit.released).toBe(1);
	});

	it('is given back when n8n could not start the workflow, so that the next one is heard', async () => {
		await node.deliver({ body: message, secret: 'right', hostStatus: 500 });
		await until(() => fakeKit.released === 2);
		expect(fakeKit.session.request('forgetHearing')).toMatchObject({
			ids: ['wawp:evt_1'],
			hearer: 'workflow-1:node-1',
		});
	});

	it('is kept as heard when the workflow was started', async () => {
		await node.deliver({ body: message, secret: 'right' });
		expect(fakeKit.session.calls.map(({ method }) => method)).toEqual(['ingest']);
	});

	it('that was heard before is answered and starts nothing', async () => {
		fakeKit.session.answers.ingest = () => [{ id: 'wawp:evt_1', event: messageEvent(), fresh: false }];
		const { status, items } = await node.deliver({ body: message, secret: 'right' });
		expect([status, items]).toEqual([200, []]);
	});

	it('of another event comes as it is', async () => {
		node.parameters.events = ['session.status'];
		fakeKit.session.answers.ingest = () => [{ id: 'wawp:evt_2', event: null, fresh: true }];
		const body = wawpDelivery('session.status', { name: 'default', status: 'WORKING' }, 'evt_2');
		const { items } = await node.deliver({ body, secret: 'right' });
		expect(items).toEqual([
			{
				json: {
					event: 'session.status',
					account: 'Shop',
					engine: 'wawp',
					payload: { name: 'default', status: 'WORKING' },
				},
			},
		]);
	});

	it('of an event nobody chose is kept for other triggers, and starts nothing', async () => {
		node.parameters.events = ['message.ack'];
		const { status, items } = await node.deliver({ body: message, secret: 'right' });
		expect([status, items]).toEqual([200, []]);
		expect(fakeKit.session.request('ingest')).toMatchObject({ body: message, hearer: undefined });
	});

	it.each([undefined, '', 'wrong', 'right ', 'righ', 'rightt'])(
		'with the secret %j is refused, and changes nothing',
		async (given) => {
			const { status, items } = await node.deliver({
				body: message,
				...(given !== undefined && { secret: given }),
			});
			expect([status, items]).toEqual([403, []]);
			expect(fakeKit.acquired).toEqual([]);
		},
	);

	it('is refused as long as there is no secret', async () => {
		node.parameters.webhookSecret = '';
		expect((await node.deliver({ body: message, secret: '' })).status).toBe(403);
		expect((await node.deliver({ body: message, secret: 'undefined' })).status).toBe(403);
	});

	it.each([
		['as it came', (hex: string) => hex, 200],
		['with its method before it', (hex: string) => `sha256=${hex.toUpperCase()}`, 200],
		['of something else', (hex: string) => hex.replace(/^./u, (digit) => (digit === '0' ? '1' : '0')), 403],
		['that is empty', () => '', 403],
	])('with a signature %s is answered %#', async (_form, write, status) => {
		node.parameters.options = { signatureHeader: 'X-Signature', signatureSecret: 'signing key' };
		const rawBody = Buffer.from(JSON.stringify(message));
		const hex = createHmac('sha256', 'signing key').update(rawBody).digest('hex');
		const headers = { 'x-signature': write(hex) };
		expect((await node.deliver({ body: message, rawBody, headers, secret: 'right' })).status).toBe(status);
	});

	it('without the signature that was agreed is refused', async () => {
		node.parameters.options = { signatureHeader: 'X-Signature', signatureSecret: 'signing key' };
		expect((await node.deliver({ body: message, secret: 'right' })).status).toBe(403);
		expect(fakeKit.acquired).toEqual([]);
	});

	it('that is too long is refused', async () => {
		const rawBody = Buffer.alloc(1024 * 1024 + 1);
		expect((await node.deliver({ body: message, rawBody, secret: 'right' })).status).toBe(413);
		expect(fakeKit.acquired).toEqual([]);
	});

	it('that could not be kept is asked for again', async () => {
		fakeKit.session.answers.ingest = () => Promise.reject(new KitError({ code: 'storage', what: 'Full.' }));
		const { status, items } = await node.deliver({ body: message, secret: 'right' });
		expect([status, items]).toEqual([503, []]);
		expect(fakeKit.released).toBe(1);
	});

	it.each([[[]], ['text'], [{ event: 7 }], [{}]])('of the shape %j is answered', async (body) => {
		fakeKit.session.answers.ingest = () => [];
		expect((await node.deliver({ body, secret: 'right' })).status).toBe(200);
	});

	it('to a test by hand is new to it although the published workflow heard it', async () => {
		node.mode = 'manual';
		await node.deliver({ body: message, secret: 'right' });
		expect(fakeKit.session.request('ingest')).toMatchObject({ hearer: 'test:workflow-1:node-1' });
	});
});

describe('the events of a Wawp Trigger', () => {
	it('are the 24 Wawp has', () => {
		const { properties } = new WawpTrigger().description;
		const events = properties.find(({ name }) => name === 'events')?.options ?? [];
		expect(new Set(events.map((option) => (option as { value: string }).value)).size).toBe(24);
	});
});
