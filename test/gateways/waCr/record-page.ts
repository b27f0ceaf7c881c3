import { invalid } from './wa-cr-refusal';

export type SimulatedRecord = Readonly<Record<string, unknown>>;

/** One page of a list, by the conventions all of WA.cr's lists share. Members that begin with `_` are the simulator's own. */
export function page(
	records: readonly SimulatedRecord[],
	query: Readonly<Record<string, string>>,
): { readonly data: readonly SimulatedRecord[]; readonly meta: object } {
	const number = wholeNumber(query.page ?? '1', 1_000_000);
	const perPage = wholeNumber(query.per_page ?? '15', 100);
	const chosen = sorted(filtered(records, query), query.sort ?? '-created_at');
	const start = (number - 1) * perPage;
	const data = chosen.slice(start, start + perPage).map(shown);
	return { data, meta: { pagination: { has_more: start + perPage < chosen.length } } };
}

function wholeNumber(text: string, max: number): number {
	const number = Number(text);
	if (/^\d+$/u.test(text) && number >= 1 && number <= max) return number;
	throw invalid({ per_page: [`It must be between 1 and ${max}`] });
}

function filtered(
	records: readonly SimulatedRecord[],
	query: Readonly<Record<string, string>>,
): readonly SimulatedRecord[] {
	const filters = Object.entries(query).flatMap(([name, value]) => {
		const field = /^filter\[(\w+)\]$/u.exec(name)?.[1];
		return field === undefined ? [] : [[field, value] as const];
	});
	return records.filter((record) =>
		filters.every(([field, value]) => String(record[field] ?? record[`_${field}`]) === value),
	);
}

/** `-created_at`: newest first. Records without an order of their own stay as they lie, the last one newest. */
function sorted(records: readonly SimulatedRecord[], sort: string): readonly SimulatedRecord[] {
	const field = sort.replace(/^-/u, '');
	const key = (record: SimulatedRecord): string => String(record[field] ?? record[`_${field}`] ?? '');
	const ascending = [...records].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
	return sort.startsWith('-') ? ascending.reverse() : ascending;
}

function shown(record: SimulatedRecord): SimulatedRecord {
	return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('_')));
}

/** A message as `GET /messages` lists it. */
export function receivedMessage({
	id,
	from,
	text,
	at,
	...more
}: {
	readonly id: string | number;
	readonly from: string;
	readonly text: string;
	/** Epoch ms. */
	readonly at: number;
} & SimulatedRecord): SimulatedRecord {
	const time = new Date(at).toISOString();
	return {
		id,
		interaction_id: 5,
		sender_id: from,
		type: 'text',
		message: text,
		status: 'delivered',
		message_id: `wamid.in.${id}`,
		sent_at: time,
		is_read: false,
		_direction: 'inbound',
		_created_at: time,
		...more,
	};
}
