import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BufferJSON } from '@whiskeysockets/baileys';
import { describePhone, messagesSince, PHONE_ACTIONS } from './control-phones';
import { Body, ControlError, phoneOf } from './control-request';
import type { ControlRequest } from './control-request';
import { ACCOUNT_TROUBLES, changeGroup, makeGroup, readLog, setFaults } from './control-server';
import type { LoopbackWhatsApp } from './server';

type Handler = (request: ControlRequest) => unknown;

/** Everything another process can do. `:name` stands for one part of the path. */
const ROUTES: readonly (readonly [method: string, path: string, handler: Handler])[] = [
	['GET', '/', ({ server }) => describeServer(server)],
	[
		'GET',
		'/phones',
		({ server }) => ({ phones: server.directory.accounts.map(({ phone }) => describePhone(phone)) }),
	],
	['POST', '/phones', addPhone],
	['GET', '/phones/:digits', ({ server, path }) => describePhone(phoneOf(server, path.digits))],
	['GET', '/phones/:digits/messages', messagesSince],
	[
		'GET',
		'/phones/:digits/receipts',
		({ server, path }) => ({ receipts: phoneOf(server, path.digits).receipts.all }),
	],
	[
		'GET',
		'/phones/:digits/typing',
		({ server, path }) => ({ typing: phoneOf(server, path.digits).typing.all }),
	],
	['POST', '/phones/:digits/:action', actOnPhone],
	['POST', '/accounts/:digits/:trouble', makeTrouble],
	[
		'GET',
		'/groups',
		({ server }) => ({ groups: server.groups.all.map(({ jid, subject }) => ({ jid, subject })) }),
	],
	['POST', '/groups', makeGroup],
	['POST', '/groups/:jid/:change', changeGroup],
	['POST', '/faults', setFaults],
	['POST', '/aliases', ({ server, body }) => server.alias(body.string('asked'), body.string('canonical'))],
	['POST', '/media/expire', ({ server, body }) => server.media.expire(body.string('path'))],
	['POST', '/limits', ({ server, body }) => Object.assign(server.limits, body.object('limits'))],
	['GET', '/taken', ({ server, query }) => taken(server, Number(query.get('since') ?? 0))],
	['GET', '/log', readLog],
];

/** The control API: JSON over HTTP on 127.0.0.1, for tests and people in other processes. */
export interface ControlApi {
	readonly url: string;
	close(): Promise<void>;
}

/** @param port 0 for a free one */
export async function startControlApi(server: LoopbackWhatsApp, port = 0): Promise<ControlApi> {
	const http = createServer((request, response) => {
		void answer(server, request).then(({ status, body }) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(`${JSON.stringify(body ?? {}, BufferJSON.replacer)}\n`);
		});
	});
	http.listen(port, '127.0.0.1');
	await once(http, 'listening');
	const { port: actual } = http.address() as AddressInfo;
	return { url: `http://127.0.0.1:${actual}`, close: () => closeHttp(http) };
}

async function answer(
	server: LoopbackWhatsApp,
	request: IncomingMessage,
): Promise<{ status: number; body: unknown }> {
	try {
		const url = new URL(request.url ?? '/', 'http://localhost');
		const found = route(request.method ?? 'GET', url.pathname);
		if (!found) throw new ControlError(404, `There is no ${request.method} ${url.pathname}`);
		const body = new Body(JSON.parse((await read(request)) || '{}'));
		const result = await found.handler({ server, path: found.path, query: url.searchParams, body });
		return { status: 200, body: result };
	} catch (error) {
		const status = error instanceof ControlError ? error.status : error instanceof SyntaxError ? 400 : 409;
		return { status, body: { error: error instanceof Error ? error.message : String(error) } };
	}
}

function route(
	method: string,
	pathname: string,
): { handler: Handler; path: Record<string, string> } | undefined {
	const parts = pathname.split('/').filter(Boolean).map(decodeURIComponent);
	for (const [wantedMethod, pattern, handler] of ROUTES) {
		const wanted = pattern.split('/').filter(Boolean);
		if (wantedMethod !== method || wanted.length !== parts.length) continue;
		if (!wanted.every((part, at) => part.startsWith(':') || part === parts[at])) continue;
		const named = wanted.flatMap((part, at) =>
			part.startsWith(':') ? [[part.slice(1), parts[at] ?? '']] : [],
		);
		return { handler, path: Object.fromEntries(named) };
	}
	return undefined;
}

async function read(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}

function addPhone({ server, body }: ControlRequest): unknown {
	return describePhone(
		server.addPhone({
			phone: body.string('phone'),
			name: body.string('name'),
			lid: body.optionalString('lid'),
			hidesNumber: body.optionalBoolean('hidesNumber'),
		}),
	);
}

function actOnPhone(request: ControlRequest): unknown {
	const act = PHONE_ACTIONS[request.path.action ?? ''];
	if (!act) throw new ControlError(404, `A phone cannot "${request.path.action}"`);
	return act(phoneOf(request.server, request.path.digits), request);
}

function makeTrouble(request: ControlRequest): unknown {
	const act = ACCOUNT_TROUBLES[request.path.trouble ?? ''];
	if (!act) throw new ControlError(404, `An account cannot be "${request.path.trouble}"`);
	return act(request.server, phoneOf(request.server, request.path.digits), request);
}

const describeServer = (server: LoopbackWhatsApp): Record<string, unknown> => ({
	url: server.url,
	rootKeyHex: server.rootKeyHex,
	caPem: server.media.caPem,
	protocolErrors: server.protocolErrors.map(({ message }) => message),
	undeliverable: server.undeliverable.length,
	connections: server.connections.length,
});

const taken = (server: LoopbackWhatsApp, since: number): unknown => {
	const messages = server.taken.all.slice(since).map(({ from, to, id }) => ({ from, to, id }));
	return { messages, next: since + messages.length };
};

async function closeHttp(http: Server): Promise<void> {
	http.closeAllConnections();
	await new Promise((resolve) => http.close(resolve));
}
