import type { BurstRows, ChatBlock, ChatWord, ReplyClaim } from '../../sessions/manners/chat-store';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

/** What is kept of single chats, under every name a person is known by. */
export class Chats {
	readonly #statements: ReturnType<typeof chatStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = chatStatements(db);
	}

	*noteWord(account: string, { names, blocks, word, seq, at }: ChatWord): Program<boolean> {
		for (const name of names) {
			const row = yield* one(this.#statements.read, { account, name });
			const known = row?.word_seq ?? null;
			if (known !== null && wholeNumber(known, 'word_seq') > seq) return false;
		}
		const blocked = blocks ? { at, word } : { at: null, word: null };
		for (const name of names) yield* apply(this.#statements.note, { account, name, seq, ...blocked });
		return true;
	}

	/** `at` null: messages may be sent. */
	*setByHand(account: string, names: readonly string[], at: number | null): Program<void> {
		// Behind every message there is, before every one to come; words that are read again stay what they were.
		const newest = yield* one(this.#statements.newest, {});
		let seq = newest === undefined ? 1 : wholeNumber(newest.seq, 'seq') + 1;
		for (const name of names) {
			const row = yield* one(this.#statements.read, { account, name });
			seq = Math.max(seq, wholeNumber(row?.word_seq ?? 0, 'word_seq'));
		}
		for (const name of names) yield* apply(this.#statements.note, { account, name, seq, at, word: null });
	}

	/** Null when nothing under these names is blocked. */
	*block(account: string, names: readonly string[]): Program<ChatBlock | null> {
		for (const name of names) {
			const row = yield* one(this.#statements.blocked, { account, name });
			if (row !== undefined) {
				const word = row.blocked_word === null ? null : text(row.blocked_word, 'blocked_word');
				return { at: wholeNumber(row.blocked_at, 'blocked_at'), word };
			}
		}
		return null;
	}

	/** Whether anybody at all is blocked. */
	*anyBlocked(account: string): Program<boolean> {
		return (yield* one(this.#statements.anyBlocked, { account })) !== undefined;
	}

	*pause(account: string, names: readonly string[], until: number): Program<void> {
		for (const name of names) yield* apply(this.#statements.pause, { account, name, until });
	}

	*paused(account: string, names: readonly string[]): Program<number | null> {
		let latest: number | null = null;
		for (const name of names) {
			const row = yield* one(this.#statements.read, { account, name });
			if (row === undefined || row.paused_until === null) continue;
			latest = Math.max(latest ?? 0, wholeNumber(row.paused_until, 'paused_until'));
		}
		return latest;
	}

	*claimReply(account: string, { names, kind, eventId, since, now }: ReplyClaim): Program<boolean> {
		for (const name of names) {
			const row = yield* one(this.#statements.reply, { account, name, kind });
			if (row === undefined) continue;
			if (row.event_id === eventId) return true;
			if (wholeNumber(row.replied_at, 'replied_at') > since) return false;
		}
		for (const name of names) yield* apply(this.#statements.noteReply, { account, name, kind, eventId, now });
		return true;
	}

	*bindBurst(account: string, { subscriberId: subscriber, burst, seqs }: BurstRows): Program<void> {
		for (const seq of seqs) yield* apply(this.#statements.bind, { account, subscriber, seq, burst });
	}

	*bursts(account: string, subscriber: string): Program<ReadonlyMap<number, string>> {
		const rows = yield* many(this.#statements.bursts, { account, subscriber });
		return new Map(rows.map((row) => [wholeNumber(row.seq, 'seq'), text(row.burst, 'burst')]));
	}

	*forgetBurst(account: string, { subscriberId: subscriber, seqs }: BurstRows): Program<void> {
		for (const seq of seqs) yield* apply(this.#statements.unbind, { account, subscriber, seq });
	}
}

type Name = { account: string; name: string };
type Row = { account: string; subscriber: string; seq: number };

function chatStatements(db: SqlBuilder) {
	return { ...wordStatements(db), ...replyStatements(db), ...burstStatements(db) };
}

function wordStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_chats';
	return {
		read: statement<Name>()((p) =>
			db
				.selectFrom(table)
				.select(['word_seq', 'paused_until'])
				.where('account', '=', p.account)
				.where('name', '=', p.name),
		),
		note: statement<Name & { seq: number; at: number | null; word: string | null }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, name: p.name, word_seq: p.seq, blocked_at: p.at, blocked_word: p.word })
				.onConflict((conflict) =>
					conflict.columns(['account', 'name']).doUpdateSet((row) => ({
						word_seq: row.ref('excluded.word_seq'),
						blocked_at: row.ref('excluded.blocked_at'),
						blocked_word: row.ref('excluded.blocked_word'),
					})),
				),
		),
		newest: statement<Record<never, never>>()(() =>
			db.selectFrom('whatsapp_kit_inbox').select('seq').orderBy('seq', 'desc').limit(1),
		),
		blocked: statement<Name>()((p) =>
			db
				.selectFrom(table)
				.select(['blocked_at', 'blocked_word'])
				.where('account', '=', p.account)
				.where('name', '=', p.name)
				.where('blocked_at', 'is not', null),
		),
		anyBlocked: statement<{ account: string }>()((p) =>
			db
				.selectFrom(table)
				.select('name')
				.where('account', '=', p.account)
				.where('blocked_at', 'is not', null)
				.limit(1),
		),
		pause: statement<Name & { until: number }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, name: p.name, paused_until: p.until })
				.onConflict((conflict) =>
					conflict
						.columns(['account', 'name'])
						.doUpdateSet((row) => ({ paused_until: row.ref('excluded.paused_until') })),
				),
		),
	};
}

function replyStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_replies';
	return {
		reply: statement<Name & { kind: string }>()((p) =>
			db
				.selectFrom(table)
				.select(['event_id', 'replied_at'])
				.where('account', '=', p.account)
				.where('name', '=', p.name)
				.where('kind', '=', p.kind),
		),
		noteReply: statement<Name & { kind: string; eventId: string; now: number }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, name: p.name, kind: p.kind, event_id: p.eventId, replied_at: p.now })
				.onConflict((conflict) =>
					conflict.columns(['account', 'name', 'kind']).doUpdateSet((row) => ({
						event_id: row.ref('excluded.event_id'),
						replied_at: row.ref('excluded.replied_at'),
					})),
				),
		),
	};
}

function burstStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_bursts';
	return {
		bind: statement<Row & { burst: string }>()((p) =>
			db
				.insertInto(table)
				.values({ account: p.account, subscriber: p.subscriber, seq: p.seq, burst: p.burst })
				.onConflict((conflict) => conflict.columns(['account', 'subscriber', 'seq']).doNothing()),
		),
		bursts: statement<{ account: string; subscriber: string }>()((p) =>
			db
				.selectFrom(table)
				.select(['seq', 'burst'])
				.where('account', '=', p.account)
				.where('subscriber', '=', p.subscriber),
		),
		unbind: statement<Row>()((p) =>
			db
				.deleteFrom(table)
				.where('account', '=', p.account)
				.where('subscriber', '=', p.subscriber)
				.where('seq', '=', p.seq),
		),
	};
}
