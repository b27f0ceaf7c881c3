import { statement } from '../statement';
import type { SqlBuilder, SqlValue } from '../statement';

type Stream = { account: string; stream: string };
type Place = Stream & { seq: number };
type Older = { before: number; limit: number };

const table = 'whatsapp_kit_ledger';
const heads = 'whatsapp_kit_ledger_heads';
const limits = 'whatsapp_kit_limits';

/** `s0…` streams, `w0…` the stream of a window, `b0…` how many places its limit looks back, `c0…` chats. */
export type FactParameters = { account: string } & Record<string, SqlValue>;

export function ledgerStatements(
	db: SqlBuilder,
	counts: { streams: number; windows: number; chats: number },
) {
	return {
		facts: statement<FactParameters>()((p) => factsQuery(db, p, counts)),
		...bookingStatements(db, counts.streams),
		...givingBackStatements(db),
		...removalStatements(db),
		...limitStatements(db),
	};
}

/**
 * Everything a decision needs in one row, by key only: however long the past, it is as many look-ups. One
 * statement, for a server database takes a round trip for each.
 */
function factsQuery(
	db: SqlBuilder,
	p: FactParameters,
	counts: { streams: number; windows: number; chats: number },
) {
	const text = (name: string): string => p[name] as string;
	const headOf = (stream: string) =>
		db.selectFrom(heads).where('account', '=', p.account).where('stream', '=', stream);
	const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
	return db.selectNoFrom((e) => [
		...numbers(counts.streams).flatMap((index) => {
			const head = headOf(text(`s${index}`)).where('seq', '>', 0);
			return [head.select('sent_at').as(`at${index}`), head.select('seq').as(`seq${index}`)];
		}),
		headOf(text('s0')).select('spread').as('spread'),
		...numbers(counts.windows).map((index) =>
			e
				.selectFrom(table)
				.select('sent_at')
				.where('account', '=', p.account)
				.where('stream', '=', text(`w${index}`))
				.where('seq', '=', (of) => of(headOf(text(`w${index}`)).select('seq'), '-', p[`b${index}`] as number))
				.as(`turn${index}`),
		),
		e.selectFrom(limits).select('restricted_at').where('account', '=', p.account).as('restricted_at'),
		e
			.selectFrom('whatsapp_kit_inbox')
			.select('seq')
			.where('account', '=', p.account)
			.where(
				'chat_id',
				'in',
				numbers(counts.chats).map((index) => text(`c${index}`)),
			)
			.where('discarded', '=', 0)
			.limit(1)
			.as('heard'),
	]);
}

/** `stream0…`, `seq0…`: the places of one send, as many as it takes. */
export type Booking = { account: string; at: number; reservation: string; spread: number } & Record<
	string,
	SqlValue
>;

/** By the number of places, less one: one statement for all rows, for each costs a server database as much as its rows. */
function bookingStatements(db: SqlBuilder, streams: number) {
	const upTo = Array.from({ length: streams }, (_, most) =>
		Array.from({ length: most + 1 }, (_place, index) => index),
	);
	const place = (p: Booking, index: number) => ({
		account: p.account,
		stream: p[`stream${index}`] as string,
		seq: p[`seq${index}`] as number,
		sent_at: p.at,
	});
	return {
		book: upTo.map((places) =>
			statement<Booking>()((p) =>
				db
					.insertInto(table)
					.values(places.map((index) => ({ ...place(p, index), reservation: p.reservation }))),
			),
		),
		moveHeads: upTo.map((places) =>
			statement<Booking>()((p) =>
				headsMoved(
					db,
					places.map((index) => ({ ...place(p, index), spread: p.spread })),
				),
			),
		),
		moveHead: statement<Place & { at: number; spread: number }>()((p) =>
			headsMoved(db, [{ account: p.account, stream: p.stream, seq: p.seq, sent_at: p.at, spread: p.spread }]),
		),
		head: statement<Stream>()((p) =>
			db
				.selectFrom(heads)
				.select(['seq', 'sent_at', 'spread'])
				.where('account', '=', p.account)
				.where('stream', '=', p.stream),
		),
	};
}

