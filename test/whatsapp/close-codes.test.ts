import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import type { Sent } from './phone-sending';
import { copyOf, StockClient } from './stock-client';

let shop: LinkedShop;

beforeAll(async () => {
	shop = await openShop({ keepAliveIntervalMs: 200, retryRequestDelayMs: 1 });
});
afterAll(() => shop.close());
beforeEach(async () => {
	shop.server.faults.calm();
	const [device] = shop.owner.account.devices.values();
	if (!device?.connection?.isOpen) await shop.client.reconnect();
});

const closeAfter = async (act: (shop: LinkedShop) => unknown): Promise<number | undefined> => {
	const closed = shop.client.nextClose();
	act(shop);
	return (await closed).code;
};

test.each([
	['515: restart required', 515, ({ server, owner }: LinkedShop) => server.streamError(owner, 515)],
	['503: busy', 503, ({ server, owner }: LinkedShop) => server.streamError(owner, 503)],
	[
		'500: a stream error without a known code',
		500,
		({ server, owner }: LinkedShop) => server.streamError(owner, 500),
	],
	['440: replaced', 440, ({ server, owner }: LinkedShop) => server.replace(owner)],
	['428: the cable is pulled', 428, ({ server, owner }: LinkedShop) => server.dropSocket(owner)],
	['428: the stream is ended', 428, ({ server, owner }: LinkedShop) => server.endStream(owner)],
	['411: multi-device not joined', 411, ({ server, owner }: LinkedShop) => server.downgrade(owner)],
	['403: banned', 403, ({ server, owner }: LinkedShop) => server.fail(owner, 403)],
	['405: client too old', 405, ({ server, owner }: LinkedShop) => server.fail(owner, 405)],
])('%s', async (_name, code, act) => {
	expect(await closeAfter(act)).toBe(code);
});

test.each([401, 403, 405, 500, 503])('a login refused with %i, and the next one taken', async (reason) => {
	await shop.client.end();
	shop.server.faults.failLogins(reason);
	const closed = shop.client.nextClose();
	shop.client.connect();
	expect((await closed).code).toBe(reason);
	await shop.client.reconnect();
});

test('428: bytes that cannot be decoded do not stop the server', async () => {
	const { server, owner, ana, client } = shop;
	server.sendRaw(owner, { tag: 'message', attrs: { id: 'X' }, content: [{ tag: 'enc', attrs: {} }] });
	server.sendRaw(owner, { tag: 'nonsense', attrs: { from: 'nobody' } });
	server.sendRaw(owner, {
		tag: 'notification',
		attrs: { id: 'N', from: 's.whatsapp.net', type: 'unheard-of' },
	});
	const sent = await ana.say(owner, 'after nonsense');
	await client.message(sent.id);
});

test('a second login of the same device replaces the first', async () => {
	const closed = shop.client.nextClose();
	const second = new StockClient(shop.server, {}, copyOf(shop.client.session));
	await second.reconnect();
	expect((await closed).code).toBe(440);
	const sent = await shop.ana.say(shop.owner, 'to the second one');
	await second.message(sent.id);
	await second.end();
	Object.assign(shop.client.session, { keys: second.session.keys, creds: second.session.creds });
});

test('latency delays everything but keeps the order', async () => {
	const { server, ana, owner, client } = shop;
	server.faults.latencyMs = 30;
	const sent: Sent[] = [];
	for (let n = 0; n < 5; n++) sent.push(await ana.say(owner, `slow ${n}`));
	await client.message(sent.at(-1)?.id ?? '');
	const order = client.messages.all.map(({ key }) => key.id).filter((id) => sent.some((s) => s.id === id));
	expect(order).toEqual(sent.map(({ id }) => id));
});

test('random drops follow the random source that was given', async () => {
	const { server, owner, client } = shop;
	server.faults.dropAtRandom(1);
	const closed = client.nextClose();
	await client.socket.sendPresenceUpdate('composing', shop.ana.jid);
	expect((await closed).code).toBe(428);
	server.faults.dropAtRandom(0);
	expect(owner.account.devices.size).toBe(1);
});

test('401: the phone unlinks the device', async () => {
	expect(await closeAfter(({ owner }) => owner.unlink())).toBe(401);
	const closed = shop.client.nextClose();
	shop.client.connect();
	expect((await closed).code).toBe(401);
	await shop.client.linkAgain(shop.owner);
});

test('401: the client logs itself out, and the phone has no device any more', async () => {
	const closed = shop.client.nextClose();
	await shop.client.socket.logout();
	expect((await closed).code).toBe(401);
	await shop.server.log.waitFor({ direction: 'in', tag: 'iq', child: 'remove-companion-device' });
	expect(shop.owner.account.devices.size).toBe(0);
	await shop.client.linkAgain(shop.owner);
});

test('408: the server goes silent', async () => {
	const started = Date.now();
	const code = await closeAfterSilence();
	expect(code).toBe(408);
	expect(Date.now() - started).toBeLessThan(25_000);
}, 60_000);

async function closeAfterSilence(): Promise<number | undefined> {
	const seen = shop.client.closes.all.length;
	shop.server.goSilent(shop.owner);
	const close = await shop.client.closes.waitFor((c) => shop.client.closes.all.indexOf(c) >= seen, {
		timeoutMs: 25_000,
	});
	return close.code;
}
