import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { IncomingEvent } from '../../messages/incoming';
import type { PolledRecord, RecordFeed } from '../../engines/records';
import type { AccountConfig, SweepRequest } from '../../runtime/kit';
import { readAccount } from '../shared/account';
import { eventItem } from '../shared/event-item';
import { loadKit } from '../shared/load-kit';
import { toNodeError } from '../shared/node-error';

/** Where each feed stands, in the static data of the node. */
interface PollState {
	/** Whose feeds these are: with another credential everything begins anew, and its past starts nothing. */
	account?: string;
	cursors?: Partial<Record<RecordFeed, SweepRequest['cursor']>>;
}

/** One poll, ms, where n8n does not say how long it waits; it asks at least once a minute. */
const POLL_MS = 40_000;

const FEED_OF: Readonly<Record<string, RecordFeed>> = {
	choice: 'received',
	message: 'received',
	messageStatus: 'statuses',
	contactCreated: 'contacts',
};

/**
 * Everything new since the last poll, oldest first. How far it is known is written down last: a poll that fails is
 * repeated whole, and n8n keeps what was written down together with the execution.
 */
export async function pollEvents(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const events = new Set(context.getNodeParameter('events', []) as string[]);
	const feeds = new Set([...events].map((event) => FEED_OF[event]).filter((feed) => feed !== undefined));
	try {
		const account = await readAccount(context, 'waCr');
		const poll = new Poll(context, account, events);
		const items = context.getMode() === 'manual' ? await poll.examples(feeds) : await poll.news(feeds);
		return items.length === 0 ? null : [items];
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

class Poll {
	readonly #signal: AbortSignal;

	readonly #includeRaw: boolean;

	constructor(
		private readonly context: IPollFunctions,
		private readonly account: AccountConfig,
		private readonly events: ReadonlySet<string>,
	) {
		// Older versions of n8n have no such limit.
		const budget = (context as Partial<IPollFunctions>).getPollBudgetMs?.() ?? POLL_MS;
		this.#signal = AbortSignal.timeout(Math.min(budget, POLL_MS));
		const options = context.getNodeParameter('options', {}) as IDataObject;
		this.#includeRaw = options.includeRaw === true;
	}

	/** For a test by hand: what came last, told to nobody else and not counted as known. */
	async examples(feeds: ReadonlySet<RecordFeed>): Promise<INodeExecutionData[]> {
		const items: INodeExecutionData[] = [];
		for (const feed of feeds) {
			const records = await this.#kit().sample(this.account, { feed, signal: this.#signal });
			items.push(...records.flatMap((record) => this.#itemsOf(feed, record, record.event)));
		}
		return items;
	}

	async news(feeds: ReadonlySet<RecordFeed>): Promise<INodeExecutionData[]> {
		const state = this.context.getWorkflowStaticData('node') as PollState;
		const cursors = state.account === this.account.id ? { ...state.cursors } : {};
		const items: INodeExecutionData[] = [];
		for (const feed of feeds) {
			const request = { feed, cursor: cursors[feed] ?? null, signal: this.#signal };
			const { records, cursor } = await this.#kit().sweep(this.account, request);
			cursors[feed] = cursor;
			const heard = await this.#tell(records);
			items.push(...records.flatMap((record, index) => this.#itemsOf(feed, record, heard[index] ?? null)));
		}
		state.cursors = cursors;
		state.account = this.account.id;
		return items;
	}

	/** Tells everybody else who listens to the account, and reads the records with what the account offered. */
	async #tell(records: readonly PolledRecord[]): Promise<readonly (IncomingEvent | null)[]> {
		if (!records.some(({ body }) => body !== null)) return [];
		const { session, release } = await this.#kit().acquire(this.account);
		try {
			const heard: (IncomingEvent | null)[] = [];
			for (const { body, event } of records) {
				const [taken] = body === null ? [] : await session.ingest({ body, signal: this.#signal });
				heard.push(taken?.event ?? event);
			}
			return heard;
		} finally {
			release();
		}
	}

	#itemsOf(feed: RecordFeed, { record }: PolledRecord, event: IncomingEvent | null): INodeExecutionData[] {
		const source = { account: this.account.name, engine: this.account.engine };
		const raw = this.#includeRaw ? { raw: record as IDataObject } : {};
		if (event) return this.events.has(event.event) ? [{ json: { ...eventItem(event, source), ...raw } }] : [];
		// What has no place in the message model, or lacks what it needs, is passed on in WA.cr's words.
		const name = NAME_OF[feed];
		if (!this.events.has(name)) return [];
		return [{ json: { event: name, ...source, record: record as IDataObject } }];
	}

	#kit(): ReturnType<typeof loadKit> {
		return loadKit({ logger: this.context.logger });
	}
}

const NAME_OF: Readonly<Record<RecordFeed, string>> = {
	received: 'message',
	statuses: 'messageStatus',
	contacts: 'contactCreated',
};
