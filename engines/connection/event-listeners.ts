import type { Logger, Unsubscribe } from '../../messages/ports';
import type { EngineEventEnvelope } from '../engine';

type Listener = (envelope: EngineEventEnvelope) => void;

/** Who hears the events of a connection. */
export class EventListeners {
	readonly #listeners = new Map<Listener, () => boolean>();

	get hearOwnSends(): boolean {
		for (const hears of this.#listeners.values()) if (hears()) return true;
		return false;
	}

	add(listener: Listener, hearsOwnSends: () => boolean = () => true): Unsubscribe {
		this.#listeners.set(listener, hearsOwnSends);
		return () => this.#listeners.delete(listener);
	}

	/** One that fails does not keep the others from hearing. */
	tell(envelope: EngineEventEnvelope, logger: Logger): void {
		for (const listener of [...this.#listeners.keys()]) {
			try {
				listener(envelope);
			} catch (error) {
				logger.error('A listener for WhatsApp events failed', { error: String(error) });
			}
		}
	}

	clear(): void {
		this.#listeners.clear();
	}
}
