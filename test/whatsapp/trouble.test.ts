import { Arrivals } from './arrivals';
import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import { systemClock } from './ports';
import { deliver } from './relay';

let shop: LinkedShop;

beforeAll(async () => {
	shop = await openShop({ retryRequestDelayMs: 1 });
});
afterAll(() => shop.close());
beforeEach(() => {
	shop.server.faults.calm();
	shop.ana.failures.length = 0;
});

const peer = (id: number) => ({ account: shop.owner.account, device: id });
const deviceId = (): number => [...shop.owner.account.devices.keys()][0] ?? 0;

test.each([463, 479, 429])(
	'a message refused with %i is not relayed, and the client is told',
	async (error) => {
		const { server, ana, client } = shop;
		server.faults.refuseMessages({ error, to: ana.digits });
		const messageId = `REFUSED${error}`;
		const ack = client.socket.waitForMessage<{ attrs: Record<string, string> }>(messageId, 2000);
		await client.socket.sendMessage(ana.jid, { text: 'no' }, { messageId });
		expect((await ack)?.attrs).toMatchObject({ class: 'message', error: error.toString() });
		const next = await client.socket.sendMessage(ana.jid, { text: 'yes' });
		await ana.waitFor(({ id }) => id === next?.key.id);
		expect(ana.inbox.all.some(({ id }) => id === messageId)).toBe(false);
	},
);

test('a restriction is announced, can be asked for, and is lifted', async () => {
	const { server, owner, client } = shop;
	server.restrict(owner, 2_000_000_000);
	const { reachoutTimeLock } = await client.updates.waitFor(
		(update) => update.reachoutTimeLock?.isActive === true,
	);
	expect(reachoutTimeLock?.timeEnforcementEnds).toEqual(new Date(2_000_000_000_000));
	expect((await client.socket.fetchAccountReachoutTimelock()).isActive).toBe(true);
	server.restrict(owner);
	await client.updates.waitFor((update) => update.reachoutTimeLock?.isActive === false);
});

test('a lost ack: the message is delivered, the client only sees the socket drop; re-sent, it stands once', async () => {
	const { server, ana, client } = shop;
	server.faults.loseAcks();
	const closed = client.nextClose();
	const messageId = 'LOSTACK1';
	const ack = client.socket.waitForMessage(messageId, 2000).catch((reason: unknown) => reason);
	await client.socket.sendMessage(ana.jid, { text: 'once only' }, { messageId });
	await closed;
	await ack;
	const shown = await ana.waitFor(({ id }) => id === messageId);
	await client.reconnect();
	await client.socket.sendMessage(ana.jid, { text: 'once only' }, { messageId });
	await server.taken.waitFor(
		({ id }) => id === messageId && server.taken.all.filter((t) => t.id === id).length === 2,
	);
	await ana.idle();
	expect(ana.copiesOf(shown)).toBe(2);
	expect(ana.inbox.all.filter(({ id }) => id === messageId)).toHaveLength(1);
	expect(ana.failures).toEqual([]);
});

test('a late ack comes late and before the receipts', async () => {
	const { server, ana, client } = shop;
	server.faults.delayAcks(150);
	const messageId = 'LATEACK1';
	const ack = client.socket.waitForMessage<{ tag: string }>(messageId, 2000);
	const started = performance.now();
	await client.socket.sendMessage(ana.jid, { text: 'late' }, { messageId });
	await ana.waitFor(({ id }) => id === messageId);
	expect((await ack)?.tag).toBe('ack');
	expect(performance.now() - started).toBeGreaterThan(140);
});

test('a message that was not acknowledged comes again at the next login', async () => {
	const { server, ana, owner, client } = shop;
	server.goSilent(owner);
	const sent = await ana.say(owner, 'into the void');
	const [device] = owner.account.devices.values();
	expect(device?.queue.size).toBeGreaterThan(0);
	server.dropSocket(owner);
	await client.nextClose().catch(() => undefined);
	await client.reconnect();
	await client.message(sent.id);
	await ana.waitForReceipt(sent.id, 'inactive');
});

test('a redelivered message comes to the client again', async () => {
	const { server, ana, owner, client } = shop;
	const sent = await ana.say(owner, 'twice');
	await client.message(sent.id);
	expect(server.redeliver(owner, ({ attrs }) => attrs.id === sent.id)).toBe(1);
	await server.log.waitFor({ direction: 'in', tag: 'receipt', attrs: { id: sent.id, type: 'retry' } });
	await client.messages.waitFor(
		({ key }) =>
			client.messages.all.filter((m) => m.key.id === sent.id && m.message?.conversation === 'twice').length >
				1 && key.id === sent.id,
	);
});

test('what the client cannot read it asks for again, and the phone re-encrypts it under the same id', async () => {
	const { server, ana, owner, client } = shop;
	const sent = await ana.say(owner, 'readable');
	await client.message(sent.id);
	const [device] = owner.account.devices.values();
	const last = device?.delivered.at(-1);
	const broken = { tag: 'enc', attrs: { v: '2', type: 'msg' }, content: Buffer.alloc(60, 3) };
	const again = await ana.say(owner, 'second try', { id: 'BROKEN01' });
	await client.message(again.id);
	deliver(server, peer(deviceId()), {
		...last,
		tag: 'message',
		attrs: { ...last?.attrs, id: again.id },
		content: [broken],
	});
	await server.log.waitFor({ direction: 'in', tag: 'receipt', attrs: { id: again.id, type: 'retry' } });
	const copies = (): number =>
		client.messages.all.filter((m) => m.key.id === again.id && m.message?.conversation === 'second try')
			.length;
	await client.messages.waitFor(() => copies() > 1);
});

