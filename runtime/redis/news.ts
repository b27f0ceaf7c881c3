import type { Logger, Unsubscribe } from '../../messages/ports';
import type { RedisConnections } from './connections';
import { isReady, type RedisClient } from './redis-client';

/** Longest wait for Redis before a notice is dropped, ms: it would be old, and nobody counts on it. */
const PATIENCE_MS = 300;
/** Longest wait until this process hears a channel itself, ms: an answer to what it tells there must not be missed. */
const SUBSCRIBING_MS = 1_000;
/**
 * A client of a cluster publishes through any node, and what goes through two nodes overtakes itself. A script goes
 * to the node that has its key, which is the same for all notices of a channel.
 */
const PUBLISH = "return redis.call('publish', KEYS[1], ARGV[1])";
const never = new AbortController().signal;

type Listener = (notice: unknown, from: string) => void;

/** Notices between processes, heard by whoever listens at that moment. */
export class News {
	readonly #connections: RedisConnections;

	readonly #logger: Logger;

	readonly #processId: string;

	readonly #cluster: boolean;

	readonly #listeners = new Map<string, Set<Listener>>();

	/** Channels Redis has not confirmed yet. */
	readonly #subscribing = new Map<string, Promise<void>>();

	#subscriber: Promise<RedisClient> | undefined;

	constructor(
		connections: RedisConnections,
		{ logger, processId, cluster }: { logger: Logger; processId: string; cluster: boolean },
	) {
		this.#connections = connections;
		this.#logger = logger;
		this.#processId = processId;
		this.#cluster = cluster;
	}

	/** How many others heard it; null when nobody knows (in a cluster each node counts its own). */
	async tell(channel: string, notice: unknown): Promise<number | null> {
		try {
			const client = await this.#connections.commands();
			if (!(await isReady(client, PATIENCE_MS, never))) return null;
			await this.#hears(channel);
			const text = JSON.stringify({ from: this.#processId, notice });
			if (this.#cluster) {
				await client.eval(PUBLISH, 1, channel, text);
				return null;
			}
			const mine = this.#listeners.has(channel) ? 1 : 0;
			return Math.max(0, (await client.publish(channel, text)) - mine);
		} catch (error) {
			this.#logger.debug('A notice for other processes was not sent', { error: String(error) });
			return null;
		}
	}

	hear(channel: string, listener: Listener): Unsubscribe {
		const listeners = this.#listeners.get(channel) ?? new Set();
		this.#listeners.set(channel, listeners.add(listener));
		if (listeners.size === 1) this.#subscribe(channel);
		return () => {
			if (!listeners.delete(listener) || listeners.size > 0) return;
			this.#listeners.delete(channel);
			void this.#with((client) => client.unsubscribe(channel));
		};
	}

	#subscribe(channel: string): void {
		const subscribing: Promise<void> = this.#with((client) => client.subscribe(channel)).finally(() => {
			if (this.#subscribing.get(channel) === subscribing) this.#subscribing.delete(channel);
		});
		this.#subscribing.set(channel, subscribing);
	}

	async #hears(channel: string): Promise<void> {
		const subscribing = this.#subscribing.get(channel);
		if (subscribing === undefined) return;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, SUBSCRIBING_MS);
			timer.unref();
		});
		await Promise.race([subscribing, late]);
		clearTimeout(timer);
	}

	/** After a lost connection the client subscribes again by itself. */
	async #with(work: (client: RedisClient) => Promise<unknown>): Promise<void> {
		try {
			this.#subscriber ??= this.#listening();
			await work(await this.#subscriber);
		} catch (error) {
			this.#logger.debug('Notices of other processes cannot be heard', { error: String(error) });
		}
	}

	async #listening(): Promise<RedisClient> {
		const client = await this.#connections.subscriber();
		client.on('message', (channel: string, text: string) => {
			const read = parsed(text);
			if (read === undefined || read.from === this.#processId) return;
			for (const listener of [...(this.#listeners.get(channel) ?? [])]) listener(read.notice, read.from);
		});
		return client;
	}
}

function parsed(text: string): { from: string; notice: unknown } | undefined {
	try {
		const value = JSON.parse(text) as { from?: unknown; notice?: unknown };
		return typeof value.from === 'string' ? { from: value.from, notice: value.notice } : undefined;
	} catch {
		return undefined;
	}
}
