import type { Subscriber } from '../session';
import { PoliteSubscriber, type PolitePorts } from './polite-subscriber';

/** The subscribers of one account that have manners, by id. */
export class PoliteSubscribers {
	readonly #ports: PolitePorts;

	readonly #held = new Map<string, PoliteSubscriber>();

	constructor(ports: PolitePorts) {
		this.#ports = ports;
	}

	/** The subscriber behind its manners, if it has any. One of before under the same id gives back what it holds. */
	wrap(subscriber: Subscriber): { readonly subscriber: Subscriber; close(): void } {
		const { id, manners, durable } = subscriber;
		this.#held.get(id)?.close();
		this.#held.delete(id);
		if (!manners || !durable) return { subscriber, close: () => undefined };
		const polite = new PoliteSubscriber(subscriber, manners, this.#ports);
		this.#held.set(id, polite);
		return {
			subscriber: polite,
			close: () => {
				polite.close();
				if (this.#held.get(id) === polite) this.#held.delete(id);
			},
		};
	}

	close(): void {
		for (const polite of this.#held.values()) polite.close();
	}
}
