import { KitError } from '../../messages/kit-error';
import type { PolledRecord, RecordPage } from '../records';

/** Where a reader of a feed stands. Plain data, kept by the reader between two sweeps. */
export interface RecordCursor {
	/** Epoch ms of the newest record, by the other side's clock; 0 when there was none. */
	readonly since: number;
	/** Records at this boundary that were handed on, with their times. */
	readonly known: readonly (readonly [id: string, at: number | null])[];
}

type Read = (page: number) => Promise<RecordPage>;

/** Records of one second come in any order, and some are written down late: so far back everything is looked at again, ms. */
const OVERLAP_MS = 5 * 60_000;
/** Most pages of one sweep; what waits behind them would take longer than n8n lets a poll run. */
const MOST_PAGES = 50;
/** Times a feed of several pages is read until nothing more turns up. */
const MOST_SWEEPS = 4;
/** So many known ones in a row of time say that the ones without a time behind them are older. */
const KNOWN_ENOUGH = 10;
/** Pages on which a record without a time may still be new. */
const UNTIMED_PAGES = 3;
const MOST_UNTIMED = 1_000;

/**
 * Everything that is new in a feed since the cursor, oldest first, to the last page: nothing is left out and nothing
 * is given twice, although records move from page to page while they are read.
 *
 * @param cursor Null begins: what is there now counts as known
 * @param now Epoch ms; a record from the future must not make those of today look old
 * @throws KitError of `read`, and `refused` when there are too many at once
 */
export async function sweepRecords(
	read: Read,
	cursor: RecordCursor | null,
	now: number,
): Promise<{ readonly records: readonly PolledRecord[]; readonly cursor: RecordCursor }> {
	if (cursor === null) return { records: [], cursor: await begin(read, now) };
	const found = new Map<string, PolledRecord>();
	for (let sweep = 1; sweep <= MOST_SWEEPS; sweep += 1) {
		const before = found.size;
		const pages = await sweepOnce(read, cursor, found);
		// One that was deleted meanwhile moves all behind it forward, over the edge of a page that was read already.
		if (pages === 1 || found.size === before) break;
	}
	const records = oldestFirst([...found.values()]);
	return { records, cursor: advanced(cursor, records, now) };
}

/** Gives the number of pages that were read. */
async function sweepOnce(
	read: Read,
	cursor: RecordCursor,
	found: Map<string, PolledRecord>,
): Promise<number> {
	const known = new Set(cursor.known.map(([id]) => id));
	const enough = Math.min(KNOWN_ENOUGH, known.size);
	let seen = 0;
	for (let page = 1; page <= MOST_PAGES; page += 1) {
		const { records, more } = await read(page);
		let fresh = 0;
		for (const record of records) {
			if (known.has(record.id)) seen += 1;
			else if (!isOld(record, cursor, page > UNTIMED_PAGES || (enough > 0 && seen >= enough))) {
				fresh += 1;
				if (!found.has(record.id)) found.set(record.id, record);
			}
		}
		if (!more || isEnd(records.at(-1), cursor, fresh)) return page;
	}
	throw new KitError({
		code: 'refused',
		reason: 'tooManyRecords',
		what: `More came since the last time than ${MOST_PAGES} pages hold.`,
		next: 'Nothing was left out yet. Put the trigger into a new workflow to go on with what comes from now on.',
	});
}

function isOld({ at }: PolledRecord, { since }: RecordCursor, behindKnown: boolean): boolean {
	return at === null ? behindKnown : at < since - OVERLAP_MS;
}

/** Behind it there is nothing new: it is older than what is looked at again, or says no time and its page held nothing new. */
function isEnd(last: PolledRecord | undefined, { since }: RecordCursor, fresh: number): boolean {
	if (last === undefined) return true;
	return last.at === null ? fresh === 0 : last.at < since - OVERLAP_MS;
}

async function begin(read: Read, now: number): Promise<RecordCursor> {
	const there: PolledRecord[] = [];
	let since = 0;
	for (let page = 1; page <= MOST_PAGES; page += 1) {
		const { records, more } = await read(page);
		there.push(...records);
		since = newest(records, since, now);
		const last = records.at(-1)?.at ?? null;
		if (!more || last === null || last < since - OVERLAP_MS) break;
	}
	return advanced({ since, known: [] }, there, now);
}

function advanced(cursor: RecordCursor, records: readonly PolledRecord[], now: number): RecordCursor {
	const since = newest(records, cursor.since, now);
	const all = new Map([...cursor.known, ...records.map(({ id, at }) => [id, at] as const)]);
	const timed = [...all].filter(([, at]) => at !== null && at >= since - OVERLAP_MS);
	const untimed = [...all].filter(([, at]) => at === null).slice(-MOST_UNTIMED);
	return { since, known: [...timed, ...untimed] };
}

function newest(records: readonly PolledRecord[], since: number, now: number): number {
	return records.reduce((latest, { at }) => Math.max(latest, Math.min(at ?? 0, now)), since);
}

/** Feeds are newest first; where all have a time, that decides, whatever page they stood on. */
function oldestFirst(records: readonly PolledRecord[]): readonly PolledRecord[] {
	const turned = [...records].reverse();
	if (turned.some(({ at }) => at === null)) return turned;
	return turned.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
}
