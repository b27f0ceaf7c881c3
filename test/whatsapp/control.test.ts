import { startControlApi } from './control';
import type { ControlApi } from './control';
import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import { StockClient } from './stock-client';

let shop: LinkedShop;
let control: ControlApi;

beforeAll(async () => {
	shop = await openShop();
	control = await startControlApi(shop.server);
});
afterAll(async () => {
	await control.close();
	await shop.close();
});

interface Answer {
	status: number;
	body: Record<string, never> & { messages?: { id: string; text: string; from: string }[]; next?: number };
}

async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
	const init = body ? { method, body: JSON.stringify(body) } : { method };
	const response = await fetch(`${control.url}${path}`, init);
	return { status: response.status, body: (await response.json()) as Answer['body'] };
}

test('it says where everything is', async () => {
	const { body } = await call('GET', '/');
	expect(body).toMatchObject({
		url: shop.server.url,
		rootKeyHex: shop.server.rootKeyHex,
		protocolErrors: [],
	});
});

test('a phone is added, links a client by QR, and talks with it', async () => {
	const { status } = await call('POST', '/phones', { phone: '+34 600 111 222', name: 'Carla' });
	expect(status).toBe(200);
	const client = new StockClient(shop.server).connect();
	const { qr } = await client.updates.waitFor((update) => update.qr !== undefined);
	const [{ body: linked }] = await Promise.all([
		call('POST', '/phones/34600111222/scan', { qr }),
		client.restarted(),
	]);
	expect(linked).toEqual({ device: 1 });
	const sent = await call('POST', `/phones/${shop.ana.digits}/say`, {
		to: '34600111222',
		text: 'hi Carla',
		addressing: 'lid',
	});
	await client.message((sent.body as unknown as { id: string }).id);
	await client.socket.sendMessage(shop.ana.jid, { text: 'hi Ana' });
	const { body } = await call('GET', `/phones/${shop.ana.digits}/messages?since=0&waitMs=3000`);
	expect(body.messages?.at(-1)).toMatchObject({ text: 'hi Ana', from: '34600111222', copies: 1 });
	const polled = await call('GET', `/phones/${shop.ana.digits}/messages?since=${body.next}&waitMs=20`);
	expect(polled.body.messages).toEqual([]);
	await client.end();
});

test('polls, votes and answers', async () => {
	const poll = await shop.client.socket.sendMessage(shop.ana.jid, {
		poll: { name: 'Q', values: ['a', 'b'] },
	});
	const messageId = poll?.key.id;
	await shop.ana.waitFor(({ id }) => id === messageId);
	const { status, body } = await call('POST', `/phones/${shop.ana.digits}/vote`, {
		messageId,
		options: ['b'],
	});
	expect(status).toBe(200);
	await shop.client.message((body as unknown as { id: string }).id);
	const nothing = await call('POST', `/phones/${shop.ana.digits}/tap`, { messageId, place: 1 });
	expect(nothing).toMatchObject({ status: 409, body: { error: expect.stringContaining('offers nothing') } });
});

test('faults and troubles', async () => {
	await call('POST', '/faults', { refuseWith: 463, to: shop.ana.digits });
	const ack = shop.client.socket.waitForMessage<{ attrs: Record<string, string> }>('CTRL463', 2000);
	await shop.client.socket.sendMessage(shop.ana.jid, { text: 'x' }, { messageId: 'CTRL463' });
	expect((await ack)?.attrs.error).toBe('463');
	const closed = shop.client.nextClose();
	expect((await call('POST', `/accounts/${shop.owner.digits}/drop`, {})).body).toEqual({ dropped: 1 });
	expect((await closed).code).toBe(428);
	const waiting = call('POST', `/accounts/${shop.owner.digits}/wait-login`, { timeoutMs: 4000 });
	await shop.client.reconnect();
	expect((await waiting).status).toBe(200);
});

test('groups', async () => {
	const { body } = await call('POST', '/groups', {
		subject: 'G',
		participants: [shop.owner.digits, shop.ana.digits],
	});
	const { jid } = body as unknown as { jid: string };
	await call('POST', `/groups/${jid}/add`, { participants: [shop.ben.digits] });
	expect((await shop.client.socket.groupMetadata(jid)).participants).toHaveLength(3);
	const said = await call('POST', `/phones/${shop.ben.digits}/say`, { to: jid, text: 'in the group' });
	await shop.client.message((said.body as unknown as { id: string }).id);
});

test('what is wrong is said in a sentence', async () => {
	expect(await call('GET', '/nowhere')).toMatchObject({
		status: 404,
		body: { error: 'There is no GET /nowhere' },
	});
	expect((await call('POST', '/phones/999/say', { to: '1', text: 'x' })).status).toBe(404);
	const unnamed = await call('POST', `/phones/${shop.ana.digits}/say`, { text: 'x' });
	expect(unnamed.body).toEqual({ error: '"to" is missing; it must be a text' });
	const response = await fetch(`${control.url}/phones`, { method: 'POST', body: '{' });
	expect(response.status).toBe(400);
});
