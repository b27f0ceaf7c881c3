import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { downloadMediaMessage } from '@whiskeysockets/baileys';
import type { WAMessage } from '@whiskeysockets/baileys';
import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import { silentLogger } from './ports';

let shop: LinkedShop;
const trusted = getCACertificates('default');
const picture = randomBytes(5000);

beforeAll(async () => {
	shop = await openShop();
	const ca = shop.server.media.caPem;
	setDefaultCACertificates([...trusted, ca]);
	Object.assign(shop.client.options, { fetchAgent: new Agent({ ca }) });
	shop.server.dropSocket(shop.owner);
	await shop.client.reconnect();
});
afterAll(async () => {
	setDefaultCACertificates(trusted);
	await shop.close();
});

const context = {
	logger: silentLogger,
	reuploadRequest: (m: WAMessage) => shop.client.socket.updateMediaMessage(m),
};

test('what the client uploads, the phone downloads and can open', async () => {
	const { client, ana, server } = shop;
	const sent = await client.socket.sendMessage(ana.jid, {
		document: picture,
		mimetype: 'application/pdf',
		fileName: 'a.pdf',
		caption: 'the bill',
	});
	const shown = await ana.waitFor(({ id }) => id === sent?.key.id);
	expect(shown.text).toBe('the bill');
	expect(await ana.openFile(shown)).toEqual(picture);
	expect(server.media.uploads).toBe(1);
});

test.each(['image', 'video', 'audio', 'ptt', 'document', 'sticker'] as const)(
	'a phone sends %s and the client downloads it',
	async (kind) => {
		const { client, ana, owner } = shop;
		const caption = kind === 'image' ? 'look' : undefined;
		const sent = await ana.sendFile(owner, { kind, bytes: picture, caption });
		const got = await client.message(sent.id);
		const bytes = await downloadMediaMessage(got, 'buffer', {}, context);
		expect(bytes).toEqual(picture);
	},
);

test('a file that has left the servers is 410, and the own phone uploads it again', async () => {
	const { client, ana, owner, server } = shop;
	const sent = await ana.sendFile(owner, { kind: 'image', bytes: picture });
	const got = await client.message(sent.id);
	await owner.waitFor(({ id }) => id === sent.id);
	server.media.expire(got.message?.imageMessage?.directPath ?? '', 410);
	await expect(downloadMediaMessage(got, 'buffer', {}, context)).rejects.toMatchObject({
		output: { statusCode: 410 },
	});
	const renewed = await client.socket.updateMediaMessage(got);
	// The library puts its public media host into the new URL unless it has asked for hosts; the path is what counts.
	const host = server.media.hostname;
	expect(await downloadMediaMessage(renewed, 'buffer', { host }, context)).toEqual(picture);
});

test('an upload with bytes that do not match their hash is refused', async () => {
	const { media } = shop.server;
	const url = `https://${media.hostname}/mms/image/AAAA?auth=${media.authToken}`;
	expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(400);
	expect((await fetch(url.replace(media.authToken, 'no'), { method: 'POST', body: 'x' })).status).toBe(401);
	media.failAllWith = 503;
	expect((await fetch(url)).status).toBe(503);
	media.failAllWith = undefined;
});

test('the authority can be written down for another process', async () => {
	const file = await shop.server.media.writeCaFile(join(tmpdir(), `loopback-ca-${process.pid}.pem`));
	expect(await readFile(file, 'utf8')).toContain('BEGIN CERTIFICATE');
	await rm(file);
});

test('profile pictures', async () => {
	const { client, ana, ben, server } = shop;
	ana.picturePath = server.media.keep(picture);
	const url = await client.socket.profilePictureUrl(ana.jid, 'image');
	expect(Buffer.from(await (await fetch(url ?? '')).arrayBuffer())).toEqual(picture);
	await expect(client.socket.profilePictureUrl(ben.jid, 'image')).rejects.toThrow('item-not-found');
});
