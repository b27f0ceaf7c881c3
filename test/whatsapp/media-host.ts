import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { hexId } from './ports';
import type { Clock, Random } from './ports';
import { makeTlsIdentity } from './tls-certificate';
import type { TlsIdentity } from './tls-certificate';

export interface MediaHostOptions {
	readonly clock: Clock;
	readonly random: Random;
	/** 0 for a free one. */
	readonly port: number;
	/** From an earlier run, so that clients go on trusting it. @default made anew */
	readonly tls?: TlsIdentity;
}

/** WhatsApp's media servers: takes encrypted files and gives them out again. HTTPS with an authority of its own. */
export class MediaHost {
	/** PEM of the authority a client must trust (`ca`, NODE_EXTRA_CA_CERTS, tls.setDefaultCACertificates). */
	get caPem(): string {
		return this.tls.caPem;
	}

	readonly tls: TlsIdentity;
	readonly authToken: string;
	/** HTTP status for downloads and uploads of everything, e.g. 503; undefined when well. */
	failAllWith: number | undefined;
	readonly #server: Server;
	readonly #random: Random;
	readonly #files = new Map<string, Buffer>();
	readonly #gone = new Map<string, number>();
	#uploads = 0;
	#downloads = 0;

	constructor(server: Server, tls: TlsIdentity, random: Random) {
		this.#server = server;
		this.tls = tls;
		this.#random = random;
		this.authToken = hexId(random, 16);
		server.on('request', (request: IncomingMessage, response: ServerResponse) => {
			this.#answer(request, response).catch(() => response.destroy());
		});
	}

	/** Host with port, as clients put it into URLs. */
	get hostname(): string {
		return `localhost:${(this.#server.address() as AddressInfo).port}`;
	}

	get uploads(): number {
		return this.#uploads;
	}

	get downloads(): number {
		return this.#downloads;
	}

	/** Keeps encrypted bytes; returns the path they are found under. */
	keep(bytes: Uint8Array): string {
		const path = `/v/t62.7118-24/${hexId(this.#random, 12)}.enc`;
		this.#files.set(path, Buffer.from(bytes));
		return path;
	}

	/** The stored bytes, for phones: they live beside the host and need no HTTPS. */
	fetch(path: string): Buffer {
		const bytes = this.stored(path);
		if (!bytes) throw new Error(`Nothing is stored at ${path}`);
		return bytes;
	}

	stored(path: string): Buffer | undefined {
		return this.#gone.has(pathOf(path)) ? undefined : this.#files.get(pathOf(path));
	}

	/** The file has left the servers: 404 or 410 from now on. A phone can upload it again under a new path. */
	expire(path: string, status: 404 | 410 = 410): void {
		this.#gone.set(pathOf(path), status);
	}

	/** For NODE_EXTRA_CA_CERTS of a client in another process. */
	async writeCaFile(file: string): Promise<string> {
		await writeFile(file, this.caPem);
		return file;
	}

	async close(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'https://localhost');
		if (this.failAllWith !== undefined) return void response.writeHead(this.failAllWith).end();
		if (request.method === 'POST') return this.#upload(url, request, response);
		this.#download(url.pathname, response);
	}

	/** The path ends in the hash of the bytes; a body that does not match is refused, as WhatsApp does. */
	async #upload(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const bytes = Buffer.concat(chunks);
		const expected = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
		const actual = createHash('sha256').update(bytes).digest('base64url');
		const known = url.searchParams.get('auth') === this.authToken;
		if (!known) return void response.writeHead(401).end('{}');
		if (actual !== expected) return void response.writeHead(400).end('{"error":"hash mismatch"}');
		this.#uploads++;
		const path = this.keep(bytes);
		const body = { url: `https://${this.hostname}${path}`, direct_path: path };
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	}

	#download(path: string, response: ServerResponse): void {
		const gone = this.#gone.get(path);
		const bytes = this.#files.get(path);
		if (gone !== undefined || !bytes) return void response.writeHead(gone ?? 404).end();
		this.#downloads++;
		response
			.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length })
			.end(bytes);
	}
}

const pathOf = (path: string): string => new URL(path, 'https://localhost').pathname;

export async function startMediaHost(options: MediaHostOptions): Promise<MediaHost> {
	const { clock, random, port, tls = makeTlsIdentity(clock, random) } = options;
	const server = createServer({ cert: tls.certPem, key: tls.keyPem });
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return new MediaHost(server, tls, random);
}
