import type { IncomingEvent } from '../messages/incoming';
import type { EngineAccount, EnginePorts } from './engine';

/** Where events have to be asked for: part of the contract of an engine. */
export interface KeepsRecords<Options> {
	/** Reads what the other side keeps. Whoever opens it closes it. */
	openRecords?(account: EngineAccount<Options>, ports: Omit<EnginePorts, 'store'>): OpenedRecords;
}

/** What people wrote to us, our own messages as their status changes, and people we know. Newest first. */
export type RecordFeed = 'received' | 'statuses' | 'contacts';

export interface PolledRecord {
	/** Same id, same happening: the id of the event that `body` is read as. */
	readonly id: string;
	/** Epoch ms by which its feed is in order; null when it does not say. */
	readonly at: number | null;
	/** What `Connection.ingest` takes; null for what has no place in the message model. */
	readonly body: unknown;
	/** As it can be read without the store of the account: a choice is still a message. */
	readonly event: IncomingEvent | null;
	/** In the words of the other side. */
	readonly record: unknown;
}

export interface RecordPage {
	readonly records: readonly PolledRecord[];
	/** There are older ones. */
	readonly more: boolean;
}

export interface Records {
	/** `page` counts from 1. Rejects with KitError; one request each. */
	page(
		request: { readonly feed: RecordFeed; readonly page: number },
		signal: AbortSignal,
	): Promise<RecordPage>;
}

export interface OpenedRecords extends Records {
	close(): void;
}
