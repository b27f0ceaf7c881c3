import { muteSignalLibrary } from './signal-library-noise';
import { startLoopbackWhatsApp } from './server';
import type { LoopbackWhatsApp } from './server';
import { StockClient } from './stock-client';
import type { Phone } from './phone';

let server: LoopbackWhatsApp;
let owner: Phone;
let client: StockClient;

beforeEach(async () => {
	muteSignalLibrary();
	server = await startLoopbackWhatsApp();
	owner = server.addPhone({ phone: '5511987654321', name: 'Shop' });
	client = new StockClient(server);
});
afterEach(async () => {
	await client.end();
	await server.close();
});

test('a pairing code typed on the phone links the client', async () => {
	await client.linkByCode(owner);
	expect(client.session.creds).toMatchObject({
		registered: true,
		me: { id: '5511987654321:1@s.whatsapp.net' },
	});
	expect(server.protocolErrors).toEqual([]);
});

test('a pairing code of the client’s own choosing works, typed with a dash', async () => {
	client.connect();
	await client.updates.waitFor((update) => update.qr !== undefined);
	await client.socket.requestPairingCode(owner.digits, 'KIT12345');
	await server.codesShown.next();
	await owner.enterCode('kit1-2345');
	await client.restarted();
});

test('a wrong code is refused on the phone, and the right one still works', async () => {
	client.connect();
	await client.updates.waitFor((update) => update.qr !== undefined);
	const code = await client.socket.requestPairingCode(owner.digits);
	await server.codesShown.next();
	await expect(owner.enterCode('AAAAAAAA')).rejects.toThrow('not the code on the screen');
	await owner.enterCode(code);
	await client.restarted();
});

test('a code for another number cannot be typed on this phone', async () => {
	client.connect();
	await client.updates.waitFor((update) => update.qr !== undefined);
	const code = await client.socket.requestPairingCode('4915100000000');
	await server.codesShown.next();
	await expect(owner.enterCode(code)).rejects.toThrow('No client waits');
});

test('codes run out: the client shows six and gives up with 408', async () => {
	client = new StockClient(server, { qrTimeout: 20 });
	client.connect();
	const { code } = await client.nextClose();
	expect(code).toBe(408);
	const shown = client.updates.all.filter(({ qr }) => qr);
	expect(new Set(shown.map(({ qr }) => qr)).size).toBe(6);
	await expect(owner.scan(shown[0]?.qr ?? '')).rejects.toThrow('not on any screen');
});

test('a forged code is refused', async () => {
	client.connect();
	const { qr = '' } = await client.updates.waitFor((update) => update.qr !== undefined);
	const parts = qr.split(',');
	parts[2] = Buffer.alloc(32, 7).toString('base64');
	await expect(owner.scan(parts.join(','))).rejects.toThrow('another identity key');
	await owner.scan(qr);
	await client.restarted();
});

test('a demand for a passkey takes the place of the link', async () => {
	server.demandPasskeyOnLink = true;
	client.connect();
	const { qr = '' } = await client.updates.waitFor((update) => update.qr !== undefined);
	const noticed = new Promise((resolve) =>
		client.socket.ws.on('CB:notification,type:passkey_prologue_request', resolve),
	);
	await expect(owner.scan(qr)).rejects.toThrow('passkey');
	await noticed;
	expect(owner.account.devices.size).toBe(0);
});

test('a device the server does not know is refused with 401', async () => {
	await client.linkByQr(owner);
	await client.end();
	owner.account.devices.clear();
	const closed = client.nextClose();
	client.connect();
	expect((await closed).code).toBe(401);
});

test('a known device with another Noise key is refused with 401', async () => {
	await client.linkByQr(owner);
	await client.end();
	const { initAuthCreds } = await import('@whiskeysockets/baileys');
	Object.assign(client.session.creds, { noiseKey: initAuthCreds().noiseKey });
	const closed = client.nextClose();
	client.connect();
	expect((await closed).code).toBe(401);
});
