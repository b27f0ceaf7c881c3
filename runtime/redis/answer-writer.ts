import type { Clock } from '../../messages/ports';
import type { RedisClient } from './redis-client';

/** Answers kept for a caller that reads slowly; it knows which it missed and asks again. */
const KEPT = 5_000;
/** A caller that is gone for good leaves its stream behind for this long, s. */
const EXPIRES_S = 3_600;
/** How often that is said anew of a stream in use, ms: not with each answer, for somebody waits for it. */
const EXTENDED_EVERY_MS = 60_000;
/** More callers than an n8n has processes. */
const MOST_KNOWN = 1_000;

/** Puts answers where their callers read them. */
export class AnswerWriter {
	readonly #client: RedisClient;

	readonly #clock: Clock;

	/** Key of a stream → when its end was last put off, epoch ms. */
	readonly #extendedAt = new Map<string, number>();

	constructor(client: RedisClient, clock: Clock) {
		this.#client = client;
		this.#clock = clock;
	}

	/** Rejects when Redis does not take it. */
	async send(key: string, id: string, freight: unknown): Promise<void> {
		const answer = JSON.stringify({ id, freight });
		await this.#client.xadd(key, 'MAXLEN', '~', KEPT, '*', 'answer', answer);
		await this.#extend(key);
	}

	async #extend(key: string): Promise<void> {
		const now = this.#clock.now();
		if (now - (this.#extendedAt.get(key) ?? Number.NEGATIVE_INFINITY) < EXTENDED_EVERY_MS) return;
		await this.#client.expire(key, EXPIRES_S);
		if (this.#extendedAt.size >= MOST_KNOWN) this.#extendedAt.clear();
		this.#extendedAt.set(key, now);
	}
}
