import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Files on 127.0.0.1 over plain HTTP, as a machine in somebody's own network has them. */
export class FileServer {
	/** How often anything was asked for. */
	requests = 0;
	readonly #files = new Map<string, { mimeType: string; bytes: Buffer }>();
	readonly #server = createServer((request, response) => {
		this.requests += 1;
		const file = this.#files.get(request.url ?? '');
		if (!file) return void response.writeHead(404).end();
		response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
	});

	async start(): Promise<void> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
	}

	/** Gives the URL. */
	offer(name: string, mimeType: string, bytes: Buffer): string {
		this.#files.set(`/${name}`, { mimeType, bytes });
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
