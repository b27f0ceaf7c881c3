import { apply, change, many, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

/** What is older than a limit, over all accounts, in batches. Each method answers how many rows it handled. */
export class Expired {
	readonly #statements: ReturnType<typeof expiredStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = expiredStatements(db);
	}

	/** Empties received rows, which then are pending for nobody; the row stays as a mark against duplicates. */
	*emptyInbox(before: number, limit: number): Program<number> {
		let emptied = 0;
		for (const row of yield* many(this.#statements.inboxBodies, { limit })) {
			// Later rows wait for this one: one that was passed over would never be found again.
			if (wholeNumber(row.received_at, 'received_at') >= before) break;
			const seq = wholeNumber(row.seq, 'seq');
			yield* apply(this.#statements.settleRow, { account: text(row.account, 'account'), seq });
			yield* apply(this.#statements.emptyRow, { seq });
			emptied += 1;
		}
		return emptied;
	}

	*removeInbox(before: number, limit: number): Program<number> {
		return yield* change(this.#statements.removeInbox, { before, limit });
	}

	*emptySent(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.sentBodies, { before, limit });
		for (const row of rows) {
			const message = text(row.message_id, 'message_id');
			yield* apply(this.#statements.emptySent, { account: text(row.account, 'account'), message });
		}
		return rows.length;
	}

	*removeSent(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.sentMarks, { before, limit });
		for (const row of rows) {
			const message = text(row.message_id, 'message_id');
			yield* apply(this.#statements.removeSent, { account: text(row.account, 'account'), message });
		}
		return rows.length;
	}

	/** Bursts whose rows are pending for nobody any more. */
	*removeBursts(limit: number): Program<number> {
		const rows = yield* many(this.#statements.doneBursts, { limit });
		for (const row of rows) {
			yield* apply(this.#statements.removeBurst, {
				account: text(row.account, 'account'),
				subscriber: text(row.subscriber, 'subscriber'),
				seq: wholeNumber(row.seq, 'seq'),
			});
		}
		return rows.length;
	}

	/** Automatic replies older than any period they are counted in. */
	*removeReplies(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.oldReplies, { before, limit });
		for (const row of rows) {
			yield* apply(this.#statements.removeReply, {
				account: text(row.account, 'account'),
				name: text(row.name, 'name'),
				kind: text(row.kind, 'kind'),
			});
		}
		return rows.length;
	}

	/** One subscriber not seen since: first what is pending for it, itself when nothing is left. */
	*retireSubscriber(before: number, limit: number): Program<number> {
		const unseen = yield* one(this.#statements.unseen, { before });
		if (unseen === undefined) return 0;
		const who = {
			account: text(unseen.account, 'account'),
			subscriber: text(unseen.subscriber, 'subscriber'),
		};
		const rows = yield* many(this.#statements.pendingOf, { ...who, limit });
		for (const row of rows) {
			yield* apply(this.#statements.settle, { ...who, seq: wholeNumber(row.seq, 'seq') });
		}
		if (rows.length === limit) return rows.length;
		return rows.length + (yield* change(this.#statements.retire, who));
	}
}

function expiredStatements(db: SqlBuilder) {
	return {
		...inboxStatements(db),
		...sentStatements(db),
		...subscriberStatements(db),
		...chatStatements(db),
	};
}

type Older = { before: number; limit: number };

function inboxStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_inbox';
	const lastMark = db
		.selectFrom(table)
		.select((mark) => mark.fn.coalesce(mark.fn.max('seq'), mark.lit(0)).as('last'))
		.where('body', 'is', null);
	return {
		// Rows come in the order of time, and lose their bodies in that order: the bodies begin after the last mark.
		inboxBodies: statement<{ limit: number }>()((p) =>
			db
				.selectFrom(table)
				.select(['account', 'seq', 'received_at'])
				.where('seq', '>', lastMark)
				.orderBy('seq')
				.limit(p.limit),
		),
		settleRow: statement<{ account: string; seq: number }>()((p) =>
			db.deleteFrom('whatsapp_kit_inbox_pending').where('account', '=', p.account).where('seq', '=', p.seq),
		),
		emptyRow: statement<{ seq: number }>()((p) =>
			db.updateTable(table).set({ body: null }).where('seq', '=', p.seq),
		),
		removeInbox: statement<Older>()((p) =>
			db.deleteFrom(table).where('seq', 'in', (rows) =>
				rows
					.selectFrom((marks) =>
						marks
							.selectFrom(table)
							.select(['seq', 'received_at'])
							.where('body', 'is', null)
							.orderBy('seq')
							.limit(p.limit)
							.as('oldest'),
					)
					.select('seq')
					.where('received_at', '<', p.before),
			),
		),
	};
}

function sentStatements(db: SqlBuilder) {
	type Message = { account: string; message: string };
	const table = 'whatsapp_kit_sent';
	const older = (p: Older) =>
		db
			.selectFrom(table)
			.select(['account', 'message_id'])
			.where('sent_at', '<', p.before)
			.orderBy('sent_at')
			.limit(p.limit);
	return {
		sentBodies: statement<Older>()((p) => older(p).where('body', 'is not', null)),
		sentMarks: statement<Older>()((p) => older(p).where('body', 'is', null)),
		emptySent: statement<Message>()((p) =>
			db
				.updateTable(table)
				.set({ body: null, choices: null })
				.where('account', '=', p.account)
				.where('message_id', '=', p.message),
		),
		removeSent: statement<Message>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('message_id', '=', p.message),
		),
	};
}

function subscriberStatements(db: SqlBuilder) {
	type Who = { account: string; subscriber: string };
	const table = 'whatsapp_kit_subscribers';
	const pending = 'whatsapp_kit_inbox_pending';
	return {
		unseen: statement<{ before: number }>()((p) =>
			db.selectFrom(table).select(['account', 'subscriber']).where('seen_at', '<', p.before).limit(1),
		),
		pendingOf: statement<Who & { limit: number }>()((p) =>
			db
				.selectFrom(pending)
				.select('seq')
				.where('account', '=', p.account)
				.where('subscriber', '=', p.subscriber)
				.limit(p.limit),
		),
		settle: statement<Who & { seq: number }>()((p) =>
			db
				.deleteFrom(pending)
				.where('account', '=', p.account)
				.where('subscriber', '=', p.subscriber)
				.where('seq', '=', p.seq),
		),
		retire: statement<Who>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('subscriber', '=', p.subscriber),
		),
	};
}

function chatStatements(db: SqlBuilder) {
	const bursts = 'whatsapp_kit_bursts';
	const replies = 'whatsapp_kit_replies';
	const pending = 'whatsapp_kit_inbox_pending';
	return {
		doneBursts: statement<{ limit: number }>()((p) =>
			db
				.selectFrom(bursts)
				.select([`${bursts}.account`, `${bursts}.subscriber`, `${bursts}.seq`])
				.where((row) =>
					row.not(
						row.exists(
							row
								.selectFrom(pending)
								.select(`${pending}.seq`)
								.whereRef(`${pending}.account`, '=', `${bursts}.account`)
								.whereRef(`${pending}.subscriber`, '=', `${bursts}.subscriber`)
								.whereRef(`${pending}.seq`, '=', `${bursts}.seq`),
						),
					),
				)
				.limit(p.limit),
		),
		removeBurst: statement<{ account: string; subscriber: string; seq: number }>()((p) =>
			db
				.deleteFrom(bursts)
				.where('account', '=', p.account)
				.where('subscriber', '=', p.subscriber)
				.where('seq', '=', p.seq),
		),
		oldReplies: statement<Older>()((p) =>
			db
				.selectFrom(replies)
				.select(['account', 'name', 'kind'])
				.where('replied_at', '<', p.before)
				.limit(p.limit),
		),
		removeReply: statement<{ account: string; name: string; kind: string }>()((p) =>
			db
				.deleteFrom(replies)
				.where('account', '=', p.account)
				.where('name', '=', p.name)
				.where('kind', '=', p.kind),
		),
	};
}
