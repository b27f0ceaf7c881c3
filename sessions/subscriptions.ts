import type { Connection, EngineEventEnvelope } from '../engines/engine';
import { isKitError } from '../messages/kit-error';
import type { Clock, Logger, Unsubscribe } from '../messages/ports';
import type { Subscriber } from './session';
import type { SessionStore } from './store';

/** Pending rows read at once, and how long finished ones are gathered before the store is told. */
export const PAGE = 200;
const SETTLE_AFTER_MS = 20;

interface Entry {
	readonly subscriber: Subscriber;
	/** Inbox rows handed over in this process: a row is pending in the store until its run has ended. */
	readonly started: Set<number>;
	/** Deliveries begin in order, one after another; they end in any order. */
	tail: Promise<void>;
}

/** An event a subscriber has not settled; null when it cannot be read any more. */
export interface PendingEvent {
	readonly seq: number;
	readonly envelope: EngineEventEnvelope | null;
}

/** At most `PAGE` of them with a greater `seq`, oldest first. */
export type ReadPending = (subscriberId: string, afterSeq: number) => Promise<readonly PendingEvent[]>;

export interface SubscriptionsOptions {
	readonly accountId: string;
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly logger: Logger;
}

/**
 * Who hears the events of one account. Durable subscribers get what they missed first, then what comes; an
 * event stays pending in the store until the subscriber's `deliver` has resolved.
 */
export class Subscriptions {
	readonly #options: SubscriptionsOptions;

	readonly #entries = new Map<string, Entry>();

	readonly #finished = new Map<string, number[]>();

	#settling: Promise<void> | undefined;

	constructor(options: SubscriptionsOptions) {
		this.#options = options;
	}

	get size(): number {
		return this.#entries.size;
	}

