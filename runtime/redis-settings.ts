import { z } from 'zod';
import { checked, decodedPart, flag, unusable, wholeNumber } from './checked-variables';
import { environmentValue, type Environment, type ReadFile } from './environment-value';

/** Where the Redis is that the processes of one n8n share, and under which names we write in it. */
export interface RedisSettings {
	/** One address, or the known ones of a cluster. */
	readonly nodes: readonly [RedisAddress, ...RedisAddress[]];
	readonly cluster: boolean;
	readonly username: string | undefined;
	readonly password: string | undefined;
	readonly db: number;
	readonly tls: RedisTls | undefined;
	/** Look for IPv4 and IPv6 addresses of a name; else IPv4 alone, as n8n does. */
	readonly dualStack: boolean;
	/** ms before the first probe of a silent connection; undefined: no probes. */
	readonly keepAliveMs: number | undefined;
	/** Longest time without Redis before a call says so, ms. n8n itself ends after the same time. */
	readonly patienceMs: number;
	/** Only for a cluster, ms. */
	readonly slotsRefreshTimeoutMs: number;
	readonly slotsRefreshIntervalMs: number;
	readonly resolveNames: boolean;
	/** Starts every key of ours. In a cluster it is a hash tag, so that scripts over several keys work. */
	readonly prefix: string;
}

export interface RedisAddress {
	readonly host: string;
	readonly port: number;
}

export interface RedisTls {
	readonly servername: string | undefined;
	readonly rejectUnauthorized: boolean;
}

export interface RedisSettingsInput {
	readonly environment: Environment;
	/** This process is a worker or webhook process, which exist in queue mode only, whatever the environment says. */
	readonly queueProcess: boolean;
	readonly readFile?: ReadFile;
}

/**
 * The Redis to use, or null: without queue mode and without `WHATSAPP_KIT_REDIS_URL` there is one process, and
 * nothing to connect to.
 *
 * @throws KitError `invalidInput` that names the variable; never with a user name or password in it
 */
export function redisSettings({
	environment,
	queueProcess,
	readFile,
}: RedisSettingsInput): RedisSettings | null {
	const value = (name: string): string | undefined => environmentValue(environment, name, readFile);
	const url = value('WHATSAPP_KIT_REDIS_URL');
	const queueMode = queueProcess || value('EXECUTIONS_MODE') === 'queue';
	if (url === undefined && !queueMode) return null;
	const n8n = checked(n8nVariables, Object.fromEntries(names.map((name) => [name, value(name)])));
	const common = {
		patienceMs: n8n.QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD,
		slotsRefreshTimeoutMs: n8n.QUEUE_BULL_REDIS_SLOT_REFRESH_TIMEOUT,
		slotsRefreshIntervalMs: n8n.QUEUE_BULL_REDIS_SLOT_REFRESH_INTERVAL,
		resolveNames: n8n.QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY !== 'NONE',
		dualStack: n8n.QUEUE_BULL_REDIS_DUALSTACK,
		keepAliveMs: n8n.QUEUE_BULL_REDIS_KEEP_ALIVE ? n8n.QUEUE_BULL_REDIS_KEEP_ALIVE_DELAY : undefined,
	};
	if (url !== undefined) return { ...common, ...ofUrl(url), prefix: ownPrefix(n8n.QUEUE_BULL_PREFIX, false) };
	const cluster = n8n.QUEUE_BULL_REDIS_CLUSTER_NODES;
	const single = { host: n8n.QUEUE_BULL_REDIS_HOST, port: n8n.QUEUE_BULL_REDIS_PORT };
	return {
		...common,
		nodes: cluster ?? [single],
		cluster: cluster !== undefined,
		username: n8n.QUEUE_BULL_REDIS_USERNAME,
		password: n8n.QUEUE_BULL_REDIS_PASSWORD,
		db: n8n.QUEUE_BULL_REDIS_DB,
		tls: n8n.QUEUE_BULL_REDIS_TLS
			? {
					servername: n8n.QUEUE_BULL_REDIS_TLS_SERVERNAME,
					rejectUnauthorized: n8n.QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE,
				}
			: undefined,
		prefix: ownPrefix(n8n.QUEUE_BULL_PREFIX, cluster !== undefined),
	};
}

const text = z.string().optional();
const aDay = 86_400_000;

const clusterNodes = text.transform((list, ctx): RedisSettings['nodes'] | undefined => {
	const pairs = (list ?? '').split(',').filter((pair) => pair.trim() !== '');
	const nodes = pairs.flatMap((pair) => {
		const parts = /^\s*(?:\[(?<v6>[^\]]+)\]|(?<name>[^:\s]+)):(?<port>\d{1,5})\s*$/.exec(pair)?.groups;
		const host = parts?.name ?? parts?.v6;
		if (host !== undefined && Number(parts?.port) <= 65_535) return [{ host, port: Number(parts?.port) }];
		ctx.addIssue({ code: 'custom', message: 'is not a list of host:port, separated by commas' });
		return [];
	});
	const [first, ...others] = nodes;
	return first && [first, ...others];
});

const n8nVariables = z.object({
	QUEUE_BULL_PREFIX: z.string().default('bull'),
	QUEUE_BULL_REDIS_HOST: z.string().default('localhost'),
	QUEUE_BULL_REDIS_PORT: wholeNumber(6_379, 65_535),
	QUEUE_BULL_REDIS_USERNAME: text,
	QUEUE_BULL_REDIS_PASSWORD: text,
	QUEUE_BULL_REDIS_DB: wholeNumber(0, 1_000_000),
	QUEUE_BULL_REDIS_CLUSTER_NODES: clusterNodes,
	QUEUE_BULL_REDIS_TLS: flag(false),
	QUEUE_BULL_REDIS_TLS_SERVERNAME: text,
	QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: flag(true),
	QUEUE_BULL_REDIS_DUALSTACK: flag(false),
	QUEUE_BULL_REDIS_KEEP_ALIVE: flag(false),
	QUEUE_BULL_REDIS_KEEP_ALIVE_DELAY: wholeNumber(5_000, aDay),
	QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: wholeNumber(10_000, aDay),
	QUEUE_BULL_REDIS_SLOT_REFRESH_TIMEOUT: wholeNumber(1_000, aDay),
	QUEUE_BULL_REDIS_SLOT_REFRESH_INTERVAL: wholeNumber(5_000, aDay),
	QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY: text,
});
const names = Object.keys(n8nVariables.shape);

function ofUrl(
	text: string,
): Pick<RedisSettings, 'nodes' | 'cluster' | 'username' | 'password' | 'db' | 'tls'> {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const db = url?.pathname.replace(/^\//, '') ?? '';
	if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || !/^\d{0,6}$/.test(db)) {
		// The address may hold a password, so it is not repeated.
		throw unusable('WHATSAPP_KIT_REDIS_URL', 'It is not an address like redis://user:password@host:6379/0.');
	}
	return {
		nodes: [{ host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(url.port || 6_379) }],
		cluster: false,
		username: decodedPart(url.username),
		password: decodedPart(url.password),
		db: Number(db || 0),
		tls: url.protocol === 'rediss:' ? { servername: undefined, rejectUnauthorized: true } : undefined,
	};
}

/** Beside n8n's own keys, not among them; two n8n on one Redis differ in n8n's prefix, so it is in ours. */
function ownPrefix(n8nPrefix: string, cluster: boolean): string {
	const name = `whatsapp-kit:${n8nPrefix.replace(/[{}]/g, '')}`;
	return cluster ? `{${name}}` : name;
}
