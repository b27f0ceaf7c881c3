import type { EngineEventEnvelope, EnginePorts, InboxEntry, InboxRow, IngestedEvent } from '../engine';
import type { GatewayClient, GatewayEvent } from './gateway';
import { decodeReceived, encodeReceived } from './received-body';

/** Most events in one delivery; a page of polled records has fewer. */
const MOST_EVENTS = 500;
const NOTHING = new Uint8Array();

/**
 * From what a gateway delivered to events of the account, each exactly once: they are in the store before anybody
 * hears of them, so a delivery that is repeated, also after a crash, is known.
 */
export class Ingestion {
	readonly #client: Pick<GatewayClient, 'read'>;

	readonly #ports: Pick<EnginePorts, 'store' | 'clock' | 'logger'>;

	readonly #emit: (envelope: EngineEventEnvelope) => void;

	constructor(
		client: Pick<GatewayClient, 'read'>,
		ports: Pick<EnginePorts, 'store' | 'clock' | 'logger'>,
		emit: (envelope: EngineEventEnvelope) => void,
	) {
		this.#client = client;
		this.#ports = ports;
		this.#emit = emit;
	}

	/**
	 * What is new of it, and what was there before. Throws `storage` when it could not be kept.
	 *
	 * @param hearer Several may be delivered the same event, each at an address of its own: new to each of them once
	 */
	async take(body: unknown, hearer?: string): Promise<readonly IngestedEvent[]> {
		const receivedAt = this.#ports.clock.now();
		const events = await this.#read(body, receivedAt);
		const taken: IngestedEvent[] = [];
		for (const one of events.slice(0, MOST_EVENTS)) {
			const { seq, mark } = await this.#keep(one, body, { receivedAt, hearer });
			taken.push({ id: one.id, event: one.event, fresh: (hearer === undefined ? seq : mark) !== null });
			if (mark !== null) await this.#ports.store.discardReceived([mark]);
			if (seq === null) continue;
			if (one.event) this.#emit({ id: one.id, inboxSeq: seq, event: one.event, raw: () => body });
			else await this.#ports.store.discardReceived([seq]);
		}
		return taken;
	}

	async forgetHearing(ids: readonly string[], hearer: string): Promise<void> {
		await this.#ports.store.forgetReceived(ids.map((id) => markOf(hearer, id)));
	}

	async replay(row: InboxRow): Promise<EngineEventEnvelope | null> {
		const received = decodeReceived(row.body);
		if (received === null) return null;
		const events = await this.#read(received.body, row.receivedAt);
		const event = events.find(({ id }) => id === received.eventId)?.event;
		if (!event) return null;
		return {
			id: row.eventId,
			inboxSeq: row.seq,
			event,
			replayOf: row.receivedAt,
			raw: () => received.body,
		};
	}

	async #read(body: unknown, receivedAt: number): Promise<readonly GatewayEvent[]> {
		return (await this.#client.read?.(body, { receivedAt })) ?? [];
	}

	/** The event and the mark that its hearer knows it, both or neither. */
	async #keep(
		{ id, event }: GatewayEvent,
		body: unknown,
		{ receivedAt, hearer }: { readonly receivedAt: number; readonly hearer: string | undefined },
	): Promise<{ readonly seq: number | null; readonly mark: number | null }> {
		const entry: InboxEntry = {
			eventId: id,
			chatId: event?.chat.id ?? '',
			cipherHash: null,
			body: encodeReceived({ eventId: id, body }),
			receivedAt,
		};
		const marks: InboxEntry[] =
			hearer === undefined ? [] : [{ ...entry, eventId: markOf(hearer, id), chatId: '', body: NOTHING }];
		const [seq, mark] = await this.#ports.store.commit({}, [entry, ...marks]);
		return { seq: seq ?? null, mark: mark ?? null };
	}
}

function markOf(hearer: string, id: string): string {
	return `heard:${hearer}:${id}`;
}
