import type { INodeType } from 'n8n-workflow';
import { WaaBotTrigger } from '../../nodes/WaaBotTrigger/WaaBotTrigger.node';
import { waaBotMessage, waaBotText } from '../gateways/waaBot/waa-bot-deliveries';
import { fakeKit } from './fake-kit';
import { WebhookNode } from './run-webhook';
import { messageEvent } from './sample-events';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

const ada = { id: 'A1', from: '447911123456', name: 'Ada' };
const message = waaBotText({ ...ada, text: 'Hello' });
const own = waaBotMessage(ada, { conversation: 'Hello' }, { fromMe: true });
const strange = { anything: ['at', 'all'] };

let node: WebhookNode;

beforeEach(() => {
	fakeKit.reset();
	node = new WebhookNode(new WaaBotTrigger() as unknown as INodeType, 'waaBotApi', {
		webhookSecret: 'right',
	});
	fakeKit.session.answers.ingest = (({ body }: { body: unknown }) =>
		body === strange ? [] : [{ id: 'waaBot:1', event: messageEvent(), fresh: true }]) as never;
});

async function itemsOf(body: unknown, parameters: Readonly<Record<string, unknown>> = {}) {
	Object.assign(node.parameters, parameters);
	const { status, items } = await node.deliver({ body, secret: 'right' });
	expect(status).toBe(200);
	return items.map(({ json }) => json);
}

const asItCame = (payload: unknown, event = 'onMessage') => ({
	event,
	account: 'Shop',
	engine: 'waaBot',
	payload,
});

describe('a WaaBot Trigger', () => {
	it('registers its address with a secret and the chosen events', async () => {
		node.parameters.webhookSecret = '';
		expect(await node.register('create')).toBe(true);
		const { url, events } = fakeKit.webhookCalls[0]?.args[0] as { url: string; events: string[] };
		expect(url).toMatch(/\?secret=[\w-]{32}$/u);
		expect(events).toEqual(['onMessage']);
		expect(fakeKit.acquired[0]).toMatchObject({ engine: 'waaBot' });
	});

	it('starts with a message in the form of all triggers', async () => {
		const [item] = await itemsOf(message);
		expect(item).toMatchObject({ event: 'message', account: 'Shop', engine: 'waaBot', text: 'Hello' });
	});

	it('passes on what nobody can read, as it came', async () => {
		expect(await itemsOf(strange)).toEqual([asItCame(strange)]);
	});

	it('leaves that out where only messages are wanted', async () => {
		expect(await itemsOf(strange, { deliveries: 'normalised' })).toEqual([]);
		expect(await itemsOf(message, { deliveries: 'normalised' })).toHaveLength(1);
	});

	it('passes on messages as they came where that is wanted', async () => {
		expect(await itemsOf(message, { deliveries: 'raw' })).toEqual([asItCame(message)]);
	});

	it.each(['raw', 'both', 'normalised'])('starts with a message once (%s)', async (deliveries) => {
		fakeKit.session.answers.ingest = () => [{ id: 'waaBot:1', event: messageEvent(), fresh: false }];
		expect(await itemsOf(message, { deliveries })).toEqual([]);
	});

	it.each([
		[['onMessage'], [true, false]],
		[['onAnyMessage'], [true, true]],
		[
			['onMessage', 'onAnyMessage'],
			[true, true],
		],
	])('with the events %j starts with the messages of others and of the bot: %j', async (events, starts) => {
		const counts = [await itemsOf(message, { events }), await itemsOf(own, { events })];
		expect(counts.map((items) => items.length > 0)).toEqual(starts);
	});

	it.each([undefined, 'wrong'])('refuses a delivery with the secret %j', async (secret) => {
		const { status, items } = await node.deliver({ body: message, ...(secret && { secret }) });
		expect([status, items]).toEqual([403, []]);
		expect(fakeKit.acquired).toEqual([]);
	});

	it.each([[[]], ['text'], [{}], [{ body: null }]])('answers a delivery of the shape %j', async (body) => {
		fakeKit.session.answers.ingest = () => [];
		expect(await itemsOf(body)).toEqual([asItCame(body)]);
	});
});
