import type { PolledRecord, RecordPage } from '../../engines/records';
import { sweepRecords, type RecordCursor } from '../../engines/gateway/sweep-records';
import { fc } from '../fixtures/properties';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

/** A feed in memory, newest first, a few to a page. */
class Feed {
	records: readonly PolledRecord[] = [];

	pages: number[] = [];

	/** Called before each page. */
	before: (page: number) => void = () => undefined;

	constructor(private readonly perPage = 3) {}

	add(id: string, at: number | null): void {
		this.records = [...this.records, { id, at, body: { id }, event: null, record: { id } }];
	}

	remove(id: string): void {
		this.records = this.records.filter((record) => record.id !== id);
	}

	read = async (page: number): Promise<RecordPage> => {
		this.pages.push(page);
		this.before(page);
		const ordered = [...this.records].reverse().sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
		const start = (page - 1) * this.perPage;
		return await Promise.resolve({
			records: ordered.slice(start, start + this.perPage),
			more: start + this.perPage < ordered.length,
		});
	};
}

async function sweep(feed: Feed, cursor: RecordCursor | null, now = NOW) {
	feed.pages = [];
	const swept = await sweepRecords(feed.read, cursor, now);
	// As n8n keeps it.
	const kept = JSON.parse(JSON.stringify(swept.cursor)) as RecordCursor;
	return { ids: swept.records.map(({ id }) => id), cursor: kept };
}

describe('a sweep of a feed', () => {
	it('begins with what comes from now on', async () => {
		const feed = new Feed();
		for (const index of [1, 2, 3, 4, 5]) feed.add(`old-${index}`, NOW - 6 * MINUTE + index);
		const begun = await sweep(feed, null);
		expect(begun.ids).toEqual([]);
		expect((await sweep(feed, begun.cursor)).ids).toEqual([]);
	});

	it('takes the first one ever, when there was none', async () => {
		const feed = new Feed();
		const { cursor } = await sweep(feed, null);
		feed.add('first', NOW - 60 * MINUTE);
		expect((await sweep(feed, cursor)).ids).toEqual(['first']);
	});

	it('reads to the last page, and gives the oldest first', async () => {
		const feed = new Feed();
		feed.add('old', NOW - MINUTE);
		const { cursor } = await sweep(feed, null);
		const ids = Array.from({ length: 20 }, (_, index) => `new-${index}`);
		ids.forEach((id, index) => feed.add(id, NOW + index));
		expect((await sweep(feed, cursor, NOW + MINUTE)).ids).toEqual(ids);
	});

	it('gives one that shares its second with one that is known', async () => {
		const feed = new Feed();
		feed.add('known', NOW);
		const first = await sweep(feed, null);
		feed.add('twin', NOW);
		const second = await sweep(feed, first.cursor);
		expect(second.ids).toEqual(['twin']);
		expect((await sweep(feed, second.cursor)).ids).toEqual([]);
	});

	it('gives one that was written down late', async () => {
		const feed = new Feed();
		feed.add('known', NOW);
		const { cursor } = await sweep(feed, null);
		feed.add('late', NOW - 4 * MINUTE);
		expect((await sweep(feed, cursor)).ids).toEqual(['late']);
	});

	it('is not led astray by a record from the future', async () => {
		const feed = new Feed();
		feed.add('known', NOW);
		let { cursor } = await sweep(feed, null);
		feed.add('future', NOW + 24 * 60 * MINUTE);
		({ cursor } = await sweep(feed, cursor));
		feed.add('today', NOW + MINUTE);
		expect((await sweep(feed, cursor, NOW + MINUTE)).ids).toEqual(['today']);
	});

	it('leaves none out when one before it is deleted between two pages', async () => {
		const feed = new Feed();
		feed.add('known', NOW - MINUTE);
		const { cursor } = await sweep(feed, null);
		const ids = Array.from({ length: 8 }, (_, index) => `new-${index}`);
		ids.forEach((id, index) => feed.add(id, NOW + index));
		feed.before = (page) => {
			if (page === 2) feed.remove('new-7');
		};
		expect((await sweep(feed, cursor, NOW + MINUTE)).ids).toEqual(ids);
	});

	it('gives none twice when others come between two pages', async () => {
		const feed = new Feed();
		feed.add('known', NOW - MINUTE);
		const begun = await sweep(feed, null);
		const ids = Array.from({ length: 7 }, (_, index) => `new-${index}`);
		ids.forEach((id, index) => feed.add(id, NOW + index));
		feed.before = (page) => {
			if (page === 2 && !feed.records.some(({ id }) => id === 'meanwhile')) feed.add('meanwhile', NOW + 50);
		};
		const swept = await sweep(feed, begun.cursor, NOW + MINUTE);
		const again = await sweep(feed, swept.cursor, NOW + MINUTE);
		expect([...swept.ids, ...again.ids]).toEqual([...ids, 'meanwhile']);
	});

	it('asks for one page when nothing is new', async () => {
		const feed = new Feed();
		for (const index of Array.from({ length: 30 }).keys())
			feed.add(`old-${index}`, NOW - index * 10 * MINUTE);
		const { cursor } = await sweep(feed, null);
		await sweep(feed, cursor);
		expect(feed.pages).toEqual([1]);
	});

	it('keeps a cursor that does not grow', async () => {
		const feed = new Feed(100);
		let { cursor } = await sweep(feed, null);
		for (const minute of Array.from({ length: 200 }).keys()) {
			feed.add(`at-${minute}`, NOW + minute * MINUTE);
			({ cursor } = await sweep(feed, cursor, NOW + minute * MINUTE));
		}
		expect(cursor.known.length).toBeLessThan(10);
	});

	it('takes records without a time by their place before the known ones', async () => {
		const feed = new Feed();
		for (const index of Array.from({ length: 30 }).keys()) feed.add(`old-${index}`, null);
		const begun = await sweep(feed, null);
		feed.add('new-1', null);
		feed.add('new-2', null);
		const { ids, cursor } = await sweep(feed, begun.cursor);
		expect(ids).toEqual(['new-1', 'new-2']);
		expect((await sweep(feed, cursor)).ids).toEqual([]);
	});

	it('gives up with a reason when there is no end of new ones', async () => {
		const feed = new Feed(1);
		const { cursor } = await sweep(feed, null);
		for (const index of Array.from({ length: 60 }).keys()) feed.add(`new-${index}`, NOW + index);
		await expect(sweep(feed, cursor)).rejects.toMatchObject({ code: 'refused', reason: 'tooManyRecords' });
	});

	it('gives each record once, whenever it comes and however many come at once', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(fc.integer({ min: -240, max: 30 }), { maxLength: 12 }), { maxLength: 12 }),
				fc.integer({ min: 1, max: 5 }),
				async (rounds, perPage) => {
					const feed = new Feed(perPage);
					feed.add('before', NOW);
					let { cursor } = await sweep(feed, null);
					const given: string[] = [];
					const added: string[] = [];
					for (const [round, seconds] of rounds.entries()) {
						// Up to four minutes late, or a little ahead of our clock.
						const now = NOW + round * MINUTE;
						for (const [index, second] of seconds.entries()) {
							added.push(`${round}-${index}`);
							feed.add(`${round}-${index}`, now + second * 1_000);
						}
						const swept = await sweep(feed, cursor, now);
						given.push(...swept.ids);
						({ cursor } = swept);
					}
					expect([...given].sort()).toEqual([...added].sort());
				},
			),
			{ numRuns: 300 },
		);
	});
});
