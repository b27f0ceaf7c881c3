import type { Clock, Logger, Unsubscribe } from '../../messages/ports';
import type { AccountVerifications } from '../../runtime/kit';
import type { ChangeListener } from '../../verification/change-feed';

export interface KeptListeningPorts {
	/** Called again after every failure. */
	open(): Promise<AccountVerifications>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Told about every failed attempt, beside the log. */
	onFailure?(error: unknown): void;
}

/** First pause between attempts, ms; doubles up to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Keeps a listener listening, however long it takes to get there: nothing here is ever thrown at n8n. */
export class KeptListening {
	readonly #listener: ChangeListener;

	readonly #ports: KeptListeningPorts;

	readonly #closed = new AbortController();

	#stop: Unsubscribe | undefined;

	constructor(listener: ChangeListener, ports: KeptListeningPorts) {
		this.#listener = listener;
		this.#ports = ports;
	}

	/** Resolves once it listens or is closed; never rejects. */
	async run(): Promise<void> {
		const { clock, logger, onFailure } = this.#ports;
		let pauseMs = firstPauseMs;
		while (!this.#closed.signal.aborted) {
			try {
				const verifications = await this.#ports.open();
				if (!this.#closed.signal.aborted) this.#listen(verifications);
				return;
			} catch (error) {
				logger.warn('A WhatsApp Verify trigger could not listen and tries again', {
					error: error instanceof Error ? error.message : String(error),
					nextTryInSeconds: pauseMs / 1_000,
				});
				onFailure?.(error);
			}
			// Rejects only because of `close`, and then the loop ends by itself.
			await clock.sleep(pauseMs, this.#closed.signal).catch(() => undefined);
			pauseMs = Math.min(longestPauseMs, pauseMs * 2);
		}
	}

	/** Quick, never throws, harmless when called again. */
	close(): void {
		this.#closed.abort();
		this.#stop?.();
		this.#stop = undefined;
	}

	#listen(verifications: AccountVerifications): void {
		const { id } = this.#listener;
		this.#stop = verifications.listen(this.#listener, () =>
			this.#ports.logger.info('WhatsApp trigger is listening', { subscriber: id }),
		);
	}
}
