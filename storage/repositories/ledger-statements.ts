import type { SelectQueryBuilder } from 'kysely';
import type { LedgerHeadsTable, StoreTables } from '../schema';
import { statement } from '../statement';
import type { SqlBuilder, SqlValue } from '../statement';

type Stream = { account: string; stream: string };
type Place = Stream & { seq: number };
type Older = { before: number; limit: number };

const table = 'whatsapp_kit_ledger';
const heads = 'whatsapp_kit_ledger_heads';
const limits = 'whatsapp_kit_limits';

/** `s0…` streams, `b0…` how many places the limit of a window looks back, `c0…` chats. */
export type FactParameters = { account: string } & Record<string, SqlValue>;

/** What a facts statement has places for; `windows` says to which of the streams each window belongs. */
export interface FactShape {
	readonly streams: number;
	readonly windows: readonly number[];
	readonly chats: number;
}

export function ledgerStatements(db: SqlBuilder, streams: number) {
	return {
		...bookingStatements(db, streams),
		...givingBackStatements(db),
		...removalStatements(db),
		...limitStatements(db),
	};
}

/**
 * Everything a decision needs in one row, by key only and each row looked up once: however long the past, it is
 * as many look-ups. One statement, for a server database takes a round trip for each.
 */
export function factsStatement(db: SqlBuilder, shape: FactShape) {
	return statement<FactParameters>()((p) => factsQuery(db, p, shape));
}

/** The one row everything else is joined to. */
const ONE = 'one';

function factsQuery(db: SqlBuilder, p: FactParameters, { streams, windows, chats }: FactShape) {
	const text = (name: string): string => p[name] as string;
	const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
	// As many tables as the shape says, under names made here: no type of the builder can follow that.
	let rows = db.selectFrom(db.selectNoFrom((e) => e.lit(1).as(ONE)).as(ONE)) as unknown as Joined;
	for (const index of numbers(streams)) {
		const head = `h${index}` as const;
		rows = rows.leftJoin(`${heads} as ${head}`, (on) =>
			on
				.on(`${head}.account`, '=', p.account)
				.on(`${head}.stream`, '=', text(`s${index}`))
				.on(`${head}.seq`, '>', 0),
		) as Joined;
	}
	return (
		rows
			.leftJoin(limits, (on) => on.on(`${limits}.account`, '=', p.account))
			.select([
				...numbers(streams).flatMap((index) => [
					`h${index}.sent_at as at${index}` as const,
					`h${index}.seq as seq${index}` as const,
				]),
				'h0.spread as spread',
				`${limits}.restricted_at as restricted_at`,
			])
			// Not joined: a Postgres that knows nothing of the tables yet would read the whole stream for each.
			.select((e) =>
				windows.map((stream, index) =>
					e
						.selectFrom(table)
						.select('sent_at')
						.where('account', '=', p.account)
						.where('stream', '=', text(`s${stream}`))
						.where('seq', '=', (of) => of(`h${stream}.seq`, '-', p[`b${index}`] as number))
						.as(`turn${index}`),
				),
			)
			.select((e) =>
				e
					.selectFrom('whatsapp_kit_inbox')
					.select('seq')
					.where('account', '=', p.account)
					.where(
						'chat_id',
						'in',
						numbers(chats).map((index) => text(`c${index}`)),
					)
					.where('discarded', '=', 0)
					.limit(1)
					.as('heard'),
			)
	);
}

type Joined = SelectQueryBuilder<
	StoreTables & Record<`h${number}`, LedgerHeadsTable>,
	`h${number}` | typeof limits,
	Record<never, never>
>;

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
		/** A head without rows, as pruning leaves it. */
		remember: statement<Stream & { now: number }>()((p) =>
			db
				.insertInto(heads)
				.values({ account: p.account, stream: p.stream, seq: 1, sent_at: p.now, spread: 500 })
				.onConflict((conflict) =>
					conflict.columns(['account', 'stream']).doUpdateSet((row) => ({
						seq: row
							.case()
							.when(`${heads}.seq`, '=', 0)
							.then(1)
							.else(row.ref(`${heads}.seq`))
							.end(),
						sent_at: row.ref('excluded.sent_at'),
					})),
				),
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
