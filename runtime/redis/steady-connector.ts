import { createConnection, type Socket } from 'node:net';
import { connect } from 'node:tls';
import type { AbstractConnector, RedisOptions } from 'ioredis';

type Base = typeof AbstractConnector;

/**
 * Makes connections as the client library does, and hears every error of them. The library hears the first one
 * only; a TLS connection whose certificate is refused may fail a second time, and an error nobody hears ends n8n.
 */
export function steadyConnector(base: Base): NonNullable<RedisOptions['Connector']> {
	return class SteadyConnector extends base {
		readonly #options: RedisOptions;

		constructor(options: unknown) {
			const given = options as RedisOptions & { disconnectTimeout: number };
			super(given.disconnectTimeout);
			this.#options = given;
		}

		async connect(): Promise<Socket> {
			this.connecting = true;
			this.firstError = undefined;
			const { host, port, family, tls } = this.#options;
			const address = { host, port: port ?? 6_379, family };
			const stream: Socket = tls ? connect({ ...address, ...tls }) : createConnection(address);
			stream.on('error', (error) => (this.firstError ??= error));
			this.stream = stream;
			return await Promise.resolve(stream);
		}
	};
}
