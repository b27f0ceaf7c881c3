import type {
	DeclarativeRestApiSettings,
	IDataObject,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

/** The most WA.cr gives at once. */
const PER_PAGE = 100;
/** At 60 requests a minute these take more than a quarter of an hour; no list ends later. */
const MOST_PAGES = 1_000;

/** Page after page until there are enough, or no more. */
export async function everyPage(
	this: IExecutePaginationFunctions,
	request: DeclarativeRestApiSettings.ResultOptions,
): Promise<INodeExecutionData[]> {
	const returnAll = this.getNodeParameter('returnAll', false) === true;
	const limit = returnAll ? Number.POSITIVE_INFINITY : Number(this.getNodeParameter('limit', 50));
	const perPage = Math.min(PER_PAGE, limit);
	const items: INodeExecutionData[] = [];
	for (let page = 1; page <= MOST_PAGES && items.length < limit; page += 1) {
		const qs = { ...request.options.qs, page, per_page: perPage };
		const [answer] = await this.makeRoutingRequest({ ...request, options: { ...request.options, qs } });
		const records = recordsIn(answer?.json);
		items.push(...records.map((json) => ({ json })));
		if (records.length === 0 || !hasMore(answer?.json, records.length, perPage)) break;
	}
	return items.slice(0, limit);
}

function recordsIn(body: IDataObject | undefined): IDataObject[] {
	const data = body?.data;
	if (Array.isArray(data)) return data as IDataObject[];
	const inner = (data as IDataObject | undefined)?.data;
	return Array.isArray(inner) ? (inner as IDataObject[]) : [];
}

/** Where it does not say so, a full page has another one behind it. */
function hasMore(body: IDataObject | undefined, count: number, perPage: number): boolean {
	const pagination = (body?.meta as IDataObject | undefined)?.pagination as IDataObject | undefined;
	return typeof pagination?.has_more === 'boolean' ? pagination.has_more : count >= perPage;
}

export function listFields(): INodeProperties[] {
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
	];
}
