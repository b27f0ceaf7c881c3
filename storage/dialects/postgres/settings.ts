import type { ConnectionOptions } from 'node:tls';

/** Where a Postgres is and how to talk to it. Holds the password: never logged, never part of an error. */
export interface PostgresSettings {
	/** What a person set to lead here, for error sentences: `WHATSAPP_KIT_DATABASE_URL`, `DB_POSTGRESDB_*`. */
	readonly setBy: string;
	/** Name, address, or the folder of a Unix socket. */
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: string;
	/** Holds our tables; made when it is not there. */
	readonly schema: string;
	/** False talks in clear. */
	readonly ssl: boolean | Pick<ConnectionOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
	/** Most connections of this process at a time. */
	readonly poolSize: number;
	/** Longest wait for a connection, ms: a server that is gone, or that has none to give. */
	readonly connectTimeoutMs: number;
	/** A connection nobody uses is closed after this time, ms. */
	readonly idleTimeoutMs: number;
}

/** `host:port/database`, for people. */
export function addressOf({ host, port, database }: PostgresSettings): string {
	return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}
