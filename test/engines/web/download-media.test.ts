import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, rm } from 'node:fs/promises';
import type { WAMessage } from '@whiskeysockets/baileys';
import { downloadWebMedia, type DownloadMediaContext } from '../../../engines/web/download-media';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { encodeMediaReference, type WebMedia } from '../../../engines/web/media-reference';
import { mediaUrl } from '../../../engines/web/media-url';

const FILE = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(3_000));

let baileys: Baileys;
let server: Server;
let answer: RequestListener;
/** The file as the client library itself encrypts it for upload. */
let uploaded: Buffer;
let media: WebMedia;

beforeAll(async () => {
	baileys = await loadBaileys();
	const encrypted = await baileys.encryptedStream(FILE, 'document');
	uploaded = await readFile(encrypted.encFilePath);
	await rm(encrypted.encFilePath);
	media = {
		type: 'document',
		mediaKey: encrypted.mediaKey,
		directPath: '/v/file',
		url: 'https://mmg.whatsapp.net/v/file',
		mimeType: 'text/plain',
		fileName: 'fox.txt',
		size: FILE.length,
		fileSha256: encrypted.fileSha256,
		fileEncSha256: encrypted.fileEncSha256,
		message: { chatId: '1@g.us', id: 'A1', fromMe: false, participant: '2@lid' },
	};
	server = createServer((request, response) => answer(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
	answer = (_request, response) => void response.end(uploaded);
});

/** Real HTTP, with WhatsApp's host standing in the address. */
const overLoopback: typeof globalThis.fetch = async (input, init) => {
	const { pathname } = new URL(String(input));
	return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`, init);
};

async function download(change: Partial<WebMedia> = {}, context: Partial<DownloadMediaContext> = {}) {
	const reference = encodeMediaReference({ ...media, ...change })!;
	const signal = new AbortController().signal;
	return await downloadWebMedia(reference, {
		baileys,
		maxBytes: 10_000_000,
		signal,
		fetch: overLoopback,
		...context,
	});
}

describe('fetching a received file', () => {
	test('gives the bytes that the client library encrypted, with name and type', async () => {
		const { data, mimeType, fileName } = await download();
		expect(Buffer.from(data).equals(FILE)).toBe(true);
		expect({ mimeType, fileName }).toEqual({ mimeType: 'text/plain', fileName: 'fox.txt' });
	});

	test('in whatever pieces it comes', async () => {
		answer = (_request, response) => {
			for (let at = 0; at < uploaded.length; at += 997) response.write(uploaded.subarray(at, at + 997));
			response.end();
		};
		expect(Buffer.from((await download()).data).equals(FILE)).toBe(true);
	});

	test('stops before asking when the declared size is too large', async () => {
		const fetching = jest.fn(overLoopback);
		await expect(download({}, { maxBytes: 1_000, fetch: fetching })).rejects.toMatchObject({
			code: 'media',
			why: expect.stringMatching(/135000 bytes.*1000 bytes/),
		});
		expect(fetching).not.toHaveBeenCalled();
	});

	test('stops on the way when more comes than was declared', async () => {
		let sent = 0;
		answer = (_request, response) => {
			const more = (): void => {
				if (response.destroyed) return;
				sent += 65_536;
				response.write(Buffer.alloc(65_536), () => setImmediate(more));
			};
			more();
		};
		await expect(download({ size: 10 }, { maxBytes: 200_000 })).rejects.toMatchObject({
			code: 'media',
			what: expect.stringMatching(/larger/),
		});
		expect(sent).toBeLessThan(20_000_000);
	});

	test.each([
		['one bit of the content', (bytes: Buffer) => void (bytes[100]! ^= 1)],
		['one bit of its code', (bytes: Buffer) => void (bytes[bytes.length - 1]! ^= 1)],
	])('refuses a file in which %s was changed', async (_name, change) => {
		const bytes = Buffer.from(uploaded);
		change(bytes);
		answer = (_request, response) => void response.end(bytes);
		await expect(download()).rejects.toMatchObject({ code: 'media', what: 'The file arrived damaged.' });
	});

	test('refuses a file that was cut off, is empty, or is another one', async () => {
		for (const bytes of [uploaded.subarray(0, 999), Buffer.alloc(0)]) {
			answer = (_request, response) => void response.end(bytes);
			await expect(download()).rejects.toMatchObject({ code: 'media' });
		}
		answer = (_request, response) => void response.end(uploaded);
		await expect(download({ fileSha256: Buffer.alloc(32) })).rejects.toMatchObject({
			what: 'The file arrived damaged.',
		});
	});

	test('reports a server that fails', async () => {
		answer = (_request, response) => void response.writeHead(503).end();
		await expect(download()).rejects.toMatchObject({ code: 'media', reason: '503' });
	});

	test('follows no redirection', async () => {
		answer = (_request, response) => void response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end();
		await expect(download()).rejects.toMatchObject({ code: 'media' });
	});

	test('can be cancelled while nothing comes', async () => {
		const controller = new AbortController();
		answer = () => controller.abort();
		await expect(download({}, { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
	});

	test('ends by itself when nothing comes', async () => {
		answer = () => undefined;
		await expect(download({}, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'timedOut' });
	});
});

describe('a file that expired', () => {
	beforeEach(() => {
		answer = (request, response) =>
			void (request.url === '/v/new' ? response.end(uploaded) : response.writeHead(410).end());
	});

	test('is uploaded again by the phone, once', async () => {
		const asked: WAMessage[] = [];
		const reupload = async (message: WAMessage): Promise<WAMessage> => {
			asked.push(structuredClone(message));
			message.message!.documentMessage!.directPath = '/v/new';
			return await Promise.resolve(message);
		};
		const { data } = await download({}, { reupload });
		expect(Buffer.from(data).equals(FILE)).toBe(true);
		expect(asked).toHaveLength(1);
		expect(asked[0]?.key).toEqual({ remoteJid: '1@g.us', id: 'A1', fromMe: false, participant: '2@lid' });
		expect(baileys.assertMediaContent(asked[0]?.message).mediaKey).toHaveLength(32);
	});

	test('and is still gone after that is an error', async () => {
		const reupload = async (message: WAMessage) => await Promise.resolve(message);
		await expect(download({}, { reupload })).rejects.toMatchObject({
			code: 'media',
			what: expect.stringMatching(/no longer keeps/),
		});
	});

	test('while nobody is connected is an error that says so', async () => {
		await expect(download()).rejects.toMatchObject({
			code: 'media',
			why: expect.stringMatching(/not connected/),
		});
	});

	test('does not wait for the phone beyond the limit', async () => {
		const reupload = async () => await new Promise<WAMessage>(() => undefined);
		await expect(download({}, { reupload, timeoutMs: 30 })).rejects.toMatchObject({ code: 'timedOut' });
	});
});

describe('where a file may lie', () => {
	test.each([
		[{ directPath: '/v/file?a=1', url: null }, 'https://mmg.whatsapp.net/v/file?a=1'],
		[
			{ directPath: '/v/file', url: 'https://media-fra5-1.cdn.whatsapp.net/old' },
			'https://media-fra5-1.cdn.whatsapp.net/v/file',
		],
		[{ directPath: null, url: 'https://mmg.whatsapp.net/v/file' }, 'https://mmg.whatsapp.net/v/file'],
		[{ directPath: '/v/file', url: 'https://localhost:8443/x' }, 'https://localhost:8443/v/file'],
	])('%j', (place, expected) => {
		expect(mediaUrl(place, ['localhost:8443']).href).toBe(expected);
	});

	test.each([
		{ directPath: '/v/file', url: 'https://10.0.0.1/x' },
		{ directPath: '/v/file', url: 'http://169.254.169.254/' },
		{ directPath: '/v/file', url: 'https://whatsapp.net.evil.example/' },
		{ directPath: '/v/file', url: 'https://evilwhatsapp.net/' },
		{ directPath: '/v/file', url: 'https://mmg.whatsapp.net:22/' },
		{ directPath: '/v/file', url: 'https://localhost:9999/' },
		{ directPath: '/v/file', url: 'no address' },
	])('for %j only on WhatsApp', (place) => {
		expect(mediaUrl(place, ['localhost:8443']).href).toBe('https://mmg.whatsapp.net/v/file');
	});

	test.each([
		{ directPath: '@evil.example/x', url: null },
		{ directPath: null, url: 'https://10.0.0.1/x' },
		{ directPath: null, url: 'http://mmg.whatsapp.net/v/file' },
		{ directPath: null, url: 'https://user:pw@mmg.whatsapp.net/v/file' },
		{ directPath: null, url: 'https://user@mmg.whatsapp.net/v/file' },
		{ directPath: null, url: 'file:///etc/passwd' },
		{ directPath: null, url: 'no address' },
	])('not %j', (place) => {
		expect(() => mediaUrl(place, ['localhost:8443'])).toThrow(expect.objectContaining({ code: 'media' }));
	});
});
