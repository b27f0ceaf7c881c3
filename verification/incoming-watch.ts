import type { Clock, Logger, Unsubscribe } from '../messages/ports';
import type { Subscriber } from '../sessions/session';
import type { VerificationStore } from './store';

export interface IncomingWatchPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Hears what comes in, and by that keeps the connection open, until the answer is called. */
	subscribe(subscriber: Subscriber): Promise<Unsubscribe>;
	/** Nothing is kept for this listener any more. */
	forget(subscriberId: string): Promise<void>;
	/** Looks for proofs in what came in. */
	readonly see: Subscriber['deliver'];
}

const SUBSCRIBER = 'verification:incoming';

/** How often it is looked whether one is live still, ms. */
const LOOK_MS = 5_000;
/** After the last one ended it is listened for so long, ms: whoever sends it too late is told so. */
const LINGER_MS = 60_000;

/**
 * Listens to an account as long as a link or an approval of it is live. Its subscriber is a durable one, so that what
 * came while n8n was away is found as soon as somebody listens again.
 */
export class IncomingWatch {
	readonly #accountId: string;

	readonly #ports: IncomingWatchPorts;

	readonly #closed = new AbortController();

	#running: Promise<void> | undefined;

	constructor(accountId: string, ports: IncomingWatchPorts) {
		this.#accountId = accountId;
		this.#ports = ports;
	}

	/** Begins to listen unless it does already. */
	wake(): void {
		if (this.#closed.signal.aborted) return;
		this.#running ??= this.#listen().finally(() => {
			this.#running = undefined;
		});
	}

	async close(): Promise<void> {
		this.#closed.abort();
		await this.#running;
	}

	async #listen(): Promise<void> {
		const { clock, logger } = this.#ports;
		let stop: Unsubscribe | undefined;
		let last = clock.now();
		try {
			while (!this.#closed.signal.aborted && clock.now() - last <= LINGER_MS) {
				try {
					stop ??= await this.#ports.subscribe(this.#subscriber());
					if (await this.#isLive()) last = clock.now();
				} catch (error) {
					logger.warn('Nobody listens for verifications now; it is tried again', {
						error: error instanceof Error ? error.message : String(error),
					});
				}
				await clock.sleep(LOOK_MS, this.#closed.signal).catch(() => undefined);
			}
		} finally {
			stop?.();
		}
		// What comes while there is none is for nobody; after a restart it may be for one.
		if (!this.#closed.signal.aborted) await this.#ports.forget(SUBSCRIBER).catch(() => undefined);
	}

	async #isLive(): Promise<boolean> {
		const until = await this.#ports.store.lastHeardExpiry(this.#accountId);
		return until !== null && until > this.#ports.clock.now();
	}

	#subscriber(): Subscriber {
		return { id: SUBSCRIBER, durable: true, resume: true, deliver: this.#ports.see };
	}
}
