import type { Cluster, ClusterOptions, Redis, RedisOptions } from 'ioredis';
import type { Logger } from '../../messages/ports';
import { steadyConnector } from './steady-connector';
import type { RedisSettings } from '../redis-settings';

export type RedisClient = Redis | Cluster;

/** Longest time for the answer to one command, and for making a connection, ms. */
const ANSWER_MS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

/**
 * `asking`: a command that cannot be done now fails at once, so that somebody can be told.
 * `waiting`: commands wait for Redis to come back; for what runs in the background.
 */
export type Purpose = 'asking' | 'waiting';

/**
 * A connection that mends itself until it is closed by whoever made it. It never emits an error nobody hears,
 * which would end n8n.
 */
export async function redisClient(
	settings: RedisSettings,
	purpose: Purpose,
	logger: Logger,
): Promise<RedisClient> {
	const { AbstractConnector, Cluster, Redis } = await import('ioredis');
	const options = {
		...connectionOptions(settings, purpose),
		Connector: steadyConnector(AbstractConnector),
	};
	const client = settings.cluster
		? new Cluster([...settings.nodes], clusterOptions(settings, options))
		: new Redis({ ...options, ...settings.nodes[0] });
	// Every call that waits for Redis listens until it is there; each takes its listener off again. Not 0 (no
	// limit): BullMQ adds its own number to this one, and 3 would be the limit then.
	client.setMaxListeners(10_000);
	let down = false;
	client.on('error', (error: Error) => {
		// Once for each outage, not for each of its hundreds of attempts.
		if (!down) logger.warn('WhatsApp Kit cannot reach Redis and keeps trying', { error: error.message });
		down = true;
	});
	client.on('ready', () => {
		if (down) logger.info('WhatsApp Kit reaches Redis again');
		down = false;
	});
	return client;
}

/** Resolves with whether it can be used now, after at most `ms`. */
export async function isReady(client: RedisClient, ms: number, signal: AbortSignal): Promise<boolean> {
	if (usable(client)) return true;
	return await new Promise<boolean>((resolve) => {
		const done = (): void => {
			clearTimeout(timer);
			client.off('ready', done);
			signal.removeEventListener('abort', done);
			resolve(usable(client));
		};
		const timer = setTimeout(done, ms);
		timer.unref();
		client.on('ready', done);
		signal.addEventListener('abort', done, { once: true });
		if (signal.aborted) done();
	});
}

/** A cluster says "connect" for some versions of it where a single Redis says "ready". */
function usable({ status }: RedisClient): boolean {
	return status === 'ready';
}

function connectionOptions(settings: RedisSettings, purpose: Purpose): RedisOptions {
	const { username, password, db, tls, dualStack, keepAliveMs } = settings;
	return {
		username,
		password,
		// A cluster has one database only.
		...(settings.cluster ? {} : { db }),
		...(tls ? { tls: { servername: tls.servername, rejectUnauthorized: tls.rejectUnauthorized } } : {}),
		...(dualStack ? { family: 0 } : {}),
		...(keepAliveMs === undefined ? {} : { keepAlive: keepAliveMs }),
		connectTimeout: ANSWER_MS,
		retryStrategy: pauseBefore,
		// A replica that was promoted away from under us refuses writes until the connection is a new one.
		reconnectOnError: (error) => (error.message.includes('READONLY') ? 2 : false),
		...(purpose === 'asking'
			? { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS }
			: { maxRetriesPerRequest: null }),
	};
}

function clusterOptions(settings: RedisSettings, redisOptions: RedisOptions): ClusterOptions {
	return {
		redisOptions,
		clusterRetryStrategy: pauseBefore,
		enableOfflineQueue: redisOptions.enableOfflineQueue ?? true,
		slotsRefreshTimeout: settings.slotsRefreshTimeoutMs,
		slotsRefreshInterval: settings.slotsRefreshIntervalMs,
		...(settings.resolveNames ? {} : { dnsLookup: (address, found) => found(null, address) }),
	};
}

/** ms before the next attempt; for ever, as n8n ends by itself when it wants to. */
function pauseBefore(attempt: number): number {
	return Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(attempt, 10));
}
