import { z } from 'zod';
import type { Clock } from '../../messages/ports';
import type { RedisConnections } from './connections';
import type { RedisClient } from './redis-client';

/** One read waits this long for answers, ms; a connection that is silent beyond it is given up. */
const BLOCK_MS = 5_000;
const SILENT_MS = BLOCK_MS + 3_000;
const READ_AT_ONCE = 200;
const RETRY_MS = 500;

const answerSchema = z.object({ id: z.string(), freight: z.unknown() });

/** Answers to the calls of one process: a stream of its own, so that none is lost with a connection. */
export class AnswerStream {
	readonly #key: string;

	readonly #connections: RedisConnections;

	readonly #clock: Clock;

	readonly #expected = new Map<string, (freight: unknown) => void>();

	/** Read up to here. The stream is new with this process. */
	#last = '0-0';

	#reading = false;

	#closed = false;

	constructor(key: string, connections: RedisConnections, clock: Clock) {
		this.#key = key;
		this.#connections = connections;
		this.#clock = clock;
	}

	get key(): string {
		return this.#key;
	}

	/** Never rejects; `forget` ends the wait. */
	async expect(callId: string): Promise<unknown> {
		return await new Promise((resolve) => {
			this.#expected.set(callId, resolve);
			this.#keepReading();
		});
	}

	forget(callId: string): void {
		this.#expected.delete(callId);
	}

	/** The reader ends with its connection. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#expected.clear();
		const commands = await this.#connections.commands().catch(() => undefined);
		await commands?.del(this.#key).catch(() => undefined);
	}

	#keepReading(): void {
		if (this.#reading) return;
		this.#reading = true;
		void this.#read().finally(() => {
			this.#reading = false;
			// Somebody came just as it ended.
			if (!this.#closed && this.#expected.size > 0) this.#keepReading();
		});
	}

	/** As long as somebody waits for an answer. */
	async #read(): Promise<void> {
		while (!this.#closed && this.#expected.size > 0) {
			try {
				const client = await this.#connections.answers();
				for (const [id, fields] of await this.#readOnce(client)) {
					this.#last = id;
					this.#take(fields);
				}
			} catch {
				// Said by the client already. What was missed is in the stream.
				await this.#clock.sleep(RETRY_MS);
			}
		}
	}

	async #readOnce(client: RedisClient): Promise<readonly [string, string[]][]> {
		const read = client.xread('COUNT', READ_AT_ONCE, 'BLOCK', BLOCK_MS, 'STREAMS', this.#key, this.#last);
		// A network that swallows everything looks like a stream without answers.
		const silent = setTimeout(() => client.disconnect(true), SILENT_MS);
		silent.unref();
		try {
			return (await read)?.[0]?.[1] ?? [];
		} finally {
			clearTimeout(silent);
		}
	}

	#take(fields: readonly string[]): void {
		const text = fields[fields.indexOf('answer') + 1] ?? '';
		const answer = answerSchema.safeParse(parsed(text));
		if (answer.success) this.#expected.get(answer.data.id)?.(answer.data.freight);
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
