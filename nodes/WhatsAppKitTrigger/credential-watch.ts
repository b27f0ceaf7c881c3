import type { Clock, Logger } from '../../messages/ports';
import type { AccountConfig, SessionHandle } from '../../runtime/kit';

/** How long an edit of the credential may go unnoticed, ms. */
const LOOK_EVERY_MS = 60_000;

export interface CredentialWatchPorts {
	/** As the credential is now; may reject when n8n does not say. */
	read(): Promise<AccountConfig>;
	/** Tells the kit: whoever acquires an account brings its credential along. */
	acquire(account: AccountConfig): Promise<SessionHandle>;
	readonly clock: Clock;
	readonly logger: Logger;
}

/**
 * Notices that a credential was edited: n8n does not restart triggers for it, and the process with the trigger
 * holds the number while others send through it. `close` ends it.
 */
export class CredentialWatch {
	readonly #ports: CredentialWatchPorts;

	readonly #closed = new AbortController();

	#known: string;

	constructor(account: AccountConfig, ports: CredentialWatchPorts) {
		this.#known = JSON.stringify(account);
		this.#ports = ports;
	}

	/** Resolves when it is closed; never rejects. */
	async run(): Promise<void> {
		const { clock, logger } = this.#ports;
		const { signal } = this.#closed;
		for (;;) {
			await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
			if (signal.aborted) return;
			try {
				await this.#look();
			} catch (error) {
				// What is known serves on; an unusable value is told by every node that uses it.
				logger.debug('The credential of a WhatsApp trigger was not read again', { error: String(error) });
			}
		}
	}

	close(): void {
		this.#closed.abort();
	}

	async #look(): Promise<void> {
		const account = await this.#ports.read();
		const now = JSON.stringify(account);
		if (now === this.#known || this.#closed.signal.aborted) return;
		const handle = await this.#ports.acquire(account);
		handle.release();
		this.#known = now;
		this.#ports.logger.info('The credential of a WhatsApp trigger was edited; its new values are used');
	}
}