test('what a phone cannot read it asks for again, with keys from the second time on', async () => {
	const { server, ana, owner, client } = shop;
	const first = await client.socket.sendMessage(ana.jid, { text: 'opens the session' });
	await ana.waitFor(({ id }) => id === first?.key.id);
	await ana.signal.forgetSession(ana.peerName(peer(deviceId())));
	const sent = await client.socket.sendMessage(ana.jid, { text: 'lost and found' });
	const shown = await ana.waitFor(({ id }) => id === sent?.key.id);
	expect(shown.text).toBe('lost and found');
	expect(ana.failures.map(({ id }) => id)).toEqual([sent?.key.id]);
	expect(server.log.count({ direction: 'out', tag: 'receipt', attrs: { id: shown.id, type: 'retry' } })).toBe(
		1,
	);
	expect(owner.inbox.all.filter(({ id }) => id === shown.id)).toHaveLength(1);
});

test('a second retry carries keys, in both directions, and the session made from them works', async () => {
	const { server, ana, owner, client } = shop;
	const broken = { tag: 'enc', attrs: { v: '2', type: 'msg' }, content: Buffer.alloc(60, 3) };
	const sent = await ana.say(owner, 'thrice');
	await client.message(sent.id);
	const [device] = owner.account.devices.values();
	const last = device?.delivered.at(-1);
	for (let n = 0; n < 2; n++) {
		deliver(server, peer(deviceId()), { tag: 'message', attrs: { ...last?.attrs }, content: [broken] });
	}
	await server.log.waitFor({
		direction: 'in',
		tag: 'receipt',
		attrs: { id: sent.id, type: 'retry' },
		child: 'keys',
	});
	const copies = (): number =>
		client.messages.all.filter((m) => m.key.id === sent.id && m.message?.conversation === 'thrice').length;
	await client.messages.waitFor(() => copies() >= 3);

	const ours = await client.socket.sendMessage(ana.jid, { text: 'ours' });
	const shown = await ana.waitFor(({ id }) => id === ours?.key.id);
	for (let n = 0; n < 2; n++) ana.receive({ ...shown.raw, content: [broken] });
	await server.log.waitFor({
		direction: 'out',
		tag: 'receipt',
		attrs: { id: shown.id, type: 'retry' },
		child: 'keys',
	});
	await server.taken.waitFor(() => server.taken.all.filter(({ id }) => id === shown.id).length >= 3);
	await ana.idle();
	expect(ana.copiesOf(shown)).toBeGreaterThan(2);
	const after = await client.socket.sendMessage(ana.jid, { text: 'after' });
	await ana.waitFor(({ id }) => id === after?.key.id);
	expect(ana.failures).toHaveLength(2);
});

test('a phone told not to ask again leaves the message unread', async () => {
	const { ana, client } = shop;
	ana.sendsRetryReceipts = false;
	await ana.signal.forgetSession(ana.peerName(peer(deviceId())));
	const sent = await client.socket.sendMessage(ana.jid, { text: 'never seen' });
	await shop.server.taken.waitFor(({ id }) => id === sent?.key.id);
	await ana.idle();
	expect(ana.failures).toMatchObject([{ id: sent?.key.id }]);
	expect(ana.inbox.all.some(({ id }) => id === sent?.key.id)).toBe(false);
	ana.sendsRetryReceipts = true;
});

test('without delivery receipts the client hears only of the server', async () => {
	const { server, ana, client } = shop;
	ana.sendsDeliveryReceipts = false;
	const sent = await client.socket.sendMessage(ana.jid, { text: 'silent' });
	await server.taken.waitFor(({ id }) => id === sent?.key.id);
	await ana.idle();
	await ana.waitFor(({ id }) => id === sent?.key.id);
	const receipts = server.log.filter({ direction: 'out', tag: 'receipt', attrs: { id: sent?.key.id ?? '' } });
	expect(receipts.filter(({ stanza }) => stanza.attrs.type !== 'retry')).toEqual([]);
	ana.sendsDeliveryReceipts = true;
});

test('one-time prekeys are handed out once, and the client uploads more when few are left', async () => {
	const { server, owner } = shop;
	const device = owner.account.devices.get(deviceId());
	const seen = new Set<number>();
	while ((device?.keys.count ?? 0) > 5)
		seen.add(server.directory.takeBundle(peer(deviceId()))?.preKey?.id ?? -1);
	expect(seen.has(-1)).toBe(false);
	await shop.ben.say(owner, 'takes the fifth');
	await server.log.waitFor({
		direction: 'in',
		tag: 'iq',
		attrs: { xmlns: 'encrypt', type: 'set' },
		child: 'list',
	});
	expect(device?.keys.taken.size).toBeGreaterThan(seen.size);
});

test('malformed bytes: the client library fails without saying so to anybody, and comes back after a drop', async () => {
	const { server, owner, ana, client } = shop;
	const failures = catchFailures();
	server.sendBytes(owner, Buffer.from('not a stanza'));
	await failures.next();
	server.sendBytes(owner, Buffer.alloc(24, 9), { undecryptable: true });
	await failures.next();
	const closed = client.nextClose();
	server.dropSocket(owner);
	await closed;
	await client.reconnect();
	const sent = await ana.say(owner, 'after the noise');
	await client.message(sent.id);
});

/** The library's listener returns a promise nobody waits for: without this, the process would end here. */
function catchFailures(): Arrivals<unknown> {
	const failures = new Arrivals<unknown>('failure inside the client', systemClock);
	const { ws } = shop.client.socket;
	const [take] = ws.listeners('message') as ((data: Buffer) => Promise<void>)[];
	ws.removeAllListeners('message');
	ws.on('message', (data: Buffer) => void take?.(data).catch((error: unknown) => failures.push(error)));
	return failures;
}
