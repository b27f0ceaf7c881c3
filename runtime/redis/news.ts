import type { Logger, Unsubscribe } from '../../messages/ports';
import type { RedisConnections } from './connections';
import { isReady, type RedisClient } from './redis-client';

/** Longest wait for Redis before a notice is dropped, ms: it would be old, and nobody counts on it. */
const PATIENCE_MS = 300;
const never = new AbortController().signal;

type Listener = (notice: unknown, from: string) => void;

/** Notices between processes, heard by whoever listens at that moment. */
export class News {
	readonly #connections: RedisConnections;

	readonly #logger: Logger;

	readonly #processId: string;

	readonly #cluster: boolean;

	readonly #listeners = new Map<string, Set<Listener>>();

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
			const heard = await client.publish(channel, JSON.stringify({ from: this.#processId, notice }));
			const mine = this.#listeners.has(channel) ? 1 : 0;
			return this.#cluster ? null : Math.max(0, heard - mine);
		} catch (error) {
			this.#logger.debug('A notice for other processes was not sent', { error: String(error) });
			return null;
		}
	}

	hear(channel: string, listener: Listener): Unsubscribe {
		const listeners = this.#listeners.get(channel) ?? new Set();
		this.#listeners.set(channel, listeners.add(listener));
		if (listeners.size === 1) void this.#with((client) => client.subscribe(channel));
		return () => {
			if (!listeners.delete(listener) || listeners.size > 0) return;
			this.#listeners.delete(channel);
			void this.#with((client) => client.unsubscribe(channel));
		};
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
