import { z } from 'zod';
import type { PostgresSettings } from '../storage/dialects/postgres/settings';
import { checked, decodedPart, flag, unusable, wholeNumber } from './checked-variables';

const URL_VARIABLE = 'WHATSAPP_KIT_DATABASE_URL';

/** Enough for writers of different accounts beside each other; small, for every worker has as many. */
const POOL_SIZE = 4;
/** Below the life of a lease (15 s), so that an owner notices in time that it cannot renew, ms. */
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
const A_DAY_MS = 86_400_000;

const text = z.string().optional();

const n8nVariables = z.object({
	DB_POSTGRESDB_HOST: z.string().default('localhost'),
	DB_POSTGRESDB_PORT: wholeNumber(5_432, 65_535),
	DB_POSTGRESDB_DATABASE: z.string().default('n8n'),
	DB_POSTGRESDB_USER: z.string().default('postgres'),
	DB_POSTGRESDB_PASSWORD: z.string().default(''),
	DB_POSTGRESDB_SCHEMA: z.string().default('public'),
	DB_POSTGRESDB_SSL_ENABLED: flag(false),
	DB_POSTGRESDB_SSL_CA: text,
	DB_POSTGRESDB_SSL_CERT: text,
	DB_POSTGRESDB_SSL_KEY: text,
	DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: flag(true),
	DB_POSTGRESDB_POOL_SIZE: wholeNumber(POOL_SIZE, 1_000),
	DB_POSTGRESDB_CONNECTION_TIMEOUT: wholeNumber(CONNECT_TIMEOUT_MS, A_DAY_MS),
	DB_POSTGRESDB_IDLE_CONNECTION_TIMEOUT: wholeNumber(IDLE_TIMEOUT_MS, A_DAY_MS),
});

/**
 * n8n's own database, with n8n's own defaults; only the size of the pool and the patience are ours where n8n's
 * variables say nothing. `value` reads a variable.
 *
 * @throws KitError `invalidInput` that names the variable
 */
export function n8nPostgres(value: (name: string) => string | undefined): PostgresSettings {
	const names = Object.keys(n8nVariables.shape);
	const n8n = checked(n8nVariables, Object.fromEntries(names.map((name) => [name, value(name)])));
	const ca = n8n.DB_POSTGRESDB_SSL_CA;
	const cert = n8n.DB_POSTGRESDB_SSL_CERT;
	const key = n8n.DB_POSTGRESDB_SSL_KEY;
	const rejectUnauthorized = n8n.DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED;
	// n8n's rule: whoever says anything about certificates wants them used.
	const particular = ca !== undefined || cert !== undefined || key !== undefined || !rejectUnauthorized;
	return {
		setBy: 'DB_POSTGRESDB_*',
		host: n8n.DB_POSTGRESDB_HOST,
		port: n8n.DB_POSTGRESDB_PORT,
		database: n8n.DB_POSTGRESDB_DATABASE,
		user: n8n.DB_POSTGRESDB_USER,
		password: n8n.DB_POSTGRESDB_PASSWORD,
		schema: n8n.DB_POSTGRESDB_SCHEMA,
		ssl: particular ? { ca, cert, key, rejectUnauthorized } : n8n.DB_POSTGRESDB_SSL_ENABLED,
		// 0 means "without a limit" to pg; a wait of ours always has one.
		poolSize: n8n.DB_POSTGRESDB_POOL_SIZE || POOL_SIZE,
		connectTimeoutMs: n8n.DB_POSTGRESDB_CONNECTION_TIMEOUT || CONNECT_TIMEOUT_MS,
		idleTimeoutMs: n8n.DB_POSTGRESDB_IDLE_CONNECTION_TIMEOUT || IDLE_TIMEOUT_MS,
	};
}

/**
 * `postgres://user:password@host:5432/database?schema=public&sslmode=require&connect_timeout=10`. `sslmode`:
 * `disable` (default), `require` and stricter (encrypted, the server's certificate is checked), `no-verify`
 * (encrypted, not checked). `connect_timeout` in seconds.
 *
 * @throws KitError `invalidInput`, without any part of the address in it: it may hold a password
 */
export function postgresOfUrl(address: string): PostgresSettings {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) throw noAddress();
	const socket = url.searchParams.get('host');
	const host = socket ?? decodedPart(url.hostname.replace(/^\[(.*)\]$/, '$1'));
	const database = decodedPart(url.pathname.slice(1));
	if (!host || database === undefined) throw noAddress();
	return {
		setBy: URL_VARIABLE,
		host,
		port: Number(url.port || 5_432),
		database,
		user: decodedPart(url.username) ?? 'postgres',
		password: decodedPart(url.password) ?? '',
		schema: url.searchParams.get('schema') || 'public',
		ssl: sslOf(url.searchParams.get('sslmode') ?? 'disable'),
		poolSize: POOL_SIZE,
		connectTimeoutMs: timeoutOf(url.searchParams.get('connect_timeout')),
		idleTimeoutMs: IDLE_TIMEOUT_MS,
	};
}

function timeoutOf(seconds: string | null): number {
	if (seconds === null) return CONNECT_TIMEOUT_MS;
	if (/^[1-9]\d{0,3}$/.test(seconds)) return Number(seconds) * 1_000;
	throw unusable(URL_VARIABLE, 'Its connect_timeout is not a number of seconds from 1 to 9999.');
}

function sslOf(mode: string): PostgresSettings['ssl'] {
	switch (mode) {
		case 'disable':
			return false;
		case 'no-verify':
			return { rejectUnauthorized: false };
		case 'require':
		case 'verify-ca':
		case 'verify-full':
			return true;
		default:
			throw unusable(
				URL_VARIABLE,
				'Its sslmode is none of "disable", "require", "verify-ca", "verify-full" and "no-verify".',
			);
	}
}

function noAddress() {
	return unusable(URL_VARIABLE, 'It is not an address like postgres://user:password@host:5432/database.');
}
