import type { InboxRow } from '../../engines/engine';
import type { SubscriberRow } from '../../sessions/store';
import { apply, many } from '../database';
import type { Program } from '../database';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import type { Vault } from '../sealing/vault';
import { inboxRow } from './inbox';

/** Durable subscribers, and which received rows each of them has not settled. */
export class Subscribers {
	readonly #statements: ReturnType<typeof subscriberStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = subscriberStatements(db);
	}

	*attach(
		{ accountId: account, subscriberId: subscriber, now }: SubscriberRow,
		resume: boolean,
	): Program<void> {
		if (!resume) yield* this.detach(account, subscriber);
		yield* apply(this.#statements.attach, { account, subscriber, now });
	}

	*detach(account: string, subscriber: string): Program<void> {
		yield* apply(this.#statements.forgetPending, { account, subscriber });
		yield* apply(this.#statements.remove, { account, subscriber });
	}

	/** Makes a new inbox row pending for everyone attached at this moment. */
	*announce(account: string, seq: number): Program<void> {
		yield* apply(this.#statements.announce, { account, seq });
	}

	*pending(
		request: { account: string; subscriber: string; after: number; limit: number },
		vault: Vault,
	): Program<InboxRow[]> {
		const rows = yield* many(this.#statements.pending, request);
		return rows.map((row) => inboxRow(request.account, row, vault));
	}

	*settle(account: string, subscriber: string, seqs: readonly number[]): Program<void> {
		for (const seq of seqs) yield* apply(this.#statements.settle, { account, subscriber, seq });
	}

	*settleForAll(account: string, seq: number): Program<void> {
		yield* apply(this.#statements.settleForAll, { account, seq });
	}
}

function subscriberStatements(db: SqlBuilder) {
	type Who = { account: string; subscriber: string };
	const table = 'whatsapp_kit_subscribers';
	const pending = 'whatsapp_kit_inbox_pending';
	const inbox = 'whatsapp_kit_inbox';
	const pendingOf = (p: Who) =>
		db.deleteFrom(pending).where('account', '=', p.account).where('subscriber', '=', p.subscriber);
	return {
		attach: statement<Who & { now: number }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, subscriber: p.subscriber, attached_at: p.now, seen_at: p.now })
				.onConflict((conflict) =>
					conflict
						.columns(['account', 'subscriber'])
						.doUpdateSet((row) => ({ seen_at: row.ref('excluded.seen_at') })),
				),
		),
		remove: statement<Who>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('subscriber', '=', p.subscriber),
		),
		forgetPending: statement<Who>()((p) => pendingOf(p)),
		settle: statement<Who & { seq: number }>()((p) => pendingOf(p).where('seq', '=', p.seq)),
		settleForAll: statement<{ account: string; seq: number }>()((p) =>
			db.deleteFrom(pending).where('seq', '=', p.seq).where('account', '=', p.account),
		),
		announce: statement<{ account: string; seq: number }>()((p) =>
			db
				.insertInto(pending)
				.columns(['account', 'subscriber', 'seq'])
				.expression((from) =>
					from
						.selectFrom(table)
						.select((row) => ['account', 'subscriber', row.cast<number>(row.val(p.seq), 'bigint').as('seq')])
						.where('account', '=', p.account),
				),
		),
		pending: statement<Who & { after: number; limit: number }>()((p) =>
			db
				.selectFrom(pending)
				.innerJoin(inbox, `${inbox}.seq`, `${pending}.seq`)
				.select([`${inbox}.seq`, `${inbox}.event_id`, `${inbox}.body`, `${inbox}.received_at`])
				.where(`${pending}.account`, '=', p.account)
				.where(`${pending}.subscriber`, '=', p.subscriber)
				.where(`${pending}.seq`, '>', p.after)
				.where(`${inbox}.body`, 'is not', null)
				.orderBy(`${pending}.seq`)
				.limit(p.limit),
		),
	};
}
