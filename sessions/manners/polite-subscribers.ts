import type { OwnedConnection } from '../owned-connection';
import type { Subscriber } from '../session';
import { PoliteSubscriber, type PolitePorts } from './polite-subscriber';

/** Longest wait for the connection when something about a chat has to be written, ms. */
const LEASE_PATIENCE_MS = 30_000;

export interface PoliteSubscribersPorts extends Omit<PolitePorts, 'lease'> {
	open(signal: AbortSignal): Promise<Pick<OwnedConnection, 'lease'>>;
}

/** The subscribers of one account that have manners, by id. */
export class PoliteSubscribers {
	readonly #ports: PolitePorts;

	readonly #held = new Map<string, PoliteSubscriber>();

	constructor({ open, ...ports }: PoliteSubscribersPorts) {
		this.#ports = {
			...ports,
			lease: async () => (await open(AbortSignal.timeout(LEASE_PATIENCE_MS))).lease,
		};
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
