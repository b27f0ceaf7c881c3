import { createHash } from 'node:crypto';
import type { Clock } from '../../../messages/ports';
import { KitError } from '../../../messages/kit-error';
import { one } from '../../database';
import type { Database, Program, RepeatableProgram } from '../../database';
import { wholeNumber } from '../../row-reading';
import type { Statement } from '../../statement';
import { limits } from './limits';
import type { Connections } from './connections';
import { isConflict, isUnreachable, toStorageError } from './postgres-errors';
import type { ProgramRun } from './program-run';
import { ReadRun } from './read-run';
import { ScopeQueue } from './scope-queue';
import type { PostgresSettings } from './settings';
import { TimeLimitReached, withTimeLimit } from './time-limit';
import { WriteRun } from './write-run';

export interface PostgresDatabaseParts {
	readonly connections: Pick<Connections, 'borrow' | 'close'>;
	readonly clock: Clock;
	readonly settings: PostgresSettings;
}

/**
 * Postgres as the store sees it. Writers of one scope wait for each other in this process by a queue and across
 * processes by an advisory lock that lasts as long as the transaction.
 */
export class PostgresDatabase implements Database {
	readonly #parts: PostgresDatabaseParts;
	readonly #queue = new ScopeQueue();
	#closing: Promise<void> | undefined;

	/** Takes the connections over: `close` closes them. */
	constructor(parts: PostgresDatabaseParts) {
		this.#parts = parts;
	}

	async read<Result>(program: Program<Result> | RepeatableProgram<Result>): Promise<Result> {
		this.#refuseWhenClosed();
		return await this.#untilDone(new ReadRun(program), this.#deadline());
	}

	async write<Result>(scope: string, program: Program<Result> | RepeatableProgram<Result>): Promise<Result> {
		this.#refuseWhenClosed();
		const deadline = this.#deadline();
		const { turn, leave } = this.#queue.enter(scope);
		try {
			await turn;
			const run = new WriteRun(program, this.#lockKey(scope), this.#parts.settings);
			return await this.#untilDone(run, deadline);
		} finally {
			leave();
		}
	}

	async time(): Promise<number> {
		return await this.read(serverTime);
	}

	async close(): Promise<void> {
		this.#closing ??= this.#close();
		await this.#closing;
	}

	async #close(): Promise<void> {
		const { clock, connections } = this.#parts;
		const message = 'writes were still running when the store was closed';
		await withTimeLimit(clock, limits.closingMs, this.#queue.settled(), { message }).catch(() => undefined);
		await connections.close();
	}

	/** Runs it, and again as long as that is harmless and there is time. */
	async #untilDone<Result>(run: ProgramRun<Result>, deadline: number): Promise<Result> {
		const { clock, settings, connections } = this.#parts;
		for (let pause: number = limits.firstPauseMs; ; pause = Math.min(2 * pause, limits.longestPauseMs)) {
			try {
				return await run.on(await connections.borrow(deadline));
			} catch (error) {
				if (!isPassing(error) || clock.now() + pause >= deadline || !run.rewind()) {
					throw toStorageError(error, settings);
				}
				await clock.sleep(pause);
			}
		}
	}

	#deadline(): number {
		return this.#parts.clock.now() + this.#parts.settings.connectTimeoutMs;
	}

	/** Advisory locks are shared by everything in one database: schema and name keep ours apart. */
	#lockKey(scope: string): string {
		const hash = createHash('sha1').update(`whatsapp-kit\0${this.#parts.settings.schema}\0${scope}`);
		return hash.digest().readBigInt64BE().toString();
	}

	#refuseWhenClosed(): void {
		if (this.#closing === undefined) return;
		throw new KitError({
			code: 'storage',
			what: 'The WhatsApp Kit store was closed already.',
			why: 'n8n is shutting down, or WhatsApp Kit was updated and this is its earlier copy.',
			next: 'Nothing to do when n8n is stopping; else restart n8n.',
		});
	}
}

const TIME: Statement<Record<never, never>, { now: unknown }> = {
	sql: 'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
	slots: [],
};

function* serverTime(): Program<number> {
	return wholeNumber((yield* one(TIME, {}))?.now, 'now');
}

/** Worth another attempt. What took until its time limit would take as long again. */
function isPassing(error: unknown): boolean {
	return isConflict(error) || (isUnreachable(error) && !(error instanceof TimeLimitReached));
}
