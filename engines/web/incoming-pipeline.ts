import type { MessageUserReceiptUpdate, WAMessage, WAMessageUpdate } from '@whiskeysockets/baileys';
import type { IncomingEvent, MessageStatusEvent } from '../../messages/incoming';
import type { Clock, Logger } from '../../messages/ports';
import type { AccountStore, EngineEventEnvelope, InboxRow } from '../engine';
import { partOf } from './event-id';
import { BoundedCache } from './bounded-cache';
import {
	decodeStoredMessage,
	encodeStoredMessage,
	isStoredMessage,
	type StoredMessage,
} from './stored-message';
import type { Baileys } from './load-baileys';
import {
	createReadContext,
	eventIdOf,
	readMessage,
	type ReadContext,
	type ReadLookups,
} from './read-message';
import { rawCopy } from './read/raw-copy';
import { readStoredStanza } from './stored-stanza';

export interface IncomingPipelineOptions {
	readonly baileys: Baileys;
	readonly store: AccountStore;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly lookups: ReadLookups;
	emit(envelope: EngineEventEnvelope): void;
	/** Whether anybody hears of own sends now: they are not kept, and need not be read for nobody. */
	hearsOwnSends(): boolean;
	onFailure(error: unknown): void;
}

/**
 * From the library's events to ours, in the order they came, each exactly once.
 *
 * A message that was decrypted is already in the inbox under its event id (signal-repository.ts); `recorded`
 * tells whether it was new. Only new ones are passed on: the library upserts the same id again after a
 * redelivery or a retry.
 */
export class IncomingPipeline {
	readonly #options: IncomingPipelineOptions;

	/** Event id → inbox row of messages decrypted but not yet passed on. */
	readonly #fresh = new Map<string, number>();

	/** Ids that were in the inbox before: their upsert is a repetition. */
	readonly #repeated: BoundedCache<true>;

	#tail: Promise<void> = Promise.resolve();

	constructor(options: IncomingPipelineOptions) {
		this.#options = options;
		this.#repeated = new BoundedCache(() => options.clock.now(), { maxEntries: 10_000, maxAgeMs: 3_600_000 });
	}

	/** Told by the key store after each commit. */
	recorded(eventId: string, seq: number | null): void {
		if (seq === null) this.#repeated.set(eventId, true);
		else this.#fresh.set(eventId, seq);
	}

	/** Resolves when everything handed in so far has been passed on. */
	async drained(): Promise<void> {
		await this.#tail;
	}

	messages(messages: readonly WAMessage[], offline: boolean): void {
		for (const message of messages) this.#enqueue(async () => await this.#pass(message, offline));
	}

	statuses(updates: readonly WAMessageUpdate[]): void {
		for (const { key, update } of updates) {
			if (!key.fromMe || !key.id || typeof update.status !== 'number') continue;
			this.#status(key, update.status, update.messageStubParameters ?? []);
		}
	}

	groupReceipts(receipts: readonly MessageUserReceiptUpdate[]): void {
		for (const { key, receipt } of receipts) {
			const status = receipt.readTimestamp ? 4 : 3;
			this.#status({ ...key, participant: receipt.userJid }, status, []);
		}
	}

	/** An own send, told to those who want to see their own messages. Not kept: the sender knows already. */
	echo(message: WAMessage): void {
		if (!this.#options.hearsOwnSends()) return;
		this.#enqueue(async () => {
			const read = await readMessage(message, this.#context());
			if (read)
				this.#options.emit({ id: read.id, inboxSeq: null, event: read.event, raw: () => rawCopy(message) });
		});
	}

	async replay(row: InboxRow): Promise<EngineEventEnvelope | null> {
		const { baileys, lookups } = this.#options;
		const { id, lid } = lookups.me;
		const { message, offline } = isStoredMessage(row.body)
			? decodeStoredMessage(row.body, baileys)
			: await readStoredStanza(row.body, { baileys, meId: id, meLid: lid ?? '' });
		const { receivedAt } = row;
		const read = await readMessage(message, createReadContext(lookups, { offline, receivedAt }));
		if (!read) return null;
		return {
			id: row.eventId,
			inboxSeq: row.seq,
			event: read.event,
			replayOf: receivedAt,
			raw: () => rawCopy(message),
		};
	}

	/** For something that comes in now. */
	#context(offline = false): ReadContext {
		const { lookups, clock } = this.#options;
		return createReadContext(lookups, { offline, receivedAt: clock.now() });
	}

	#enqueue(work: () => Promise<void>): void {
		this.#tail = this.#tail.then(work).catch((error: unknown) => this.#options.onFailure(error));
	}

	async #pass(message: WAMessage, offline: boolean): Promise<void> {
		const { baileys, store } = this.#options;
		// Could not be decrypted: not a message yet. The real one follows under the same id.
		if (message.messageStubType === baileys.WAMessageStubType.CIPHERTEXT) return;
		const id = eventIdOf(message);
		if (!id) return;
		const read = await readMessage(message, this.#context(offline));
		const seq = await this.#seqOf(id, { message, offline }, read?.event ?? null);
		if (seq === null) return;
		if (read) this.#options.emit({ id, inboxSeq: seq, event: read.event, raw: () => rawCopy(message) });
		else await store.discardReceived([seq]);
	}

	async #seqOf(id: string, stored: StoredMessage, event: IncomingEvent | null): Promise<number | null> {
		const seq = this.#fresh.get(id);
		if (seq !== undefined) {
			this.#fresh.delete(id);
			return seq;
		}
		// Not decrypted by us just now: a repetition, a thing without content, or one that came unencrypted.
		if (!event || this.#repeated.get(id)) return null;
		const { store, clock, baileys } = this.#options;
		const body = encodeStoredMessage(stored, baileys);
		const entry = { eventId: id, chatId: event.chat.id, cipherHash: null, body, receivedAt: clock.now() };
		const [row] = await store.commit({}, [entry]);
		return row ?? null;
	}

	#status(key: WAMessage['key'], status: number, parameters: readonly (string | null)[]): void {
		const name = statusName(status);
		if (!name) return;
		this.#enqueue(async () => {
			const context = this.#context();
			const event = await statusEvent(key, name, parameters, context, this.#options.clock.now());
			const id = `status:${partOf(event.chat.id)}|${partOf(key.participant ?? '')}|${event.messageId}|${name}`;
			this.#options.emit({ id, inboxSeq: null, event, raw: null });
		});
	}
}

/** WhatsApp's numbers (baileys.md §4). PENDING is our own making and says nothing. */
function statusName(status: number): MessageStatusEvent['status'] | null {
	return (['failed', null, 'sent', 'delivered', 'read', 'played'] as const)[status] ?? null;
}

async function statusEvent(
	key: WAMessage['key'],
	status: MessageStatusEvent['status'],
	parameters: readonly (string | null)[],
	context: ReadContext,
	now: number,
): Promise<MessageStatusEvent> {
	const chat = await context.describeChat(key.remoteJid ?? '');
	const from = await context.describePerson(key.participant ?? key.remoteJid ?? '', null);
	return {
		event: 'messageStatus',
		messageId: key.id ?? '',
		timestamp: now,
		chat,
		from: { ...from, isMe: false },
		status,
		...(status === 'failed' ? { error: parameters.filter(Boolean).join(': ') || 'refused by WhatsApp' } : {}),
	};
}
