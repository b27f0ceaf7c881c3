/**
 * Lets the writers of one scope in this process go one after the other, in the order they came. The server's
 * lock would do that too, but every waiting writer would hold a connection meanwhile, and in no order.
 */
export class ScopeQueue {
	readonly #last = new Map<string, Promise<void>>();

	/** Resolves when it is the caller's turn; `leave` ends it and may be called before, too. */
	enter(scope: string): { readonly turn: Promise<void>; leave(): void } {
		const turn = this.#last.get(scope) ?? Promise.resolve();
		let left = (): void => undefined;
		const gone = new Promise<void>((resolve) => (left = resolve));
		// Leaving before one's turn must not let the next one in beside the present one.
		const last = Promise.all([turn, gone]).then(() => {
			if (this.#last.get(scope) === last) this.#last.delete(scope);
		});
		this.#last.set(scope, last);
		return { turn, leave: () => left() };
	}

	/** Resolves when everybody who is in now has left. */
	async settled(): Promise<void> {
		await Promise.all(this.#last.values());
	}
}