function headsMoved(
	db: SqlBuilder,
	rows: readonly { account: string; stream: string; seq: number; sent_at: number; spread: number }[],
) {
	return db
		.insertInto(heads)
		.values(rows)
		.onConflict((conflict) =>
			conflict.columns(['account', 'stream']).doUpdateSet((row) => ({
				seq: row.ref('excluded.seq'),
				sent_at: row.ref('excluded.sent_at'),
				spread: row.ref('excluded.spread'),
			})),
		);
}

function givingBackStatements(db: SqlBuilder) {
	return {
		/** From the place booked backwards: places only ever move down. */
		placesBefore: statement<Place & { at: number }>()((p) =>
			db
				.selectFrom(table)
				.select(['seq', 'reservation'])
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('seq', '<=', p.seq)
				.where('sent_at', '>=', p.at)
				.orderBy('seq', 'desc'),
		),
		placesFrom: statement<Place>()((p) =>
			db
				.selectFrom(table)
				.select(['seq', 'sent_at', 'reservation'])
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('seq', '>=', p.seq)
				.orderBy('seq'),
		),
		rewrite: statement<Place & { at: number; reservation: string }>()((p) =>
			db
				.updateTable(table)
				.set({ sent_at: p.at, reservation: p.reservation })
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('seq', '=', p.seq),
		),
		clear: statement<Place>()((p) =>
			db
				.deleteFrom(table)
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('seq', '=', p.seq),
		),
		usedSince: statement<Stream & { since: number }>()((p) =>
			db
				.selectFrom(table)
				.select((e) => e.fn.countAll().as('used'))
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('sent_at', '>', p.since),
		),
	};
}

function removalStatements(db: SqlBuilder) {
	return {
		oldRows: statement<Older>()((p) =>
			db
				.selectFrom(table)
				.select(['account', 'stream', 'seq'])
				.where('sent_at', '<', p.before)
				.orderBy('sent_at')
				.limit(p.limit),
		),
		oldHeads: statement<Older>()((p) =>
			db
				.selectFrom(heads)
				.select(['account', 'stream'])
				.where('sent_at', '<', p.before)
				.orderBy('sent_at')
				.limit(p.limit),
		),
		clearHead: statement<Stream & { before: number }>()((p) =>
			db
				.deleteFrom(heads)
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('sent_at', '<', p.before),
		),
		pullRowsBack: statement<{ account: string; now: number }>()((p) =>
			db
				.updateTable(table)
				.set({ sent_at: p.now })
				.where('account', '=', p.account)
				.where('sent_at', '>', p.now),
		),
		pullHeadsBack: statement<{ account: string; now: number }>()((p) =>
			db
				.updateTable(heads)
				.set({ sent_at: p.now })
				.where('account', '=', p.account)
				.where('sent_at', '>', p.now),
		),
	};
}

function limitStatements(db: SqlBuilder) {
	return {
		limits: statement<{ account: string }>()((p) =>
			db.selectFrom(limits).select(['warm_up_at', 'restricted_at']).where('account', '=', p.account),
		),
		begin: statement<{ account: string; now: number }>()((p) =>
			db
				.insertInto(limits)
				.values({ account: p.account, warm_up_at: p.now })
				.onConflict((conflict) =>
					conflict
						.column('account')
						.doUpdateSet((row) => ({ warm_up_at: row.ref('excluded.warm_up_at') }))
						.where(`${limits}.warm_up_at`, 'is', null),
				),
		),
		restrict: statement<{ account: string; at: number }>()((p) =>
			db
				.insertInto(limits)
				.values({ account: p.account, restricted_at: p.at })
				.onConflict((conflict) =>
					conflict
						.column('account')
						.doUpdateSet((row) => ({ restricted_at: row.ref('excluded.restricted_at') })),
				),
		),
	};
}
