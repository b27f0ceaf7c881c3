import type { Clock, Logger } from '../messages/ports';
import type { ClaimedSend, FinishedSend, Lease, SendClaim, SendResult, SessionStore } from './store';

/** How long an acknowledged send may wait to be written down, ms. */
const GATHER_MS = 20;

export interface SendRecordsOptions {
	readonly store: Pick<SessionStore, 'claimSend' | 'confirmSend' | 'finishSend' | 'releaseSend'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** The engine repeats a send under its id without a second message (`resendsSafely`). */
	readonly resendsSafely: boolean;
}

/**
 * Claims and outcomes of an account's sends. An acknowledged send is written with the next claim, or alone
 * after 20 ms: a crash in between leaves it `sending`, and whoever repeats it repeats it under the same message
 * id, which the phone shows once. Engines that cannot do that, and all other outcomes, are written at once.
 */
export class SendRecords {
	readonly #options: SendRecordsOptions;

	#waiting: readonly Waiting[] = [];

	#writing: Promise<void> | undefined;

	/** Aborted when nobody wants to wait for more. */
	#gathering: AbortController | undefined;

	constructor(options: SendRecordsOptions) {
		this.#options = options;
	}

	async claim(claim: SendClaim): ReturnType<SessionStore['claimSend']> {
		const waiting = this.#waiting;
		// What an earlier owner of ours sent is not this lease's to write: its own write says so.
		const mine = waiting.filter(({ lease }) => lease.fence === claim.lease.fence);
		if (mine.length === 0) return await this.#options.store.claimSend(claim);
		this.#waiting = waiting.filter((entry) => !mine.includes(entry));
		try {
			return await this.#options.store.claimSend({
				...claim,
				finished: mine.map(({ finished }) => finished),
			});
		} catch (error) {
			this.#waiting = [...mine, ...this.#waiting];
			this.#writing ??= this.#writeLater();
			throw error;
		}
	}

	async finish(lease: Lease, messageId: string, result: SendResult): Promise<void> {
		const { store, resendsSafely } = this.#options;
		if (!resendsSafely || result.outcome !== 'sent') return await store.finishSend(lease, messageId, result);
		this.#waiting = [...this.#waiting, { lease, finished: { messageId, result } }];
		this.#writing ??= this.#writeLater();
	}

	/** As `SessionStore.confirmSend`. */
	async confirm(claim: ClaimedSend): Promise<void> {
		await this.#options.store.confirmSend(claim);
	}

	/** Nothing was sent under this claim: its key may be claimed again. */
	async release(lease: Lease, messageId: string): Promise<void> {
		await this.#options.store.releaseSend(lease, messageId);
	}

	/** Writes what waits. Resolves when every outcome is written, or its failure is in the log. */
	async settled(): Promise<void> {
		this.#gathering?.abort();
		await this.#writing;
	}

	async #writeLater(): Promise<void> {
		const gathering = new AbortController();
		this.#gathering = gathering;
		await this.#options.clock.sleep(GATHER_MS, gathering.signal).catch(() => undefined);
		while (this.#waiting.length > 0) {
			const waiting = this.#waiting;
			this.#waiting = [];
			for (const entry of waiting) await this.#write(entry);
		}
		this.#gathering = undefined;
		this.#writing = undefined;
	}

	async #write({ lease, finished: { messageId, result } }: Waiting): Promise<void> {
		const { store, logger } = this.#options;
		try {
			await store.finishSend(lease, messageId, result);
		} catch (error) {
			// It was sent all the same: the person is told so, and whoever repeats it repeats it under its id.
			logger.error('The outcome of a sent message could not be kept', { messageId, error: String(error) });
		}
	}
}

interface Waiting {
	readonly lease: Lease;
	readonly finished: FinishedSend;
}
