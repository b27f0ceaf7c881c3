import type { Clock } from '../../messages/ports';

interface Wait {
	/** Epoch ms. */
	readonly until: number;
	end(): void;
}

/**
 * Waits for executions to end, each at most `ms`. One timer serves all of them: with one each, a burst of
 * messages spends more on timers than on the messages' items. It runs only while somebody waits.
 */
export class RunPatience {
	readonly #clock: Clock;

	readonly #ms: number;

	/** In the order they began, which is the order they run out. */
	readonly #waits = new Set<Wait>();

	#watching = false;

	constructor(clock: Clock, ms: number) {
		this.#clock = clock;
		this.#ms = ms;
	}

	/** However the run ended, it was started: a run that was cancelled is not started a second time. */
	async wait(run: Promise<unknown>): Promise<void> {
		await new Promise<void>((resolve) => {
			const wait: Wait = {
				until: this.#clock.now() + this.#ms,
				end: () => {
					this.#waits.delete(wait);
					resolve();
				},
			};
			this.#waits.add(wait);
			run.then(wait.end, wait.end);
			if (!this.#watching) void this.#watch();
		});
	}

	async #watch(): Promise<void> {
		this.#watching = true;
		for (let [next] = this.#waits; next !== undefined; [next] = this.#waits) {
			const left = next.until - this.#clock.now();
			if (left > 0) await this.#clock.sleep(left);
			else next.end();
		}
		this.#watching = false;
	}
}
