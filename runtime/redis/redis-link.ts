import type { Clock, Logger, Unsubscribe } from '../../messages/ports';
import { endingWith } from '../../sessions/abort';
import {
	CallEnded,
	type CallTaker,
	type OutgoingCall,
	type OwnerLink,
	type Serving,
} from '../../sessions/remote/owner-link';
import type { RedisSettings } from '../redis-settings';
import { AnswerStream } from './answer-stream';
import { CallQueues, type CallData } from './call-queue';
import { CallWorker } from './call-worker';
import { RedisConnections } from './connections';
import { RedisJobBell } from './job-bell';
import { News } from './news';
import { isReady } from './redis-client';
import { RedisNames } from './redis-names';

/** How often it is looked whether a call is still there, ms: a Redis that keeps nothing may have forgotten it. */
const LOOK_MS = 2_000;
/** After giving a call up: how long its owner has to tell how far it got, ms. */
const LAST_WORD_MS = 2_000;
const RETRY_MS = 200;

export interface RedisLinkPorts {
	readonly settings: RedisSettings;
	readonly processId: string;
	readonly logger: Logger;
	readonly clock: Clock;
}

/** The processes of one n8n reach each other through the Redis of its queue mode. Connects on first use. */
export class RedisLink implements OwnerLink {
	readonly #ports: RedisLinkPorts;

	readonly #names: RedisNames;

	readonly #connections: RedisConnections;

	readonly #queues: CallQueues;

	readonly #answers: AnswerStream;

	readonly #news: News;

	readonly bell: RedisJobBell;

	constructor(ports: RedisLinkPorts) {
		const { settings, processId, logger, clock } = ports;
		this.#ports = ports;
		this.#names = new RedisNames(settings.prefix);
		this.#connections = new RedisConnections(settings, logger);
		this.#queues = new CallQueues(this.#names, logger);
		this.#answers = new AnswerStream(this.#names.answers(processId), this.#connections, clock);
		this.bell = new RedisJobBell({ connections: this.#connections, names: this.#names, logger, clock });
		this.#news = new News(this.#connections, { logger, processId, cluster: settings.cluster });
	}

	async call(call: OutgoingCall, signal: AbortSignal): Promise<unknown> {
		const { accountId, ...rest } = call;
		const data: CallData = { ...rest, answerTo: this.#answers.key };
		const answer = this.#answers.expect(call.id);
		try {
			await this.#layDown(accountId, data, signal);
			return await this.#wait(answer, accountId, data, signal);
		} finally {
			this.#answers.forget(call.id);
		}
	}

	serve(accountId: string, take: CallTaker): Serving {
		const { logger, clock } = this.#ports;
		const onCancelled = (listener: (callId: string) => void): Unsubscribe =>
			this.#news.hear(this.#names.news(accountId), (notice) => {
				const { cancelled } = (notice ?? {}) as { cancelled?: unknown };
				if (typeof cancelled === 'string') listener(cancelled);
			});
		const ports = {
			accountId,
			connections: this.#connections,
			names: this.#names,
			logger,
			clock,
			onCancelled,
		};
		return new CallWorker(ports, take);
	}

	async tell(accountId: string, notice: unknown): Promise<number | null> {
		return await this.#news.tell(this.#names.news(accountId), notice);
	}

	hear(accountId: string, listener: (notice: unknown) => void): Unsubscribe {
		return this.#news.hear(this.#names.news(accountId), listener);
	}

	async close(): Promise<void> {
		await this.#answers.close();
		await this.#queues.close();
		await this.bell.close();
		await this.#connections.close();
	}

	/** Tries until Redis has it or was away for too long. */
	async #layDown(accountId: string, data: CallData, signal: AbortSignal): Promise<void> {
		const { clock, settings } = this.#ports;
		const until = clock.now() + settings.patienceMs;
		// An attempt without an answer may have arrived.
		let attempted = false;
		for (;;) {
			const client = await this.#connections.commands();
			const ready = await isReady(client, Math.max(0, until - clock.now()), signal);
			if (signal.aborted) throw new CallEnded('ended', attempted);
			if (!ready) throw new CallEnded('unreachable', attempted);
			try {
				return await this.#queues.add(client, accountId, data);
			} catch (error) {
				attempted = true;
				if (clock.now() >= until) throw new CallEnded('unreachable', true, error);
			}
			await clock.sleep(RETRY_MS, signal).catch(() => undefined);
		}
	}

	async #wait(
		answer: Promise<unknown>,
		accountId: string,
		data: CallData,
		signal: AbortSignal,
	): Promise<unknown> {
		const { clock } = this.#ports;
		const over = Symbol('over');
		const waiting = endingWith(signal);
		let missing = 0;
		try {
			for (;;) {
				const pause = clock.sleep(LOOK_MS, waiting.signal);
				const first = await Promise.race([
					answer,
					pause.then(
						() => over,
						() => over,
					),
				]);
				if (first !== over) return first;
				if (signal.aborted) return await this.#giveUp(answer, accountId, data.id);
				missing = (await this.#isThere(accountId, data.id)) ? 0 : missing + 1;
				// An answer goes out before its call disappears, so it would have arrived in between.
				if (missing === 2) await this.#layDown(accountId, data, signal);
			}
		} finally {
			waiting.end();
		}
	}

	async #isThere(accountId: string, id: string): Promise<boolean> {
		try {
			return await this.#queues.has(await this.#connections.commands(), accountId, id);
		} catch {
			return true;
		}
	}

	async #giveUp(answer: Promise<unknown>, accountId: string, id: string): Promise<unknown> {
		const untouched = await this.#takeBack(accountId, id);
		if (untouched) throw new CallEnded('ended', false);
		await this.tell(accountId, { cancelled: id });
		const over = Symbol('over');
		const first = await Promise.race([answer, this.#ports.clock.sleep(LAST_WORD_MS).then(() => over)]);
		if (first === over) throw new CallEnded('ended', true);
		return first;
	}

	async #takeBack(accountId: string, id: string): Promise<boolean> {
		try {
			return await this.#queues.takeBack(await this.#connections.commands(), accountId, id);
		} catch {
			return false;
		}
	}
}
