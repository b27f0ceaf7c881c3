import type { Clock } from './ports';

export interface WaitOptions {
	/** How long to wait, in ms. @default 20 000: a machine that does other things, too, is no failure */
	readonly timeoutMs?: number;
}

interface Waiter<T> {
	readonly matches: (item: T) => boolean;
	readonly resolve: (item: T) => void;
	readonly reject: (error: Error) => void;
}

/** Things that arrived, in order, with promises for the ones that have not: what tests wait on instead of sleeping. */
export class Arrivals<T> {
	readonly all: T[] = [];
	#waiters: Waiter<T>[] = [];
	#cursor = 0;
	readonly #name: string;
	readonly #clock: Clock;

	constructor(name: string, clock: Clock) {
		this.#name = name;
		this.#clock = clock;
	}

	push(item: T): void {
		this.all.push(item);
		const woken = this.#waiters.filter((waiter) => waiter.matches(item));
		this.#waiters = this.#waiters.filter((waiter) => !woken.includes(waiter));
		for (const waiter of woken) waiter.resolve(item);
	}

	/** The oldest item not yet handed out by `next`; waits when there is none. */
	async next(options: WaitOptions = {}): Promise<T> {
		const position = this.#cursor++;
		if (position < this.all.length) return this.all[position] as T;
		try {
			return await this.#wait(() => this.all.length > position, options, `${this.#name} #${position + 1}`);
		} catch (error) {
			this.#cursor--;
			throw error;
		}
	}

	/** The first item that matches, among those already here and those to come. */
	waitFor<S extends T>(matches: (item: T) => item is S, options?: WaitOptions): Promise<S>;
	waitFor(matches: (item: T) => boolean, options?: WaitOptions): Promise<T>;
	async waitFor(matches: (item: T) => boolean, options: WaitOptions = {}): Promise<T> {
		return this.all.find(matches) ?? this.#wait(matches, options, `a matching ${this.#name}`);
	}

	/** Every pending wait is refused; called when the server closes. */
	end(reason: string): void {
		for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error(reason));
	}

	#wait(matches: (item: T) => boolean, options: WaitOptions, what: string): Promise<T> {
		const timeoutMs = options.timeoutMs ?? 20_000;
		const over = new AbortController();
		return new Promise<T>((resolve, reject) => {
			const waiter = { matches, resolve, reject };
			this.#waiters.push(waiter);
			this.#clock.sleep(timeoutMs, over.signal).then(
				() => {
					this.#waiters = this.#waiters.filter((other) => other !== waiter);
					reject(new Error(`No ${what} within ${timeoutMs} ms (${this.all.length} seen)`));
				},
				() => undefined,
			);
		}).finally(() => over.abort());
	}
}