	/** What somebody here wants of the events, together. */
	get wishes(): { readonly durable: boolean; readonly raw: boolean } {
		const subscribers = [...this.#entries.values()].map(({ subscriber }) => subscriber);
		return {
			durable: subscribers.some(({ durable }) => durable),
			raw: subscribers.some(({ raw }) => raw === true),
		};
	}

	/** Subscribing under a live id replaces the earlier one: n8n may start the same node twice. */
	async add(subscriber: Subscriber, connection: () => Connection | undefined): Promise<Unsubscribe> {
		const { store, accountId, clock } = this.#options;
		const earlier = this.#entries.get(subscriber.id);
		// Known to the store before it hears anything: what arrives in between is then pending for it.
		if (subscriber.durable) {
			const row = { accountId, subscriberId: subscriber.id, now: clock.now() };
			await store.attachSubscriber(row, { resume: subscriber.resume || earlier !== undefined });
		}
		const entry: Entry = { subscriber, started: earlier?.started ?? new Set(), tail: Promise.resolve() };
		this.#entries.set(subscriber.id, entry);
		const present = connection();
		if (present) this.#catchUp(entry, present);
		return () => {
			if (this.#entries.get(subscriber.id) === entry) this.#entries.delete(subscriber.id);
		};
	}

	/** A connection is there (again): durable subscribers get what is pending for them. */
	connected(connection: Connection): void {
		for (const entry of this.#entries.values()) this.#catchUp(entry, connection);
	}

	/** The same while the connection is in another process, which is asked for what is pending. */
	catchUp(read: ReadPending): void {
		for (const entry of this.#entries.values()) {
			if (!entry.subscriber.durable) continue;
			entry.tail = entry.tail
				.then(async () => await this.#deliverPending(entry, read))
				.catch((error: unknown) => {
					// The owner is changing or busy; it is asked again in some seconds.
					this.#options.logger.debug('Events pending elsewhere were not read', { error: String(error) });
				});
		}
	}

	publish(envelope: EngineEventEnvelope): void {
		for (const entry of [...this.#entries.values()]) {
			entry.tail = entry.tail.then(() => this.#start(entry, envelope));
		}
	}

	/** Keeps live subscribers from being retired by the store. */
	async refresh(): Promise<void> {
		const { store, accountId, clock } = this.#options;
		for (const { subscriber } of this.#entries.values()) {
			if (!subscriber.durable) continue;
			await store.attachSubscriber(
				{ accountId, subscriberId: subscriber.id, now: clock.now() },
				{ resume: true },
			);
		}
	}

	tellState(state: Connection['state']): void {
		for (const { subscriber } of this.#entries.values()) subscriber.onState?.(state);
	}

	/** Resolves when the store knows of every finished delivery. */
	async settled(): Promise<void> {
		await this.#settling;
	}

	#catchUp(entry: Entry, connection: Connection): void {
		if (!entry.subscriber.durable) return;
		entry.tail = entry.tail
			.then(async () => await this.#replayPending(entry, connection))
			.catch((error: unknown) => {
				this.#options.logger.error('Events missed by a workflow could not be read', { error: String(error) });
			});
	}

	async #replayPending(entry: Entry, connection: Connection): Promise<void> {
		const { store, accountId } = this.#options;
		let after = 0;
		for (;;) {
			const rows = await store.pending(accountId, entry.subscriber.id, after, PAGE);
			for (const row of rows) {
				after = row.seq;
				if (entry.started.has(row.seq)) continue;
				const envelope = await connection.replay(row);
				if (envelope) this.#start(entry, envelope);
				else this.#settle(entry.subscriber.id, row.seq);
			}
			if (rows.length < PAGE) return;
		}
	}

	async #deliverPending(entry: Entry, read: ReadPending): Promise<void> {
		for (let after = 0; ; ) {
			const events = await read(entry.subscriber.id, after);
			for (const { seq, envelope } of events) {
				after = seq;
				if (envelope) this.#start(entry, envelope);
				else this.#settle(entry.subscriber.id, seq);
			}
			if (events.length < PAGE) return;
		}
	}

	#start(entry: Entry, envelope: EngineEventEnvelope): void {
		const { subscriber, started } = entry;
		// Of a delivery that takes its time only these are kept, not the message.
		const { id, inboxSeq: seq } = envelope;
		if (seq !== null) {
			if (started.has(seq)) return;
			started.add(seq);
			forgetOldest(started);
		}
		subscriber.deliver(envelope).then(
			() => {
				if (seq !== null && subscriber.durable) this.#settle(subscriber.id, seq);
			},
			(error: unknown) => {
				// Stays pending: it is handed over again when the connection comes (again), or at the next start.
				if (seq !== null) started.delete(seq);
				// Given back on purpose, by a trigger that was closed.
				if (isKitError(error) && error.code === 'cancelled') return;
				this.#options.logger.error('A workflow could not take an event', {
					event: id,
					error: String(error),
				});
			},
		);
	}

	#settle(subscriberId: string, seq: number): void {
		const finished = this.#finished.get(subscriberId);
		if (finished) finished.push(seq);
		else this.#finished.set(subscriberId, [seq]);
		this.#settling ??= this.#flush();
	}

	/** Gathers: losing the last 20 ms in a crash only offers those events again, and n8n knows their keys. */
	async #flush(): Promise<void> {
		const { store, accountId, clock, logger } = this.#options;
		await clock.sleep(SETTLE_AFTER_MS);
		const batch = [...this.#finished];
		this.#finished.clear();
		this.#settling = undefined;
		for (const [subscriberId, seqs] of batch) {
			try {
				await store.settle(accountId, subscriberId, seqs);
			} catch (error) {
				logger.error('Finished events could not be settled', { error: String(error) });
			}
		}
	}
}

/** Far more than can be pending between reading a page and handing it over; bounds the memory of a long life. */
const STARTED_KEPT = 20_000;

function forgetOldest(started: Set<number>): void {
	if (started.size <= STARTED_KEPT) return;
	const oldest = started.values().next();
	if (!oldest.done) started.delete(oldest.value);
}
