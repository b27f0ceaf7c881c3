import type { ListenerRow, VerificationChange } from '../../verification/store';
import type { Verification } from '../../verification/verification';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { json, text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

/** Changes of status, kept for everybody who listens until they are done with them. */
export class VerificationChanges {
	readonly #statements: ReturnType<typeof changeStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = changeStatements(db);
	}

	/** Pending for all who listen at this moment; when nobody does, nothing is written. */
	*note(account: string, of: Verification, at: number): Program<void> {
		if ((yield* one(this.#statements.anyListener, { account })) === undefined) return;
		// What is secret about it is for nobody who listens.
		const body = JSON.stringify({ ...of, codeHash: null, sealedCode: null, settings: null });
		const row = yield* one(this.#statements.add, { account, at, body });
		const seq = wholeNumber(row?.seq, 'seq');
		yield* apply(this.#statements.announce, { account, seq });
	}

	*attach({ accountId: account, listenerId: listener, now }: ListenerRow, resume: boolean): Program<void> {
		if (!resume) yield* this.detach(account, listener);
		yield* apply(this.#statements.attach, { account, listener, now });
	}

	*detach(account: string, listener: string): Program<void> {
		yield* apply(this.#statements.forget, { account, listener });
		yield* apply(this.#statements.remove, { account, listener });
	}

	*pending(account: string, listener: string, limit: number): Program<VerificationChange[]> {
		const rows = yield* many(this.#statements.pending, { account, listener, limit });
		return rows.map((row) => ({
			seq: wholeNumber(row.seq, 'seq'),
			verification: json(row.body, 'body') as Verification,
		}));
	}

	*settle(account: string, listener: string, seqs: readonly number[]): Program<void> {
		for (const seq of seqs) yield* apply(this.#statements.settle, { account, listener, seq });
	}

	/** One listener not seen since: first what is pending for it, itself when nothing is left. */
	*retire(before: number, limit: number): Program<number> {
		const unseen = yield* one(this.#statements.unseen, { before });
		if (unseen === undefined) return 0;
		const who = { account: text(unseen.account, 'account'), listener: text(unseen.listener, 'listener') };
		const rows = yield* many(this.#statements.pendingOf, { ...who, limit });
		for (const row of rows)
			yield* apply(this.#statements.settle, { ...who, seq: wholeNumber(row.seq, 'seq') });
		if (rows.length === limit) return rows.length;
		yield* apply(this.#statements.remove, who);
		return rows.length + 1;
	}

	/** Those that are pending for nobody any more. Answers how many went. */
	*removeSettled(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.settled, { before, limit });
		for (const row of rows) yield* apply(this.#statements.removeRow, { seq: wholeNumber(row.seq, 'seq') });
		return rows.length;
	}
}

type Who = { account: string; listener: string };
type Older = { before: number; limit: number };

const changes = 'whatsapp_kit_verification_changes';
const listeners = 'whatsapp_kit_verification_listeners';
const waiting = 'whatsapp_kit_verification_pending';

function changeStatements(db: SqlBuilder) {
	return { ...listenerStatements(db), ...rowStatements(db) };
}

function listenerStatements(db: SqlBuilder) {
	const pendingOf = (p: Who) =>
		db.deleteFrom(waiting).where('account', '=', p.account).where('listener', '=', p.listener);
	return {
		anyListener: statement<{ account: string }>()((p) =>
			db.selectFrom(listeners).select('listener').where('account', '=', p.account).limit(1),
		),
		attach: statement<Who & { now: number }>()((p) =>
			db
				.insertInto(listeners)
				.values({ account: p.account, listener: p.listener, seen_at: p.now })
				.onConflict((conflict) =>
					conflict
						.columns(['account', 'listener'])
						.doUpdateSet((row) => ({ seen_at: row.ref('excluded.seen_at') })),
				),
		),
		remove: statement<Who>()((p) =>
			db.deleteFrom(listeners).where('account', '=', p.account).where('listener', '=', p.listener),
		),
		forget: statement<Who>()((p) => pendingOf(p)),
		settle: statement<Who & { seq: number }>()((p) => pendingOf(p).where('seq', '=', p.seq)),
		unseen: statement<{ before: number }>()((p) =>
			db.selectFrom(listeners).select(['account', 'listener']).where('seen_at', '<', p.before).limit(1),
		),
		pendingOf: statement<Who & { limit: number }>()((p) =>
			db
				.selectFrom(waiting)
				.select('seq')
				.where('account', '=', p.account)
				.where('listener', '=', p.listener)
				.limit(p.limit),
		),
	};
}

function rowStatements(db: SqlBuilder) {
	return {
		add: statement<{ account: string; at: number; body: string }>()((p) =>
			db.insertInto(changes).values({ account: p.account, changed_at: p.at, body: p.body }).returning('seq'),
		),
		announce: statement<{ account: string; seq: number }>()((p) =>
			db
				.insertInto(waiting)
				.columns(['account', 'listener', 'seq'])
				.expression((from) =>
					from
						.selectFrom(listeners)
						.select((row) => ['account', 'listener', row.cast<number>(row.val(p.seq), 'bigint').as('seq')])
						.where('account', '=', p.account),
				),
		),
		pending: statement<Who & { limit: number }>()((p) =>
			db
				.selectFrom(waiting)
				.innerJoin(changes, `${changes}.seq`, `${waiting}.seq`)
				.select([`${changes}.seq`, `${changes}.body`])
				.where(`${waiting}.account`, '=', p.account)
				.where(`${waiting}.listener`, '=', p.listener)
				.orderBy(`${waiting}.seq`)
				.limit(p.limit),
		),
		settled: statement<Older>()((p) =>
			db
				.selectFrom(changes)
				.select('seq')
				.where('changed_at', '<', p.before)
				.where((row) =>
					row.not(
						row.exists(
							row
								.selectFrom(waiting)
								.select(`${waiting}.seq`)
								.whereRef(`${waiting}.seq`, '=', `${changes}.seq`),
						),
					),
				)
				.limit(p.limit),
		),
		removeRow: statement<{ seq: number }>()((p) => db.deleteFrom(changes).where('seq', '=', p.seq)),
	};
}
