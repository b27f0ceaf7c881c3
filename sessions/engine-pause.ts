import { isKitError, KitError } from '../messages/kit-error';
import type { Clock } from '../messages/ports';
import type { SendMessageRequest, SendReceipt } from './session';

const DEFAULT_MAX_WAIT_MS = 60_000;
const NEVER = new AbortController().signal;
/** "Again at once" would be asked without end, ms. */
const SHORTEST_MS = 1_000;

/** The pause of the whole account. */
const ACCOUNT = '';

/**
 * A pause the other side asked for ("429, again in 30 s"): until it is over, nothing of the account is tried, or
 * nothing of this kind to the one person where it is about them alone. In memory alone: after a restart the other
 * side says it again.
 */
export class EnginePause {
	readonly #clock: Clock;

	/** By `ACCOUNT`, or by purpose and recipient. */
	readonly #standing = new Map<string, Standing>();

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
			const pausing = this.#current(nameOf(request));
			try {
				if (pausing) throw pausing.error;
				const left = Math.max(0, maxWaitMs - paused);
				const receipt = await attempt({ ...request, maxWaitMs: left });
				return paused > 0 ? { ...receipt, waitedMs: (receipt.waitedMs ?? 0) + paused } : receipt;
			} catch (error) {
				const until = this.note(error, nameOf(request));
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
	note(error: unknown, name: string = ACCOUNT): number | undefined {
		if (!isPause(error)) return undefined;
		const known = this.#current(name);
		if (known?.error === error) return known.until;
		const until = Math.max(error.retryAt, this.#clock.now() + SHORTEST_MS);
		const key = error.reason === OF_ACCOUNT ? ACCOUNT : name;
		if (until > (this.#standing.get(key)?.until ?? 0)) this.#standing.set(key, { error, until });
		return until;
	}

	/** The one that lasts longest. */
	#current(name: string): Standing | undefined {
		const now = this.#clock.now();
		for (const [key, { until }] of this.#standing) if (until <= now) this.#standing.delete(key);
		const [account, own] = [this.#standing.get(ACCOUNT), this.#standing.get(name)];
		return (own?.until ?? 0) > (account?.until ?? 0) ? own : account;
	}
}

interface Standing {
	readonly error: KitError;
	readonly until: number;
}

const OF_ACCOUNT = 'gateway';
const OF_RECIPIENT = 'gatewayRecipient';

function nameOf({ purpose = 'message', recipient }: SendMessageRequest): string {
	return `${purpose}:${recipient}`;
}

function isPause(error: unknown): error is KitError & { readonly retryAt: number } {
	return (
		isKitError(error) &&
		error.code === 'limited' &&
		(error.reason === OF_ACCOUNT || error.reason === OF_RECIPIENT) &&
		error.retryAt !== undefined
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
