import { KitError } from '../../messages/kit-error';
import type { PolledRecord, RecordFeed, RecordPage, Records } from '../records';
import type { GatewayParts } from '../gateway/gateway';
import { errorOfStatus, unreachable } from '../gateway/send-outcome';
import { at, textOf, timeOf } from '../gateway/untrusted';
import { readWaCrRecord, waCrEventId } from './read-record';
import { waCrError } from './wa-cr-errors';
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
		const { http, ports } = this.#parts;
		const { path, scope, query } = FEEDS[feed];
		const asked = { ...query, page, per_page: PER_PAGE };
		const answer = await http.request({ method: 'GET', path, query: asked, signal });
		if (answer.kind !== 'answer') throw unreachable('WA.cr', answer.why);
		const now = ports.clock.now();
		const error = waCrError(answer, { now, scope, shown: (text) => http.shown(text) });
		if (error) throw error;
		if (answer.status >= 300) throw errorOfStatus(answer, { title: 'WA.cr', now });
		const list = listIn(answer.body);
		const records = await Promise.all(list.map(async (record) => await this.#recordOf(feed, record, now)));
		const more = at(answer.body, 'meta', 'pagination', 'has_more');
		return {
			records: records.filter((record) => record !== undefined),
			more: list.length > 0 && (typeof more === 'boolean' ? more : list.length >= PER_PAGE),
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

function listIn(body: unknown): readonly unknown[] {
	for (const place of [at(body, 'data'), at(body, 'data', 'data'), body]) {
		if (Array.isArray(place)) return place as unknown[];
	}
	throw new KitError({
		code: 'refused',
		reason: 'noList',
		what: 'WA.cr did not answer with a list.',
		next: 'Nothing was left out: it is asked again the next time.',
	});
}
