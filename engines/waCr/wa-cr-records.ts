import type { PolledRecord, RecordFeed, RecordPage, Records } from '../records';
import type { GatewayParts } from '../gateway/gateway';
import { at, textOf, timeOf } from '../gateway/untrusted';
import { readList } from './read-list';
import { readWaCrRecord, waCrEventId } from './read-record';
import type { WaCrOptions } from './wa-cr-options';

/** The most WA.cr gives at once. */
const PER_PAGE = 100;

/** Nothing of this feed is in our store yet. */
const noOffers = {
	findSent: async () => await Promise.resolve(null),
	findLastOffer: async () => await Promise.resolve(null),
};

const FEEDS = {
	received: {
		path: '/messages',
		scope: 'messages:read',
		query: { sort: '-created_at', 'filter[direction]': 'inbound' },
	},
	statuses: {
		path: '/messages',
		scope: 'messages:read',
		query: { sort: '-updated_at', 'filter[direction]': 'outbound' },
	},
	contacts: { path: '/contacts', scope: 'contacts:read', query: { sort: '-created_at' } },
} as const;

/** The lists of WA.cr, page by page. */
export class WaCrRecords implements Records {
	readonly #parts: Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>;

	constructor(parts: Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>) {
		this.#parts = parts;
	}

	async page(
		{ feed, page }: { readonly feed: RecordFeed; readonly page: number },
		signal: AbortSignal,
	): Promise<RecordPage> {
		const { path, scope, query } = FEEDS[feed];
		const asked = { ...query, page, per_page: PER_PAGE };
		const { list, more } = await readList(this.#parts, { path, query: asked, scope }, signal);
		const now = this.#parts.ports.clock.now();
		const records = await Promise.all(list.map(async (record) => await this.#recordOf(feed, record, now)));
		return {
			records: records.filter((record) => record !== undefined),
			more,
		};
	}

	async #recordOf(feed: RecordFeed, record: unknown, receivedAt: number): Promise<PolledRecord | undefined> {
		if (feed === 'contacts') {
			const id = textOf(at(record, 'id'));
			const created = timeOf(at(record, 'created_at')) ?? null;
			return id === undefined
				? undefined
				: { id: `waCr:contact:${id}`, at: created, body: null, event: null, record };
		}
		const body = { feed, record };
		const id = waCrEventId(body);
		if (id === undefined) return undefined;
		const read = await readWaCrRecord(body, { receivedAt }, noOffers);
		return { id, at: timeIn(feed, record), body, event: read?.event ?? null, record };
	}
}

/** By what the feed is in order. A message's own time stands in where a record does not say when it was made. */
function timeIn(feed: 'received' | 'statuses', record: unknown): number | null {
	if (feed === 'statuses') return timeOf(at(record, 'updated_at')) ?? null;
	return timeOf(at(record, 'created_at')) ?? timeOf(at(record, 'sent_at')) ?? null;
}
