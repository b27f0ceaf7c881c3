import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Told {
	readonly method: string | undefined;
	readonly headers: IncomingHttpHeaders;
	/** As it came, for the signature is over its bytes. */
	readonly body: string;
}

/** Somebody's server on 127.0.0.1: keeps what it is told, and answers with the status its path names. */
export class CallbackServer {
	readonly told: Told[] = [];
	readonly #server = createServer((request, response) => {
		void text(request).then((body) => {
			this.told.push({ method: request.method, headers: request.headers, body });
			response.writeHead(Number(request.url?.slice(1))).end();
		});
	});

	async start(): Promise<void> {
		this.#server.listen(0, '127.0.0.1');
		await once(this.#server, 'listening');
	}

	urlThatAnswers(status: number): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${status}`;
	}

	/** Of the verification with this id, in order. */
	about(verificationId: unknown): Told[] {
		return this.told.filter(({ body }) => (JSON.parse(body) as { id: unknown }).id === verificationId);
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
