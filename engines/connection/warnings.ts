import type { Logger } from '../../messages/ports';

/** Things a person should know although the connection works; each goes to the log once. */
export class Warnings {
	readonly #texts = new Set<string>();

	readonly #logger: Logger;

	readonly #accountName: string;

	constructor(logger: Logger, accountName: string) {
		this.#logger = logger;
		this.#accountName = accountName;
	}

	get all(): readonly string[] {
		return [...this.#texts];
	}

	add(text: string): void {
		if (this.#texts.has(text)) return;
		this.#texts.add(text);
		this.#logger.warn(text, { account: this.#accountName });
	}
}
