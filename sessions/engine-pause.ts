import { isKitError, KitError } from '../messages/kit-error';
import type { Clock } from '../messages/ports';
import type { SendMessageRequest, SendReceipt } from './session';

const DEFAULT_MAX_WAIT_MS = 60_000;
const NEVER = new AbortController().signal;
/** "Again at once" would be asked without end, ms. */
const SHORTEST_MS = 1_000;

/**
 * A pause the other side asked for ("429, again in 30 s"): until it is over, nothing of the account is tried. In
 * memory alone: after a restart the other side says it again.
 */
export class EnginePause {
	readonly #clock: Clock;

	#standing: { readonly error: KitError; readonly until: number } | undefined;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	/**
	 * Sends, and once more after each pause, as long as the request may wait. The first attempt that was refused for
	 * being too fast left nothing behind, so the next one is a new one.
	 */
	async send(
		request: SendMessageRequest,
		attempt: (request: SendMessageRequest) => Promise<SendReceipt>,
	): Promise<SendReceipt> {
		const { clock, maxWaitMs, signal } = { clock: this.#clock, ...waitOf(request) };
		const begun = clock.now();
		for (let paused = 0; ; ) {
			const pausing = this.#current();
			try {
				if (pausing) throw pausing.error;
				const left = Math.max(0, maxWaitMs - paused);
				const receipt = await attempt({ ...request, maxWaitMs: left });
				return paused > 0 ? { ...receipt, waitedMs: (receipt.waitedMs ?? 0) + paused } : receipt;
			} catch (error) {
				const until = this.note(error);
				if (until === undefined || until - begun > maxWaitMs) throw error;
				const from = clock.now();
				await clock.sleep(Math.max(0, until - from), signal).catch(() => {
					throw cancelled(error);
				});
				paused += clock.now() - from;
			}
		}
	}

	/** Until when nothing is tried, epoch ms, when the error says that the other side wants to be left alone. */
	note(error: unknown): number | undefined {
		if (!isPause(error)) return undefined;
		const known = this.#current();
		if (known?.error === error) return known.until;
		const until = Math.max(error.retryAt, this.#clock.now() + SHORTEST_MS);
		if (until > (known?.until ?? 0)) this.#standing = { error, until };
		return until;
	}

	#current(): { readonly error: KitError; readonly until: number } | undefined {
		if (this.#standing && this.#standing.until <= this.#clock.now()) this.#standing = undefined;
		return this.#standing;
	}
}

function isPause(error: unknown): error is KitError & { readonly retryAt: number } {
	return (
		isKitError(error) && error.code === 'limited' && error.reason === 'gateway' && error.retryAt !== undefined
	);
}

function waitOf({ whenLimited, maxWaitMs = DEFAULT_MAX_WAIT_MS, signal = NEVER }: SendMessageRequest): {
	readonly maxWaitMs: number;
	readonly signal: AbortSignal;
} {
	return { maxWaitMs: whenLimited === 'fail' ? 0 : maxWaitMs, signal };
}

function cancelled(cause: unknown): KitError {
	return new KitError({
		code: 'cancelled',
		what: 'Waiting for the limits of the gateway was cancelled. Nothing was sent.',
		cause,
	});
}
