import type { Pool, PoolClient, PoolConfig } from 'pg';
import type { Clock, Logger } from '../../../messages/ports';
import { Batch } from './batch';
import type { BatchStatement, StatementResult } from './batch';
import { limits } from './limits';
import { isUnreachable } from './postgres-errors';
import { addressOf } from './settings';
import type { PostgresSettings } from './settings';
import { withTimeLimit } from './time-limit';

/** A connection lent to one caller, who gives it back exactly once, whatever happened. */
export interface Link {
	/** False after a statement failed: the server may be gone, and what it has prepared is not known any more. */
	readonly works: boolean;
	/** Rejects with the server's error, or TimeLimitReached. One call at a time. */
	run(statements: readonly BatchStatement[]): Promise<readonly StatementResult[]>;
	giveBack(): void;
}

/** The connections of this process to one Postgres, made when they are needed. */
export class Connections {
	readonly #pool: Pool;
	readonly #clock: Clock;
	readonly #connectTimeoutMs: number;
	/** By connection: the statements the server has prepared there. */
	readonly #known = new WeakMap<PoolClient, Set<string>>();
	/** Why the server could not be reached when it was last tried; undefined while it answers. */
	#gone: unknown;

	/** Takes the pool over: `close` ends it. */
	constructor(pool: Pool, clock: Clock, connectTimeoutMs: number) {
		this.#pool = pool;
		this.#clock = clock;
		this.#connectTimeoutMs = connectTimeoutMs;
	}

	/**
	 * Tries until `deadline` (epoch ms) while the server is gone. Whoever comes after its deadline, from a long
	 * queue, is not made to wait once more for a server the one before it has just waited for in vain.
	 * Rejects with the last error of the driver.
	 */
	async borrow(deadline: number): Promise<Link> {
		const isLate = this.#clock.now() >= deadline;
		if (isLate && this.#gone !== undefined) throw this.#gone;
		const until = isLate ? this.#clock.now() + this.#connectTimeoutMs : deadline;
		for (let pause: number = limits.firstPauseMs; ; pause = Math.min(2 * pause, limits.longestPauseMs)) {
			try {
				return this.#lend(await this.#connect(until));
			} catch (error) {
				this.#noteGone(error);
				if (this.#gone === undefined || this.#clock.now() + pause >= until) throw error;
				await this.#clock.sleep(pause);
			}
		}
	}

	/** Waits for connections that are lent out, but not for a server that does not answer. */
	async close(): Promise<void> {
		const message = 'connections were still in use when the store was closed';
		await withTimeLimit(this.#clock, limits.closingMs, this.#pool.end(), { message }).catch(() => undefined);
	}

	async #connect(until: number): Promise<PoolClient> {
		return await withTimeLimit(this.#clock, Math.max(0, until - this.#clock.now()), this.#pool.connect(), {
			message: 'no connection within the time limit',
			late: (client) => client.release(),
		});
	}

	#lend(client: PoolClient): Link {
		const known = this.#known.get(client) ?? new Set();
		this.#known.set(client, known);
		const message = `no answer within ${limits.answerMs} ms`;
		let works = true;
		return {
			get works() {
				return works;
			},
			run: async (statements) => {
				const batch = new Batch(statements, known);
				client.query(batch as never);
				try {
					const results = await withTimeLimit(this.#clock, limits.answerMs, batch.done, { message });
					this.#gone = undefined;
					return results;
				} catch (error) {
					works = false;
					this.#noteGone(error);
					throw error;
				}
			},
			// pg ends one that is released as broken, and at once when a question is still open.
			giveBack: () => client.release(!works),
		};
	}

	#noteGone(error: unknown): void {
		this.#gone = isUnreachable(error) ? error : undefined;
	}
}

/**
 * Every connection has a listener for its errors from its first moment: an `error` event nobody listens to ends
 * the process, and with it n8n.
 */
export async function makePool(
	settings: PostgresSettings,
	logger: Logger,
	changes: PoolConfig = {},
): Promise<Pool> {
	const { Pool: PoolOf } = await import('pg');
	const { host, port, database, user, password, ssl, poolSize } = settings;
	const pool = new PoolOf({
		host,
		port,
		database,
		user,
		password,
		ssl,
		max: poolSize,
		connectionTimeoutMillis: settings.connectTimeoutMs,
		idleTimeoutMillis: settings.idleTimeoutMs,
		// n8n decides when its process ends; connections nobody uses do not keep it.
		allowExitOnIdle: true,
		keepAlive: true,
		application_name: 'whatsapp-kit',
		...changes,
	});
	const lost = (error: Error): void =>
		logger.debug('A connection of WhatsApp Kit to Postgres was lost', {
			server: addressOf(settings),
			error: error.message,
		});
	pool.on('error', lost);
	pool.on('connect', (client) => client.on('error', lost));
	return pool;
}
