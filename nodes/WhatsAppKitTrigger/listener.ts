import type { Clock, Logger, Unsubscribe } from '../../messages/ports';
import type { SessionHandle } from '../../runtime/kit';
import type { Session, Subscriber } from '../../sessions/session';

export interface ListenerPorts {
	/** The session of the account; called again after every failure. */
	acquire(): Promise<SessionHandle>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Told about every failed attempt, beside the log. */
	onFailure?(error: unknown): void;
}

/** First pause between attempts, ms; doubles up to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/**
 * Keeps a subscriber subscribed, however long it takes to get there: nothing here is ever thrown at n8n,
 * which gives a trigger up for good after five tries.
 */
export class Listener {
	readonly #subscriber: Subscriber;

	readonly #ports: ListenerPorts;

	readonly #closed = new AbortController();

	#handle: SessionHandle | undefined;

	#unsubscribe: Unsubscribe | undefined;

	constructor(subscriber: Subscriber, ports: ListenerPorts) {
		this.#subscriber = subscriber;
		this.#ports = ports;
	}

	/** The session, from just before it is subscribed to: events may come while subscribing is under way. */
	get session(): Session | undefined {
		return this.#handle?.session;
	}

	/** Resolves once subscribed or closed; never rejects. */
	async run(): Promise<void> {
		let pauseMs = firstPauseMs;
		while (!this.#closed.signal.aborted) {
			try {
				await this.#subscribeOnce();
				return;
			} catch (error) {
				this.#report(error, pauseMs);
			}
			// Rejects only because of `close`, and then the loop ends by itself.
			await this.#ports.clock.sleep(pauseMs, this.#closed.signal).catch(() => undefined);
			pauseMs = Math.min(longestPauseMs, pauseMs * 2);
		}
	}

	/** Gives everything back. Quick, never throws, harmless when called again. Durable events stay stored. */
	close(): void {
		this.#closed.abort();
		this.#giveBack();
	}

	#giveBack(): void {
		const [unsubscribe, handle] = [this.#unsubscribe, this.#handle];
		this.#unsubscribe = undefined;
		this.#handle = undefined;
		for (const giveBack of [unsubscribe, handle && (() => handle.release())]) {
			try {
				giveBack?.();
			} catch (error) {
				this.#ports.logger.warn('A WhatsApp trigger could not give its session back', {
					error: String(error),
				});
			}
		}
	}

	async #subscribeOnce(): Promise<void> {
		const { session } = (this.#handle = await this.#ports.acquire());
		try {
			if (!this.#closed.signal.aborted) this.#unsubscribe = await session.subscribe(this.#subscriber);
		} finally {
			// Closed on the way, or not subscribed: nobody else would give these back.
			if (this.#closed.signal.aborted || this.#unsubscribe === undefined) this.#giveBack();
		}
		if (this.#unsubscribe === undefined) return;
		this.#ports.logger.info('WhatsApp trigger is listening', { subscriber: this.#subscriber.id });
		await this.#tellWhenNotLinked(session);
	}

	async #tellWhenNotLinked(session: Session): Promise<void> {
		const status = await session.status().catch(() => undefined);
		if (status === undefined || status.state === 'open' || status.next === null) return;
		this.#ports.logger.warn(`WhatsApp trigger is waiting: ${status.text} ${status.next}`, {
			account: status.account,
		});
	}

	#report(error: unknown, pauseMs: number): void {
		this.#ports.logger.warn('A WhatsApp trigger could not subscribe and tries again', {
			error: error instanceof Error ? error.message : String(error),
			nextTryInSeconds: pauseMs / 1_000,
		});
		this.#ports.onFailure?.(error);
	}
}
