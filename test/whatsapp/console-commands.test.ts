import { COMMANDS, help, runLine, shownLine, wordsOf } from './console-commands';
import type { ConsoleState } from './console-commands';
import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import { StockClient } from './stock-client';

let shop: LinkedShop;
let state: ConsoleState;

beforeAll(async () => {
	shop = await openShop();
	state = { server: shop.server, shown: [] };
});
afterAll(() => shop.close());

test('help names every command', () => {
	for (const { usage } of Object.values(COMMANDS)) expect(help()).toContain(usage);
});

test('quotes hold words together', () => {
	expect(wordsOf('say "Ana Maria" shop  "hello you"')).toEqual(['say', 'Ana Maria', 'shop', 'hello you']);
});

test('a phone is added, linked by QR text, and writes', async () => {
	expect(await runLine(state, 'phone 34600111222 Carla')).toContain('Carla is +34600111222');
	const client = new StockClient(shop.server).connect();
	const { qr } = await client.updates.waitFor((update) => update.qr !== undefined);
	expect(await runLine(state, `link carla ${qr}`)).toBe('linked as device 1 of Carla');
	await client.restarted();
	await runLine(state, 'say Ana Carla hello from the console --lid');
	const got = await client.message('hello from the console');
	expect(got.key.remoteJid).toBe(shop.ana.lid);
	expect(await runLine(state, 'phones')).toContain('device 1 online');
	await client.end();
});

test('a poll is shown with its options, voted in and answered', async () => {
	const poll = await shop.client.socket.sendMessage(shop.ana.jid, {
		poll: { name: 'Which?', values: ['Red wine', 'Beer'] },
	});
	const message = await shop.ana.waitFor(({ id }) => id === poll?.key.id);
	state.shown.push({ phone: shop.ana, message });
	expect(shownLine(1, { phone: shop.ana, message })).toContain('o Red wine');
	const [, id = ''] = (await runLine(state, 'vote 1 Red wine')).split(' ');
	await shop.client.message(id);
	const [, reply = ''] = (await runLine(state, 'reply #1 good question')).split(' ');
	await shop.client.message(reply);
});

test('trouble on demand', async () => {
	const closed = shop.client.nextClose();
	await runLine(state, 'restart Shop 503');
	expect((await closed).code).toBe(503);
	await shop.client.reconnect();
	expect(await runLine(state, 'passkey on')).toBe('a passkey is demanded');
	await runLine(state, 'passkey off');
	expect(await runLine(state, 'log 3')).toContain('<');
});

test('what is wrong is said with how it should be', async () => {
	expect(await runLine(state, 'dance')).toBe('There is no "dance". Type help.');
	expect(await runLine(state, 'say nobody Ana hi')).toContain(
		'Nobody here is "nobody". Known: Shop, Ana, Ben',
	);
	expect(await runLine(state, 'reply 99 x')).toContain('There is no message #99');
});
