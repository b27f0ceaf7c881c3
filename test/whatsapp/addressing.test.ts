import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import { StockClient } from './stock-client';

let shop: LinkedShop;

beforeAll(async () => {
	shop = await openShop();
});
afterAll(() => shop.close());
afterEach(() => {
	expect(shop.server.protocolErrors).toEqual([]);
	expect(shop.ana.failures).toEqual([]);
	expect(shop.owner.failures).toEqual([]);
});

test('a message under a LID tells the number beside it, and the answer reaches the phone', async () => {
	const { ana, client, owner } = shop;
	const sent = await ana.say(owner, 'by lid', { addressing: 'lid' });
	const got = await client.message(sent.id);
	expect(got.key).toMatchObject({ remoteJid: ana.lid, remoteJidAlt: ana.jid, addressingMode: 'lid' });
	const answer = await client.socket.sendMessage(got.key.remoteJid ?? '', { text: 'lid answer' });
	const back = await ana.waitFor(({ id }) => id === answer?.key.id);
	expect(back).toMatchObject({ text: 'lid answer', addressing: 'lid', chat: owner.lid });
	await owner.waitFor(({ id, fromMe }) => id === answer?.key.id && fromMe);
});

test('a person who hides the number is known by LID only', async () => {
	const { ben, client, owner } = shop;
	const sent = await ben.say(owner, 'who am I', { addressing: 'lidOnly' });
	const got = await client.message(sent.id);
	expect(got.key.remoteJid).toBe(ben.lid);
	expect(got.key.remoteJidAlt).toBeUndefined();
	const answer = await client.socket.sendMessage(ben.lid, { text: 'hello whoever' });
	await ben.waitFor(({ id }) => id === answer?.key.id);
	expect(ben.failures).toEqual([]);
});

test('switching between number and LID in one chat loses nothing', async () => {
	const { ana, client, owner } = shop;
	for (const addressing of ['pn', 'lid', 'pn', 'lidOnly', 'lid'] as const) {
		const sent = await ana.say(owner, `via ${addressing}`, { addressing });
		await client.message(sent.id);
		const answer = await client.socket.sendMessage(addressing === 'pn' ? ana.jid : ana.lid, { text: 'ok' });
		await ana.waitFor(({ id }) => id === answer?.key.id);
	}
});

test('what the owner writes on the phone arrives on the client as its own message', async () => {
	const { ana, client, owner } = shop;
	const sent = await owner.say(ana, 'from the phone');
	const got = await client.message(sent.id);
	expect(got.key).toMatchObject({ fromMe: true, remoteJid: ana.jid });
	expect((await ana.waitFor(({ id }) => id === sent.id)).fromDevice).toBe(0);
});

test('numbers on WhatsApp are found, others are not, and written forms lead to the canonical one', async () => {
	const { server, client } = shop;
	server.addPhone({ phone: '551187654321', name: 'Old Brazilian' });
	server.alias('+55 11 98765-4322', '551187654321');
	expect(await client.socket.onWhatsApp('4915123456789')).toEqual([
		{ jid: '4915123456789@s.whatsapp.net', exists: true },
	]);
	expect(await client.socket.onWhatsApp('15550000000')).toEqual([]);
	expect(await client.socket.onWhatsApp('5511987654322')).toEqual([
		{ jid: '551187654321@s.whatsapp.net', exists: true },
	]);
});

test('a message to a number that is not on WhatsApp reaches only the own phone', async () => {
	const { server, client, owner } = shop;
	const sent = await client.socket.sendMessage('15550000000@s.whatsapp.net', { text: 'nobody' });
	await owner.waitFor(({ id }) => id === sent?.key.id);
	expect(server.taken.all.at(-1)?.id).toBe(sent?.key.id);
});

test('two linked devices of one account both get what arrives, and what the other one sends', async () => {
	const { server, owner, ana, client } = shop;
	const second = await new StockClient(server).linkByQr(owner);
	const sent = await ana.say(owner, 'to both');
	await Promise.all([client.message(sent.id), second.message(sent.id)]);
	const answer = await second.socket.sendMessage(ana.jid, { text: 'from the second' });
	await ana.waitFor(({ id, fromDevice }) => id === answer?.key.id && fromDevice === 2);
	const echo = await client.message(answer?.key.id ?? '');
	expect(echo.key.fromMe).toBe(true);
	await second.end();
	owner.unlink(owner.account.devices.get(2));
});
