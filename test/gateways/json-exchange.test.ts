import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { openAgents } from '../../engines/gateway/gateway-agents';
import { exchange, serverAddress, type ExchangeRequest } from '../../engines/gateway/json-exchange';
import { limit } from './gateway-world';

let server: Server;
let agents: ReturnType<typeof openAgents>;
let closing: AbortController;
let answer: RequestListener;
let sockets: Set<unknown>;

beforeEach(async () => {
	sockets = new Set();
	server = createServer((request, response) => {
		sockets.add(request.socket);
		answer(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	agents = openAgents(true);
	closing = new AbortController();
});
afterEach(async () => {
	agents.httpAgent.destroy();
	agents.httpsAgent.destroy();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function ask(more: Partial<ExchangeRequest> = {}, timeoutMs = 20_000) {
	const { port } = server.address() as AddressInfo;
	const address = serverAddress(new URL(`http://127.0.0.1:${port}/v2/`));
	const path = `${address.folder}/send?a=1&b=two%20words`;
	const request = { method: 'GET', address, path, headers: {}, maxBytes: 1_000, signal: limit(), ...more };
	return await exchange(request, { ...agents, closing: closing.signal, timeoutMs });
}

async function read(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const part of request) text += String(part);
	return text;
}

describe('one request of JSON', () => {
	it('goes to its path with its query, headers and body, and the answer comes whole', async () => {
		answer = (request, response) => {
			void read(request).then((body) => {
				const { method, url, headers } = request;
				response.writeHead(201, { 'retry-after': '3' });
				response.end(JSON.stringify([method, url, headers.authorization, body]));
			});
		};
		const body = JSON.stringify({ a: 'ä' });
		const headers = { authorization: 'Bearer x', 'content-length': String(Buffer.byteLength(body)) };
		const { status, headers: told, text } = await ask({ method: 'POST', headers, body });
		expect([status, told['retry-after']]).toEqual([201, '3']);
		expect(JSON.parse(text)).toEqual(['POST', '/v2/send?a=1&b=two%20words', 'Bearer x', body]);
	});

	it('uses one connection again and again', async () => {
		answer = (_request, response) => void response.end('ok');
		for (let count = 0; count < 5; count += 1) expect((await ask()).text).toBe('ok');
		expect(sockets.size).toBe(1);
	});

	it.each([
		['gzip', gzipSync],
		['deflate', deflateSync],
		['br', brotliCompressSync],
	])('is read although the answer is packed as %s', async (encoding, pack) => {
		answer = (_request, response) => {
			response.writeHead(200, { 'content-encoding': encoding });
			response.end(pack('\ufeff{"ok":true}'));
		};
		expect((await ask()).text).toBe('{"ok":true}');
	});

	it('follows no redirect, and calls no status an error', async () => {
		answer = (_request, response) => {
			response.writeHead(302, { location: '/elsewhere' });
			response.end('gone');
		};
		expect(await ask()).toMatchObject({ status: 302, text: 'gone' });
		expect(sockets.size).toBe(1);
	});

	it.each([
		['packed', { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(100_000))],
		['as it is', {}, Buffer.alloc(100_000)],
	])('ends when the answer is longer than it may be, %s', async (_what, headers, body) => {
		answer = (_request, response) => {
			response.writeHead(200, headers);
			response.end(body);
		};
		await expect(ask()).rejects.toBeDefined();
	});

	it('takes an answer that was cut short for none', async () => {
		answer = (_request, response) => {
			response.writeHead(200, { 'content-length': '100' });
			response.write('{"half":', () => response.destroy());
		};
		await expect(ask()).rejects.toBeDefined();
	});

	it.each(['before the answer', 'within the answer'])('ends with whoever asked, %s', async (when) => {
		const leaving = new AbortController();
		answer = (_request, response) => {
			if (when === 'within the answer') response.write('{"half":');
			setImmediate(() => leaving.abort(new Error('No longer wanted')));
		};
		await expect(ask({ signal: leaving.signal })).rejects.toBeDefined();
		await expect(ask({ signal: leaving.signal })).rejects.toThrow('No longer wanted');
	});

	it('ends with its account, and none begins after that', async () => {
		answer = () => closing.abort();
		await expect(ask()).rejects.toBeDefined();
		await expect(ask()).rejects.toBeDefined();
		expect(sockets.size).toBe(1);
	});

	it('ends when the answer takes too long', async () => {
		answer = (_request, response) => void response.write('{');
		await expect(ask({}, 50)).rejects.toMatchObject({
			message: expect.stringContaining('in time') as string,
		});
	});

	it('leaves nothing behind that would keep listening', async () => {
		answer = (_request, response) => void response.end('ok');
		const signal = new AbortController().signal;
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		for (let count = 0; count < 3; count += 1) await ask({ signal });
		expect(removed.mock.calls.length).toBe(added.mock.calls.length);
	});
});
