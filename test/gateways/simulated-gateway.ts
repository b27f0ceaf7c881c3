import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived, its body read to the end. */
export interface SimulatedRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string | undefined>>;
	/** Parsed when it is JSON; a form with the fields and files of a multipart body; undefined when empty. */
	readonly body: unknown;
}

export interface SimulatedAnswer {
	readonly status: number;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What happens to the next request whose path a test chose. `after`: the gateway does what was asked, and then
 * fails to say so.
 */
export type Fault =
	| { readonly kind: 'answer'; readonly answer: SimulatedAnswer; readonly after?: boolean }
	| { readonly kind: 'text'; readonly status: number; readonly text: string; readonly after?: boolean }
	/** The connection is cut once the whole body was taken. */
	| { readonly kind: 'reset' }
	/** Answers when the promise does. */
	| { readonly kind: 'slow'; readonly until: Promise<void> };

export interface SimulatedForm {
	readonly fields: Readonly<Record<string, string>>;
	readonly files: Readonly<
		Record<string, { readonly name: string; readonly type: string; readonly data: Uint8Array }>
	>;
}

/**
 * The frame of a gateway: a real HTTP server on loopback with a clock of its own. Each simulator says in `handle`
 * what its documents say, strictly, and keeps what it was sent. The test that opened it closes it.
 */
export abstract class SimulatedGateway {
	readonly requests: SimulatedRequest[] = [];

	/** Epoch ms; moved by tests. */
	now = Date.UTC(2026, 0, 1);

	readonly #server: Server;

	#faults: readonly { readonly path: RegExp; readonly fault: Fault }[] = [];

	constructor() {
		this.#server = createServer((request, response) => {
			this.#answer(request, response).catch((error: unknown) => {
				response.statusCode = 599;
				response.end(String(error));
			});
		});
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	async listen(): Promise<this> {
		await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise<void>((resolve) => this.#server.close(() => resolve()));
	}

	/** For the next request to such a path; several are used up one after the other. */
	failNext(path: RegExp, fault: Fault): void {
		this.#faults = [...this.#faults, { path, fault }];
	}

	/** What was asked of such a path so far. */
	asked(path: RegExp): readonly SimulatedRequest[] {
		return this.requests.filter((request) => path.test(request.path));
	}

	/** What the gateway does and says. A path nobody documented is 404. */
	protected abstract handle(request: SimulatedRequest): SimulatedAnswer | Promise<SimulatedAnswer>;

	async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const request = await readRequest(incoming);
		this.requests.push(request);
		const fault = this.#takeFault(request.path);
		if (fault?.kind === 'slow') await fault.until;
		const does =
			fault === undefined || fault.kind === 'reset' || fault.kind === 'slow' || fault.after === true;
		const answer = does ? await this.handle(request) : undefined;
		if (fault?.kind === 'reset') incoming.socket.resetAndDestroy();
		else if (fault?.kind === 'text') {
			response.statusCode = fault.status;
			response.setHeader('content-type', 'application/json');
			response.end(fault.text);
		} else write(response, fault?.kind === 'answer' ? fault.answer : (answer as SimulatedAnswer));
	}

	#takeFault(path: string): Fault | undefined {
		const found = this.#faults.find((entry) => entry.path.test(path));
		this.#faults = this.#faults.filter((entry) => entry !== found);
		return found?.fault;
	}
}

function write(response: ServerResponse, { status, body, headers = {} }: SimulatedAnswer): void {
	response.statusCode = status;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (body === undefined) return void response.end();
	if (body instanceof Uint8Array) return void response.end(body);
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify(body));
}

async function readRequest(incoming: IncomingMessage): Promise<SimulatedRequest> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const url = new URL(incoming.url ?? '/', 'http://gateway');
	const headers = incoming.headers as Readonly<Record<string, string | undefined>>;
	return {
		method: incoming.method ?? 'GET',
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		headers,
		body: await readBody(Buffer.concat(chunks), headers['content-type'] ?? ''),
	};
}

async function readBody(bytes: Buffer, type: string): Promise<unknown> {
	if (bytes.length === 0) return undefined;
	if (type.startsWith('multipart/form-data')) return await readForm(bytes, type);
	try {
		return JSON.parse(bytes.toString('utf8')) as unknown;
	} catch {
		return bytes.toString('utf8');
	}
}

async function readForm(bytes: Buffer, type: string): Promise<SimulatedForm> {
	const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
	const fields: Record<string, string> = {};
	const files: Record<string, { name: string; type: string; data: Uint8Array }> = {};
	const reading: Promise<void>[] = [];
	form.forEach((value, name) => {
		if (typeof value === 'string') fields[name] = value;
		else
			reading.push(
				value
					.arrayBuffer()
					.then(
						(data) => void (files[name] = { name: value.name, type: value.type, data: new Uint8Array(data) }),
					),
			);
	});
	await Promise.all(reading);
	return { fields, files };
}
