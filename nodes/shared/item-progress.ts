import type { IExecuteFunctions } from 'n8n-workflow';

/** A run of more items than this says after each so many how far it is. */
export const progressEvery = 500;

/** Tells people how far a long run is: in the log while it runs, beside its output when it has ended. */
export class ItemProgress {
	readonly #host: IExecuteFunctions;

	readonly #total: number;

	#done = 0;

	#failed = 0;

	constructor(host: IExecuteFunctions, total: number) {
		this.#host = host;
		this.#total = total;
	}

	/** One more item was handled. */
	count(outcome: 'done' | 'failed'): void {
		this.#done += 1;
		if (outcome === 'failed') this.#failed += 1;
		if (this.#total <= progressEvery || this.#done % progressEvery !== 0) return;
		this.#host.logger.info(`WhatsApp Kit: ${this.#done} of ${this.#total} items handled`, this.#details());
	}

	/** No more items come, because all were handled or because the run was stopped. */
	end(): void {
		if (this.#total <= progressEvery) return;
		if (this.#done < this.#total) {
			this.#host.logger.warn(
				`WhatsApp Kit: stopped after ${this.#done} of ${this.#total} items; the rest was not sent`,
				this.#details(),
			);
			return;
		}
		const failures = this.#failed === 0 ? 'none of them failed' : `${this.#failed} of them failed`;
		this.#host.addExecutionHints({
			message: `${this.#total} items handled, ${failures}.`,
			location: 'outputPane',
			type: this.#failed === 0 ? 'info' : 'warning',
		});
	}

	#details(): { node: string; failed: number; executionId: string } {
		const node = this.#host.getNode().name;
		return { node, failed: this.#failed, executionId: this.#host.getExecutionId() };
	}
}
