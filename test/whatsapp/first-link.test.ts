import type { Phone } from './phone';
import { startLoopbackWhatsApp } from './server';
import type { LoopbackWhatsApp } from './server';
import { muteSignalLibrary } from './signal-library-noise';
import { StockClient } from './stock-client';

let server: LoopbackWhatsApp;
let owner: Phone;
let ana: Phone;
let client: StockClient;

beforeAll(async () => {
	muteSignalLibrary();
	server = await startLoopbackWhatsApp();
	owner = server.addPhone({ phone: '5511987654321', name: 'Shop' });
	ana = server.addPhone({ phone: '4915123456789', name: 'Ana' });
	client = await new StockClient(server).linkByQr(owner);
});

afterAll(async () => {
	await client.end();
	await server.close();
});

test('a scanned QR code links the client and it comes online', () => {
	expect(client.session.creds.me?.id).toBe('5511987654321:1@s.whatsapp.net');
	expect(client.session.creds.account).toBeDefined();
	expect([...owner.account.devices.keys()]).toEqual([1]);
	expect(server.protocolErrors).toEqual([]);
});

test('a contact writes and the client reads it', async () => {
	const sent = await ana.say(owner, 'hello shop');
	const got = await client.message(sent.id);
	expect(got.message?.conversation).toBe('hello shop');
	expect(got.key).toMatchObject({ remoteJid: ana.jid, fromMe: false });
	expect(got.pushName).toBe('Ana');
	await ana.waitForReceipt(sent.id, 'inactive');
	expect((await owner.waitFor(({ id }) => id === sent.id)).text).toBe('hello shop');
});

test('the client writes, the contact reads it, the own phone has a copy, and the delivery is reported', async () => {
	const sent = await client.socket.sendMessage(ana.jid, { text: 'hello Ana' });
	const id = sent?.key.id ?? '';
	const got = await ana.waitFor((message) => message.id === id);
	expect(got).toMatchObject({ text: 'hello Ana', from: owner.digits, fromDevice: 1, fromMe: false });
	expect(await owner.waitFor((message) => message.id === id)).toMatchObject({
		text: 'hello Ana',
		fromMe: true,
	});
	await client.events.waitFor(
		({ name, data }) => name === 'messages.update' && JSON.stringify(data).includes(`"status":3`),
	);
	expect(ana.decryptFailures + owner.decryptFailures).toBe(0);
});

test('what is written while the client is away comes at its next login, once', async () => {
	const closed = client.nextClose();
	expect(server.dropSocket(owner)).toBe(1);
	expect((await closed).code).toBe(428);
	const sent = await ana.say(owner, 'are you there?');
	await client.reconnect();
	const got = await client.message(sent.id);
	expect(got.upsertType).toBe('append');
	await ana.waitForReceipt(sent.id, 'inactive');
	const [device] = owner.account.devices.values();
	expect(device?.queue.size).toBe(0);
	expect(server.protocolErrors).toEqual([]);
});

test('waiting for a login waits for the next one once the socket was dropped', async () => {
	server.dropSocket(owner);
	let back = false;
	const login = server.waitForLogin(owner).then(() => (back = true));
	await ana.say(owner, 'meanwhile');
	expect(back).toBe(false);
	await client.reconnect();
	await login;
	await server.waitForLogin(owner);
});
