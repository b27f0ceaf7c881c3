import { setImmediate } from 'node:timers/promises';
import type { Clock, Logger } from '../messages/ports';
import type { VerificationStore } from './store';
import { transition } from './transitions';
import type { Verification } from './verification';
import { verificationItem, type VerificationItem } from './verification-item';

/** Who is told of every change of status of an account's verifications. */
export interface ChangeListener {
	/** `<workflowId>:<nodeId>`; the same id in two processes at once would share what is pending. */
	readonly id: string;
	/** Keep what was pending from before (restart), or start afresh (activation by a person, a test). */
	readonly resume: boolean;
	/** Kept after the end, so that nothing is lost over a restart. A test is forgotten with its end. */
	readonly durable: boolean;
	/** Resolves when done with it: only then does the store forget it for this listener. */
	deliver(item: VerificationItem): Promise<void>;
}

export interface ChangeFeedPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
}

/** How often changes made by other processes, and expiries, are looked for, ms. Own ones are told at once. */
export const LOOK_MS = 1_000;
/** After a delivery was refused, ms. */
const RETRY_MS = 5_000;
/** While the store is away, ms. */
const AWAY_MS = 5_000;
/** How often a listener says that it is still there, ms. */
const REFRESH_MS = 60 * 60_000;
const PAGE = 100;

/** One listener of one account, from `run` to `close`. Owns its timer. */
export class ChangeFeed {
	readonly #accountId: string;

	readonly #listener: ChangeListener;

	readonly #ports: ChangeFeedPorts;

	readonly #closed = new AbortController();

	/** Handed over in this process: a change is pending in the store until its delivery has ended. */
	readonly #started = new Set<number>();

	#nap = new AbortController();

	#attachedAt: number | undefined;

	#running: Promise<void> | undefined;

	#told = '';

	constructor(accountId: string, listener: ChangeListener, ports: ChangeFeedPorts) {
		this.#accountId = accountId;
		this.#listener = listener;
		this.#ports = ports;
	}

	/** Resolves when closed; never rejects. `attached` is called once, when nothing that happens is missed any more. */
	async run(attached: () => void = () => undefined): Promise<void> {
		this.#running ??= this.#run(attached);
		await this.#running;
	}

	async #run(attached: () => void): Promise<void> {
		const stop = this.#ports.store.onDecided((accountId) => {
			if (accountId === this.#accountId) this.#nap.abort();
		});
		try {
			while (!this.#closed.signal.aborted) {
				const before = this.#attachedAt;
				const pause = await this.#look().catch((error: unknown) => this.#storeAway(error));
				if (before === undefined && this.#attachedAt !== undefined) attached();
				await this.#rest(pause);
			}
		} finally {
			stop();
			await this.#leave();
		}
	}

	/**
	 * Harmless when called again. What is pending stays for the next time, unless it was a test. Resolves when the
	 * store is not used any more, but for deliveries that still run.
	 */
	async close(): Promise<void> {
		this.#closed.abort();
		await this.#running;
	}

	async #look(): Promise<number> {
		const { store, clock } = this.#ports;
		const now = clock.now();
		if (this.#attachedAt === undefined || now - this.#attachedAt > REFRESH_MS) {
			const row = { accountId: this.#accountId, listenerId: this.#listener.id, now };
			await store.attachListener(row, { resume: this.#attachedAt !== undefined || this.#listener.resume });
			this.#attachedAt = now;
		}
		// Aborted by whatever is decided from here on, so that no change waits for the next look.
		this.#nap = new AbortController();
		const expiry = await this.#expireDue(now);
		const limit = this.#started.size + PAGE;
		const pending = await store.pendingChanges(this.#accountId, this.#listener.id, limit);
		const fresh = pending.filter(({ seq }) => !this.#started.has(seq));
		for (const { seq, verification } of fresh) {
			if (this.#closed.signal.aborted) break;
			this.#started.add(seq);
			void this.#deliver(seq, verification);
		}
		this.#told = '';
		if (fresh.length >= PAGE) return 0;
		return Math.max(0, Math.min(LOOK_MS, (expiry ?? Number.POSITIVE_INFINITY) - now));
	}

	/** Ends what has expired; answers when the next one does. */
	async #expireDue(now: number): Promise<number | null> {
		const { store } = this.#ports;
		const accountId = this.#accountId;
		let next = await store.nextExpiry(accountId);
		while (next !== null && next <= now && !this.#closed.signal.aborted) {
			await store.decide({ accountId, now, due: PAGE, windows: [] }, ({ due }) => ({
				answer: undefined,
				put: due.map((of) => transition(of, { type: 'time' }, now)),
			}));
			// An embedded store answers in the same tick: thousands at once would let nothing else run.
			await setImmediate();
			next = await store.nextExpiry(accountId);
		}
		return next;
	}

	async #deliver(seq: number, verification: Verification): Promise<void> {
		const { store, clock, logger } = this.#ports;
		try {
			await this.#listener.deliver(verificationItem(verification));
			await store.settleChanges(this.#accountId, this.#listener.id, [seq]);
		} catch (error) {
			logger.warn('A change of a verification could not be told and is told again', {
				verification: verification.id,
				error: String(error),
			});
			await clock.sleep(RETRY_MS, this.#closed.signal).catch(() => undefined);
		}
		this.#started.delete(seq);
	}

	#storeAway(error: unknown): number {
		const text = error instanceof Error ? error.message : String(error);
		// Said once, not at every try.
		if (text !== this.#told)
			this.#ports.logger.warn('Changes of verifications cannot be read now', { error: text });
		this.#told = text;
		return AWAY_MS;
	}

	async #rest(ms: number): Promise<void> {
		const signal = AbortSignal.any([this.#nap.signal, this.#closed.signal]);
		await this.#ports.clock.sleep(ms, signal).catch(() => undefined);
	}

	async #leave(): Promise<void> {
		if (this.#listener.durable || this.#attachedAt === undefined) return;
		await this.#ports.store.detachListener(this.#accountId, this.#listener.id).catch(() => undefined);
	}
}
