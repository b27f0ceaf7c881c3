import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postCallback } from '../../runtime/post-callback';

const heard: { request: IncomingMessage; body: string }[] = [];
let server: Server;
let status = 204;
let port = 0;

beforeAll(async () => {
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += part.toString()));
		request.on('end', () => {
			heard.push({ request, body });
			if (status === 302) response.setHeader('location', '/elsewhere');
			response.statusCode = status;
			response.end(status === 204 ? undefined : 'answered');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	port = (server.address() as AddressInfo).port;
});
afterAll(async () => await new Promise((resolve) => server.close(resolve)));
beforeEach(() => heard.splice(0));

const post = async (host: string, allowPrivate: boolean) =>
	await postCallback({
		url: `http://${host}:${port}/verified`,
		body: '{"a":"ä"}',
		headers: { 'content-type': 'application/json', 'x-mark': 'yes' },
		allowPrivate,
		timeoutMs: 10_000,
	});

test.each([204, 200, 302, 500])('the status is the answer: %i', async (given) => {
	status = given;
	expect(await post('127.0.0.1', true)).toBe(given);
	expect(heard).toHaveLength(1);
	expect(heard[0]!.body).toBe('{"a":"ä"}');
	expect(heard[0]!.request).toMatchObject({ method: 'POST', url: '/verified' });
	expect(heard[0]!.request.headers).toMatchObject({ 'content-type': 'application/json', 'x-mark': 'yes' });
});

test.each(['127.0.0.1', '[::ffff:127.0.0.1]', '2130706433', 'localhost'])(
	'nothing goes to %s unless private addresses are allowed',
	async (host) => {
		await expect(post(host, false)).rejects.toThrow(/address of this machine/);
		expect(heard).toEqual([]);
	},
);
