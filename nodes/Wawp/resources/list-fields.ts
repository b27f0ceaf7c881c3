import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { wholeFields } from '../../shared/rest/list-fields';

/** Entries in one request; Wawp gives at most this many. */
const PAGE = 1_000;
/** Most requests for one list. */
const MOST_PAGES = 1_000;

/** Return All and Limit, for lists that Wawp gives in pages. */
export function pagedFields(): INodeProperties[] {
	const [all, limit] = wholeFields();
	if (!all || !limit) return [];
	return [
		{ ...all, routing: { send: { paginate: '={{ $value }}' }, operations: { pagination: allPages } } },
		{ ...limit, routing: { request: { qs: { limit: '={{ $value }}', offset: 0 } }, ...limit.routing } },
	];
}

async function allPages(
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const all: INodeExecutionData[] = [];
	let before = '';
	for (let page = 0; page < MOST_PAGES; page += 1) {
		const qs = { ...request.options.qs, limit: PAGE, offset: all.length };
		const entries = await this.makeRoutingRequest({ ...request, options: { ...request.options, qs } });
		const now = JSON.stringify(entries.map(({ json }) => json));
		// Whoever does not know the offset gives the same page without end.
		if (now === before) break;
		before = now;
		for (const entry of entries) all.push(entry);
		if (entries.length < PAGE) break;
	}
	return all;
}
