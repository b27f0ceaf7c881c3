import type {
	DeclarativeRestApiSettings,
	IExecutePaginationFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { wholeFields } from '../../shared/rest/list-fields';
import { placingCredential } from '../../shared/rest/place-credential';
import type { RestResource } from '../../shared/rest/operation';
import { allBots } from './contact.resource';
import { getMany, getOne, type RecordKind } from './kept-records';
import { placeWaaBot } from './place-credential';

const log: RecordKind = { name: 'logged message', url: '/message-log' };

/** Entries in one request. */
const PAGE = 100;
/** Most requests for one list. */
const MOST_PAGES = 1_000;

const prove = placingCredential('waaBotApi', placeWaaBot);

export function messageLogResource(): RestResource {
	return {
		value: 'messageLog',
		name: 'Message Log',
		initial: 'getMany',
		operations: [getOne(log), { ...getMany(log), fields: [...pagedFields(), allBots()] }],
	};
}

function pagedFields(): INodeProperties[] {
	const [all, limit] = wholeFields();
	if (!all || !limit) return [];
	return [
		{ ...all, routing: { send: { paginate: '={{ $value }}' }, operations: { pagination: allPages } } },
		{ ...limit, routing: { request: { qs: { page: 1, limit: '={{ $value }}' } }, ...limit.routing } },
	];
}

/** WaaBot tells neither how many there are nor whether there is a next page. */
async function allPages(
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const all: INodeExecutionData[] = [];
	let before = '';
	for (let page = 1; page <= MOST_PAGES; page += 1) {
		// A proof of the account may end before the list does; the first one is fresh.
		const asked = request.options as IHttpRequestOptions;
		const proven = page === 1 ? asked : await prove.call(this, asked);
		const qs = { ...proven.qs, page, limit: PAGE };
		const entries = await this.makeRoutingRequest({ ...request, options: { ...proven, qs } });
		const now = JSON.stringify(entries.map(({ json }) => json));
		// Whoever does not know pages gives the same one without end.
		if (now === before) break;
		before = now;
		for (const entry of entries) all.push(entry);
		if (entries.length < PAGE) break;
	}
	return all;
}
