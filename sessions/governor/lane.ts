import type { Clock } from '../../messages/ports';
import type { LedgerAnswer, Refusal, RuleId } from './ledger';
import type { SendKind } from './rules';

export interface Waiter {
	readonly kind: SendKind;
	/** Epoch ms after which it does not wait any more. */
	readonly deadline: number;
	readonly signal: AbortSignal;
	/** One decision. `reserved`: so many sends must still have room when this one went. */
	ask(reserved: number): Promise<LedgerAnswer>;
	/** It was granted a place when it had stopped waiting. */
	giveBack(granted: Granted): void;
}

export type Granted = LedgerAnswer & { readonly granted: true };

interface Waiting extends Waiter {
	/** This one alone has to wait until then (its recipient, a new chat). */
	notBefore: number;
	refusal: Refusal | undefined;
	answer(granted: Granted): void;
	fail(error: unknown): void;
}

export type LaneAnswer =
	| Granted
	/** The deadline comes first. */
	| ({ readonly granted: false } & Refusal);

/** Rules over all sends of an account: when one of them says no, asking for the next waiter is pointless. */
const OF_ACCOUNT: ReadonlySet<RuleId> = new Set(['gap', 'perMinute', 'perHour', 'perDay']);

/**
 * Those who wait for their turn on one account, in the order they came, verification before all else. One
 * timer wakes the one whose turn it is: however many wait, nobody asks the store in vain at the same moment.
 *
 * The lane owns its timer; `close` ends it and everybody's wait.
 */
export class Lane {
	readonly #clock: Clock;

	readonly #waiting: Record<SendKind, Waiting[]> = { verification: [], message: [] };

	/** Until then no send of the account is possible, per kind. */
	readonly #closedUntil: Record<SendKind, Refusal | undefined> = {
		verification: undefined,
		message: undefined,
	};

	/** Somebody is being asked for: looking again is for whoever does that. */
	#pumping = false;

	#again = false;

	#timer: AbortController | undefined;

	readonly #longestGapMs: () => number;

	constructor(clock: Clock, longestGapMs: () => number) {
		this.#clock = clock;
		this.#longestGapMs = longestGapMs;
	}

	get size(): number {
		return this.#waiting.verification.length + this.#waiting.message.length;
	}

	/**
	 * Resolves when granted, or as soon as it is certain that the deadline comes first. Rejects with the
	 * signal's reason, or what `ask` rejected with.
	 */
	async enter(waiter: Waiter): Promise<LaneAnswer> {
		waiter.signal.throwIfAborted();
		return await new Promise<LaneAnswer>((resolve, reject) => {
			const leave = (): void => {
				waiter.signal.removeEventListener('abort', aborted);
				this.#remove(waiting);
			};
			const waiting: Waiting = {
				...waiter,
				notBefore: 0,
				refusal: undefined,
				answer: (granted) => {
					leave();
					resolve(granted);
				},
				fail: (error) => {
					leave();
					if (error !== undefined) reject(error as Error);
					else resolve({ granted: false, ...(waiting.refusal as Refusal) });
				},
			};
			const aborted = (): void => {
				waiting.fail(waiter.signal.reason);
				this.pump();
			};
			waiter.signal.addEventListener('abort', aborted);
			this.#waiting[waiter.kind].push(waiting);
			this.pump();
		});
	}

	/** Looks again: something may be free now. */
	pump({ afresh = false } = {}): void {
		if (afresh) {
			this.#closedUntil.verification = undefined;
			this.#closedUntil.message = undefined;
			for (const waiting of this.#all()) waiting.notBefore = 0;
		}
		this.#again = true;
		if (this.#pumping) return;
		this.#pumping = true;
		void this.#run();
	}

	close(reason: unknown): void {
		this.#timer?.abort();
		for (const waiting of this.#all()) waiting.fail(reason);
	}

	async #run(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			this.#timer?.abort();
			for (const kind of ['verification', 'message'] as const) {
				for (const waiting of [...this.#waiting[kind]]) {
					if (!this.#waits(waiting)) continue;
					const held = this.#heldBack(waiting, this.#clock.now());
					if (held) waiting.refusal = held;
					else if (waiting.notBefore <= this.#clock.now()) await this.#ask(waiting);
					this.#endWhenTooLate(waiting);
				}
			}
		}
		// In the same tick as the last look: who comes from now on must be looked for again.
		this.#pumping = false;
		this.#sleep();
	}

	/** Known by now to come too late: told at once instead of after a wait for nothing. */
	#endWhenTooLate(waiting: Waiting): void {
		if (!waiting.refusal || !this.#waits(waiting)) return;
		if (this.#clock.now() >= waiting.deadline || waiting.refusal.retryAt > waiting.deadline)
			waiting.fail(undefined);
	}

	/** Why asking the store would be pointless or unfair to somebody before. */
	#heldBack(waiting: Waiting, now: number): Refusal | undefined {
		const closed = this.#closedUntil[waiting.kind];
		if (closed && closed.retryAt > now) return closed;
		if (waiting.kind === 'verification') return undefined;
		const verifications = this.#waiting.verification;
		// What holds a verification back holds everything back: the next place is for it.
		const before = this.#closedUntil.verification;
		const itsTurn = verifications.some((other) => other.notBefore <= now);
		if (itsTurn && before && before.retryAt > now) return before;
		// A message just before it would make it wait for the gap.
		const soon = verifications.find(
			(other) => other.notBefore > now && other.notBefore < now + this.#longestGapMs(),
		);
		return soon && { retryAt: soon.notBefore, rule: 'gap' };
	}

	async #ask(waiting: Waiting): Promise<void> {
		const reserved = waiting.kind === 'message' ? this.#waiting.verification.length : 0;
		let answer;
		try {
			answer = await waiting.ask(reserved);
		} catch (error) {
			waiting.fail(error);
			return;
		}
		if (answer.granted) {
			if (this.#waits(waiting)) waiting.answer(answer);
			else waiting.giveBack(answer);
			return;
		}
		waiting.refusal = { retryAt: answer.retryAt, rule: answer.rule };
		if (OF_ACCOUNT.has(answer.rule)) {
			this.#closedUntil[waiting.kind] = waiting.refusal;
		} else waiting.notBefore = answer.retryAt;
	}

	/** Until the first moment at which anything can change for anybody. */
	#sleep(): void {
		const now = this.#clock.now();
		let until = Number.POSITIVE_INFINITY;
		for (const waiting of this.#all()) {
			const turn = Math.max(waiting.notBefore, waiting.refusal?.retryAt ?? 0);
			until = Math.min(until, Math.max(turn, now + 1), Math.max(waiting.deadline, now + 1));
		}
		if (!Number.isFinite(until)) return;
		const timer = new AbortController();
		this.#timer = timer;
		this.#clock.sleep(until - now, timer.signal).then(
			() => this.pump(),
			() => undefined,
		);
	}

	#all(): readonly Waiting[] {
		return [...this.#waiting.verification, ...this.#waiting.message];
	}

	#waits(waiting: Waiting): boolean {
		return this.#waiting[waiting.kind].includes(waiting);
	}

	#remove(waiting: Waiting): void {
		// The places kept for it are free for the others.
		if (waiting.kind === 'verification') this.#closedUntil.message = undefined;
		const list = this.#waiting[waiting.kind];
		const index = list.indexOf(waiting);
		if (index >= 0) list.splice(index, 1);
	}
}
