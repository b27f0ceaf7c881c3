import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openShop } from './linked-shop';
import { startLoopbackWhatsApp } from './server';
import { readState, restoreState, writeState } from './state-file';
import { StockClient } from './stock-client';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'loopback-state-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a linked client comes back to a restarted server, and reads what waited for it', async () => {
	const file = join(folder, 'state.json');
	const shop = await openShop();
	const group = shop.server.addGroup({ subject: 'Kept', participants: [shop.owner, shop.ana] });
	const before = await shop.client.socket.sendMessage(shop.ana.jid, { text: 'before' });
	await shop.ana.waitFor(({ id }) => id === before?.key.id);
	await shop.client.end();
	const missed = await shop.ana.say(shop.owner, 'while you were away');
	await writeState(shop.server, file);
	const { rootKeyHex } = shop.server;
	await shop.server.close();

	const kept = await readState(file);
	const server = await startLoopbackWhatsApp({ certificates: kept?.certificates, tls: kept?.tls });
	if (kept) restoreState(server, kept);
	expect(server.rootKeyHex).toBe(rootKeyHex);
	const client = await new StockClient(server, {}, shop.client.session).reconnect();
	await client.message(missed.id);
	const ana = server.directory.byDigits(shop.ana.digits)?.phone;
	const after = await client.socket.sendMessage(shop.ana.jid, { text: 'after' });
	expect((await ana?.waitFor(({ id }) => id === after?.key.id))?.text).toBe('after');
	expect((await client.socket.groupMetadata(group.jid)).subject).toBe('Kept');
	expect(ana?.failures).toEqual([]);
	await client.end();
	await server.close();
});

test('a state that cannot be read is an error, no state is none', async () => {
	expect(await readState(join(folder, 'missing.json'))).toBeUndefined();
	const broken = join(folder, 'broken.json');
	await writeFile(broken, '{"version":');
	await expect(readState(broken)).rejects.toThrow();
});
