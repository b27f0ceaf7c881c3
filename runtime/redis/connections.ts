import type { Logger } from '../../messages/ports';
import type { RedisSettings } from '../redis-settings';
import { redisClient, type Purpose, type RedisClient } from './redis-client';

/** The connections of one process, each made when first needed and closed with the kit. */
export class RedisConnections {
	readonly #settings: RedisSettings;

	readonly #logger: Logger;

	readonly #made = new Map<string, Promise<RedisClient>>();

	#closed = false;

	constructor(settings: RedisSettings, logger: Logger) {
		this.#settings = settings;
		this.#logger = logger;
	}

	/** Short commands of whoever waits for them. */
	async commands(): Promise<RedisClient> {
		return await this.#get('commands', 'asking');
	}

	/** Reads answers and blocks on it, so nobody else may use it. */
	async answers(): Promise<RedisClient> {
		return await this.#get('answers', 'waiting');
	}

	/** In subscriber mode, which allows nothing else. */
	async subscriber(): Promise<RedisClient> {
		return await this.#get('subscriber', 'waiting');
	}

	/** Of all queues this process serves; each adds a blocking one of its own. */
	async serving(): Promise<RedisClient> {
		return await this.#get('serving', 'waiting');
	}

	async close(): Promise<void> {
		this.#closed = true;
		for (const making of this.#made.values()) (await making.catch(() => undefined))?.disconnect();
		this.#made.clear();
	}

	async #get(name: string, purpose: Purpose): Promise<RedisClient> {
		if (this.#closed) throw new Error('WhatsApp Kit is closing');
		let made = this.#made.get(name);
		if (!made) {
			made = redisClient(this.#settings, purpose, this.#logger);
			this.#made.set(name, made);
		}
		return await made;
	}
}
