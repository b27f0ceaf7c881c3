import type { Wait } from '../../waits/wait';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import { readWait, writeWait, type WrittenWait } from './wait-rows';

/** Executions that sleep until somebody answers. */
export class Waits {
	readonly #statements: ReturnType<typeof waitStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = waitStatements(db);
	}

	*begin(wait: Wait): Program<Wait> {
		const { accountId: account, requestKey: key } = wait;
		const known = yield* one(this.#statements.byRequestKey, { account, key });
		if (known !== undefined) return readWait(known);
		yield* apply(this.#statements.put, writeWait(wait));
		return wait;
	}

	*change(account: string, id: string, change: (wait: Wait) => Wait | null): Program<Wait | null> {
		const known = yield* this.find(account, id);
		const next = known && change(known);
		if (next !== null) yield* apply(this.#statements.put, writeWait(next));
		return next;
	}

	*drop(account: string, id: string): Program<void> {
		yield* apply(this.#statements.drop, { account, id });
	}

	*find(account: string, id: string): Program<Wait | null> {
		const row = yield* one(this.#statements.byId, { account, id });
		return row === undefined ? null : readWait(row);
	}

	*findByMessage(account: string, messageId: string): Program<Wait | null> {
		const row = yield* one(this.#statements.byMessage, { account, messageId });
		return row === undefined ? null : readWait(row);
	}

	*pending(account: string, limit: number): Program<Wait[]> {
		const rows = yield* many(this.#statements.pending, { account, limit });
		return rows.map(readWait);
	}

	*latestOf(account: string, execution: string, node: string): Program<string | null> {
		const row = yield* one(this.#statements.latestOf, { account, execution, node });
		return row === undefined ? null : text(row.id, 'id');
	}

	/** Answers how many went. */
	*removeOld(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.old, { before, limit });
		for (const row of rows) yield* apply(this.#statements.remove, { seq: wholeNumber(row.seq, 'seq') });
		return rows.length;
	}
}

const table = 'whatsapp_kit_waits';

function waitStatements(db: SqlBuilder) {
	const readable = db.selectFrom(table).selectAll();
	return {
		...agingStatements(db),
		byId: statement<{ account: string; id: string }>()((p) =>
			readable.where('account', '=', p.account).where('id', '=', p.id),
		),
		byRequestKey: statement<{ account: string; key: string }>()((p) =>
			readable.where('account', '=', p.account).where('request_key', '=', p.key),
		),
		byMessage: statement<{ account: string; messageId: string }>()((p) =>
			readable
				.where('account', '=', p.account)
				.where('message_id', '=', p.messageId)
				.orderBy('seq', 'desc')
				.limit(1),
		),
		pending: statement<{ account: string; limit: number }>()((p) =>
			readable.where('account', '=', p.account).where('resumed_at', 'is', null).orderBy('seq').limit(p.limit),
		),
		latestOf: statement<{ account: string; execution: string; node: string }>()((p) =>
			db
				.selectFrom(table)
				.select('id')
				.where('account', '=', p.account)
				.where('execution', '=', p.execution)
				.where('node', '=', p.node)
				.orderBy('seq', 'desc')
				.limit(1),
		),
		put: putStatement(db),
	};
}

function putStatement(db: SqlBuilder) {
	return statement<WrittenWait>()((p) =>
		db
			.insertInto(table)
			.values({
				account: p.account,
				id: p.id,
				request_key: p.requestKey,
				execution: p.execution,
				node: p.node,
				message_id: p.messageId,
				status: p.status,
				expires_at: p.expiresAt,
				resumed_at: p.resumedAt,
				answer: p.answer,
				detail: p.detail,
			})
			.onConflict((conflict) =>
				conflict.columns(['account', 'id']).doUpdateSet((row) => ({
					message_id: row.ref('excluded.message_id'),
					status: row.ref('excluded.status'),
					expires_at: row.ref('excluded.expires_at'),
					resumed_at: row.ref('excluded.resumed_at'),
					answer: row.ref('excluded.answer'),
					detail: row.ref('excluded.detail'),
				})),
			),
	);
}

function agingStatements(db: SqlBuilder) {
	return {
		drop: statement<{ account: string; id: string }>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('id', '=', p.id),
		),
		old: statement<{ before: number; limit: number }>()((p) =>
			db
				.selectFrom(table)
				.select('seq')
				.where('expires_at', '<', p.before)
				.orderBy('expires_at')
				.limit(p.limit),
		),
		remove: statement<{ seq: number }>()((p) => db.deleteFrom(table).where('seq', '=', p.seq)),
	};
}
