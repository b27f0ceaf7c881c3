import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postResume } from '../../runtime/post-resume';

const PATH = '/webhook-waiting/7/node?signature=abc';

type Answer = (response: ServerResponse) => void;

const servers: Server[] = [];
const calls: { url: string; body: unknown }[] = [];

beforeEach(() => void (calls.length = 0));
afterEach(async () => {
	const closing = servers.splice(0).map(async (server) => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	await Promise.all(closing);
});

/** An n8n that answers the same each time; gives its port. */
async function n8n(answer: Answer): Promise<string> {
	const server = createServer((request: IncomingMessage, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			calls.push({ url: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
			answer(response);
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return String((server.address() as AddressInfo).port);
}

const json =
	(status: number, body: object): Answer =>
	(response) =>
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const page =
	(text: string): Answer =>
	(response) =>
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<h1>${text}</h1>`);
const resumes = json(200, { resumed: 'w-1' });
/** Nothing listens there: the port was given back. */
const closedPort = async (): Promise<string> => {
	const port = await n8n(resumes);
	const server = servers.pop()!;
	await new Promise((resolve) => server.close(resolve));
	return port;
};

const tell = async (environment: Record<string, string>, role: string, at: string): Promise<string> =>
	await postResume(
		environment,
		role,
	)({
		resumeUrl: `http://127.0.0.1:${at}${PATH}`,
		waitId: 'w-1',
		proof: 'p',
		signal: new AbortController().signal,
	});

test('main tells itself, wherever the address points to', async () => {
	const N8N_PORT = await n8n(resumes);
	expect(await tell({ N8N_PORT }, 'main', await closedPort())).toBe('resumed');
	expect(calls).toEqual([{ url: PATH, body: { wait: 'w-1', proof: 'p' } }]);
});

test('main takes the address n8n knows where it does not find itself', async () => {
	const outside = await n8n(resumes);
	expect(await tell({ N8N_PORT: await closedPort() }, 'main', outside)).toBe('resumed');
	const refusing = await n8n(json(401, { error: 'Invalid token' }));
	expect(await tell({ N8N_PORT: refusing }, 'main', outside)).toBe('resumed');
});

test('a worker takes the address n8n knows: it has no web server', async () => {
	const N8N_PORT = await n8n(resumes);
	expect(await tell({ N8N_PORT }, 'worker', await n8n(resumes))).toBe('resumed');
	expect(calls).toHaveLength(1);
	await expect(tell({ N8N_PORT }, 'worker', await closedPort())).rejects.toThrow();
});

test("n8n's page for an execution that has ended is an end", async () => {
	expect(await tell({}, 'worker', await n8n(page('No action required')))).toBe('over');
});

test.each([
	['not yet asleep', json(409, { message: 'The execution is running already' })],
	['away', json(503, {})],
	['an answer of somebody else', json(200, { ok: true })],
	['the sign-in page of a proxy', page('Please sign in')],
	['an answer about another wait', json(200, { resumed: 'w-2' })],
])('anything else is to be told again, and the signature is in no error: %s', async (_what, answer) => {
	const telling = tell({}, 'worker', await n8n(answer));
	await expect(telling).rejects.toThrow();
	await telling.catch((error: unknown) => expect(String(error)).not.toContain('abc'));
});
