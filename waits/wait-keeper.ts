import type { Clock, Logger, Unsubscribe } from '../messages/ports';
import type { Subscriber } from '../sessions/session';
import type { VerificationStore } from '../verification/store';
import { AnswerMatcher, MOST_PENDING, type AnswerMatcherPorts } from './answer-matcher';
import { approvalOutcome } from './approval-outcome';
import type { WaitStore } from './store';
import { isExpired, type Wait } from './wait';
import { WakeCalls, type WakeCallsPorts } from './wake-calls';

export interface WaitKeeperPorts extends AnswerMatcherPorts, WakeCallsPorts {
	readonly waits: WaitStore;
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Hears what comes in, and by that keeps the connection open, until the answer is called. */
	subscribe(subscriber: Subscriber): Promise<Unsubscribe>;
	/** Nothing is kept for this listener any more. */
	forget(subscriberId: string): Promise<void>;
	/** Answers to approvals are listened for, too. */
	watchApprovals(): void;
}

const SUBSCRIBER = 'waits:incoming';

/** How often waits of other processes, and expiries, are looked for while there are any, and while there are none, ms. */
export const LOOK_MS = 1_000;
export const IDLE_LOOK_MS = 5_000;
/** After the last one ended it is listened for so long, ms: whoever answers too late is told so. */
export const LINGER_MS = 10 * 60_000;

/**
 * Looks after the waits of one account: hears the answers, ends what has expired, and wakes n8n. In every process
 * that asked or that uses the account for long, so that one takes over from another and from before a restart.
 */
export class WaitKeeper {
	readonly #accountId: string;

	readonly #ports: WaitKeeperPorts;

	readonly #closed = new AbortController();

	readonly #matcher: AnswerMatcher;

	readonly #calls: WakeCalls;

	#nap = new AbortController();

	#running: Promise<void> | undefined;

	#isWanted = false;

	#users = 0;

	/** Set while it is listened. */
	#stop: Unsubscribe | undefined;

	#subscribing: Promise<void> | undefined;

	#lastQuestionAt = Number.NEGATIVE_INFINITY;

	constructor(accountId: string, ports: WaitKeeperPorts) {
		this.#accountId = accountId;
		this.#ports = ports;
		this.#matcher = new AnswerMatcher(accountId, ports, this.#closed.signal);
		this.#calls = new WakeCalls(ports, this.#closed.signal);
	}

	/** Somebody uses the account in this process, until the answer is called: waits are looked after meanwhile. */
	use(): Unsubscribe {
		this.#users += 1;
		// One that runs looks by itself: a node that sends a thousand messages need not ask a thousand times.
		if (this.#running === undefined) this.wake();
		let isOver = false;
		return () => {
			if (!isOver) this.#users -= 1;
			isOver = true;
		};
	}

	/** Looks now. */
	wake(): void {
		if (this.#closed.signal.aborted) return;
		this.#isWanted = true;
		this.#nap.abort();
		this.#running ??= this.#keep().finally(() => {
			this.#running = undefined;
			// Woken on its last way out.
			if (this.#isWanted) this.wake();
		});
	}

	/** Resolves when no answer that comes is missed. Rejects when nobody can listen now. */
	async listen(): Promise<void> {
		this.#lastQuestionAt = this.#ports.clock.now();
		this.wake();
		// When the process is about to end, the next one listens.
		if (!this.#closed.signal.aborted) await this.#subscribe();
	}

	/** What is open stays for the next process. */
	async close(): Promise<void> {
		this.#closed.abort();
		await this.#running;
	}

	async #keep(): Promise<void> {
		const { waits, store } = this.#ports;
		const told = (accountId: string): void => {
			if (accountId === this.#accountId) this.#nap.abort();
		};
		const stops = [waits.onChanged(told), store.onDecided(told)];
		try {
			for (let pause: number | null = 0; pause !== null && !this.#closed.signal.aborted; ) {
				pause = await this.#look().catch((error: unknown) => this.#failed(error));
				const signal = AbortSignal.any([this.#nap.signal, this.#closed.signal]);
				if (pause !== null) await this.#ports.clock.sleep(pause, signal).catch(() => undefined);
			}
		} finally {
			for (const stop of stops) stop();
			await this.#subscribing?.catch(() => undefined);
			this.#stop?.();
			this.#stop = undefined;
		}
	}

	/** Answers how long there is nothing to do, ms; null when there is nobody to do it for. */
	async #look(): Promise<number | null> {
		const { waits, clock } = this.#ports;
		// Aborted by whatever is written from here on, so that nothing waits for the next look.
		this.#nap = new AbortController();
		this.#isWanted = false;
		const pending = await waits.pending(this.#accountId, MOST_PENDING);
		const now = clock.now();
		const open = pending.filter(({ status }) => status === 'open');
		if (open.some(({ question }) => question.kind === 'approval')) this.#ports.watchApprovals();
		await this.#hear(open, now);
		let next = now + LOOK_MS;
		for (const wait of pending) {
			if (this.#closed.signal.aborted) break;
			if (wait.status === 'open') await this.#settle(wait, now);
			else next = Math.min(next, this.#calls.call(wait) ?? next);
			if (wait.status === 'open') next = Math.min(next, Math.max(wait.expiresAt, now));
		}
		if (pending.length > 0) return Math.max(0, next - now);
		return this.#users > 0 || this.#stop !== undefined ? IDLE_LOOK_MS : null;
	}

	async #hear(open: readonly Wait[], now: number): Promise<void> {
		if (open.some(({ question }) => question.kind === 'message')) {
			this.#lastQuestionAt = now;
			await this.#subscribe();
			return;
		}
		if (this.#stop === undefined || now - this.#lastQuestionAt <= LINGER_MS) return;
		this.#stop();
		this.#stop = undefined;
		// What comes while there is none is for nobody; after a restart it may be for one.
		await this.#ports.forget(SUBSCRIBER).catch(() => undefined);
	}

	async #subscribe(): Promise<void> {
		if (this.#stop !== undefined) return;
		this.#subscribing ??= this.#ports
			.subscribe({
				id: SUBSCRIBER,
				durable: true,
				resume: true,
				deliver: async (envelope) => await this.#matcher.see(envelope),
			})
			.then((stop) => {
				this.#stop = stop;
			})
			.finally(() => {
				this.#subscribing = undefined;
			});
		await this.#subscribing;
	}

	/** Ends what has expired, and what its approval has decided. */
	async #settle(wait: Wait, now: number): Promise<void> {
		const { waits, store } = this.#ports;
		const { question, id } = wait;
		if (question.kind === 'message') {
			if (!isExpired(wait, now)) return;
			await waits.change(this.#accountId, id, (known) =>
				known.status === 'open' ? { ...known, status: 'expired' } : null,
			);
			return;
		}
		const outcome = await approvalOutcome(wait, question, store, now);
		if (outcome === null) return;
		const keys = await this.#ports.keys();
		await waits.change(this.#accountId, id, (known) => {
			if (known.status !== 'open') return null;
			if (outcome === 'expired') return { ...known, status: 'expired' };
			return { ...known, status: 'answered', answer: keys.seal(id, JSON.stringify(outcome)) };
		});
	}

	#failed(error: unknown): number {
		this.#ports.logger.warn('Answers that executions wait for cannot be looked for now; it is tried again', {
			error: error instanceof Error ? error.message : String(error),
		});
		return IDLE_LOOK_MS;
	}
}
