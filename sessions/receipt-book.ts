import type { EngineEventEnvelope } from '../engines/engine';
import type { Clock } from '../messages/ports';
import { timeLimit } from './abort';

/** How far a message has come, beyond the server. */
export type Arrival = 'delivered' | 'read';

/** Messages whose arrival is remembered for somebody who asks later; bounds the memory of a long life. */
const MOST_MESSAGES = 10_000;

const RANK: Readonly<Record<'sent' | Arrival, number>> = { sent: 0, delivered: 1, read: 2 };

/**
 * What receipts have said of our messages, newest ones only. Kept also when nobody waits yet: a receipt may
 * come before the acknowledgement of the server, and so before anybody knows the message was sent.
 *
 * Of a message to a group the first receipt of anybody counts: who is in it now need not be who was then.
 */
export class ReceiptBook {
	readonly #clock: Clock;

	readonly #arrivals = new Map<string, Arrival>();

	readonly #waiting = new Map<string, Set<() => void>>();

	readonly #closed = new AbortController();

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	see({ event }: EngineEventEnvelope): void {
		if (event.event !== 'messageStatus') return;
		const arrival = arrivalOf(event.status);
		if (arrival === undefined) return;
		const { messageId } = event;
		const known = this.#arrivals.get(messageId);
		if (known !== undefined && RANK[known] >= RANK[arrival]) return;
		// Deleted first, so that the newest are at the end and the oldest go.
		this.#arrivals.delete(messageId);
		this.#arrivals.set(messageId, arrival);
		if (this.#arrivals.size > MOST_MESSAGES) this.#forgetOldest();
		for (const wake of this.#waiting.get(messageId) ?? []) wake();
	}

	/** The arrival wanted or a further one; what is known when the time ends or the signal fires. Never rejects. */
	async wait(
		messageId: string,
		wanted: Arrival,
		ms: number,
		signal: AbortSignal | undefined,
	): Promise<'sent' | Arrival> {
		const now = (): 'sent' | Arrival => this.#arrivals.get(messageId) ?? 'sent';
		if (RANK[now()] >= RANK[wanted] || signal?.aborted) return now();
		const parents = [this.#closed.signal, ...(signal ? [signal] : [])];
		const limit = timeLimit(this.#clock, ms, AbortSignal.any(parents));
		const waiting = this.#waiting.get(messageId) ?? new Set();
		this.#waiting.set(messageId, waiting);
		await new Promise<void>((resolve) => {
			const wake = (): void => {
				if (RANK[now()] < RANK[wanted] && !limit.signal.aborted) return;
				waiting.delete(wake);
				if (waiting.size === 0) this.#waiting.delete(messageId);
				limit.signal.removeEventListener('abort', wake);
				resolve();
			};
			waiting.add(wake);
			limit.signal.addEventListener('abort', wake, { once: true });
			wake();
		});
		limit.dispose();
		return now();
	}

	/** Whoever waits gets what is known. */
	close(): void {
		this.#closed.abort();
	}

	#forgetOldest(): void {
		const oldest = this.#arrivals.keys().next();
		if (!oldest.done) this.#arrivals.delete(oldest.value);
	}
}

function arrivalOf(status: string): Arrival | undefined {
	if (status === 'delivered') return 'delivered';
	return status === 'read' || status === 'played' ? 'read' : undefined;
}
