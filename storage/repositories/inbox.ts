import type { InboxEntry, InboxRow } from '../../engines/engine';
import { apply, many, one } from '../database';
import type { Program } from '../database';
import { bytes, text, wholeNumber } from '../row-reading';
import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import type { Vault } from '../sealing/vault';
import type { Reseal } from './keys';

/** Everything received, once per event id. */
export class Inbox {
	readonly #statements: ReturnType<typeof inboxStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = inboxStatements(db);
	}

	/** `entry.body` is sealed already. Null when an entry with this event id was there before. */
	*add(account: string, entry: InboxEntry): Program<number | null> {
		const row = yield* one(this.#statements.add, {
			account,
			event: entry.eventId,
			chat: entry.chatId,
			cipher: entry.cipherHash,
			body: entry.body,
			at: entry.receivedAt,
		});
		return row === undefined ? null : wholeNumber(row.seq, 'seq');
	}

	*discard(account: string, seq: number): Program<void> {
		yield* apply(this.#statements.discard, { account, seq });
	}

	/** Null when there was none. */
	*forget(account: string, event: string): Program<number | null> {
		const row = yield* one(this.#statements.forget, { account, event });
		return row === undefined ? null : wholeNumber(row.seq, 'seq');
	}

	*find(account: string, event: string, cipher: string, vault: Vault): Program<InboxRow | null> {
		const row = yield* one(this.#statements.byEvent, { account, event, cipher });
		return row === undefined ? null : inboxRow(account, row, vault);
	}

	*recent(account: string, chat: string | undefined, limit: number, vault: Vault): Program<InboxRow[]> {
		const rows =
			chat === undefined
				? yield* many(this.#statements.recent, { account, limit })
				: yield* many(this.#statements.recentOfChat, { account, chat, limit });
		return rows.map((row) => inboxRow(account, row, vault));
	}

	*reseal(account: string, { from, to }: Reseal, chunk: number): Program<void> {
		for (let after = 0; ; ) {
			const rows = yield* many(this.#statements.after, { account, after, limit: chunk });
			for (const stored of rows) {
				const row = inboxRow(account, stored, from);
				const body = to.seal(['inbox', account, row.eventId], row.body);
				yield* apply(this.#statements.setBody, { seq: row.seq, body });
				after = row.seq;
			}
			if (rows.length < chunk) return;
		}
	}
}

export function sealEntries(
	account: string,
	entries: readonly InboxEntry[],
	vault: Vault,
): readonly InboxEntry[] {
	return entries.map((entry) => ({
		eventId: entry.eventId,
		chatId: entry.chatId,
		cipherHash: entry.cipherHash,
		body: vault.seal(['inbox', account, entry.eventId], entry.body),
		receivedAt: entry.receivedAt,
	}));
}

export function inboxRow(account: string, row: Readonly<Record<string, unknown>>, vault: Vault): InboxRow {
	const eventId = text(row.event_id, 'event_id');
	return {
		seq: wholeNumber(row.seq, 'seq'),
		eventId,
		body: vault.open(['inbox', account, eventId], bytes(row.body, 'body')),
		receivedAt: wholeNumber(row.received_at, 'received_at'),
	};
}

type NewEntry = {
	account: string;
	event: string;
	chat: string;
	cipher: string | null;
	body: Uint8Array;
	at: number;
};

function inboxStatements(db: SqlBuilder) {
	const table = 'whatsapp_kit_inbox';
	const readable = db
		.selectFrom(table)
		.select(['seq', 'event_id', 'body', 'received_at'])
		.where('body', 'is not', null);
	const newest = readable.where('discarded', '=', 0).orderBy('seq', 'desc');
	return {
		add: statement<NewEntry>()((p) =>
			db
				.insertInto(table)
				.values({
					account: p.account,
					event_id: p.event,
					chat_id: p.chat,
					cipher_hash: p.cipher,
					body: p.body,
					received_at: p.at,
				})
				.onConflict((conflict) => conflict.columns(['account', 'event_id']).doNothing())
				.returning('seq'),
		),
		discard: statement<{ account: string; seq: number }>()((p) =>
			db.updateTable(table).set({ discarded: 1 }).where('seq', '=', p.seq).where('account', '=', p.account),
		),
		forget: statement<{ account: string; event: string }>()((p) =>
			db.deleteFrom(table).where('account', '=', p.account).where('event_id', '=', p.event).returning('seq'),
		),
		byEvent: statement<{ account: string; event: string; cipher: string }>()((p) =>
			readable
				.where('account', '=', p.account)
				.where('event_id', '=', p.event)
				.where('cipher_hash', '=', p.cipher),
		),
		recent: statement<{ account: string; limit: number }>()((p) =>
			newest.where('account', '=', p.account).limit(p.limit),
		),
		recentOfChat: statement<{ account: string; chat: string; limit: number }>()((p) =>
			newest.where('account', '=', p.account).where('chat_id', '=', p.chat).limit(p.limit),
		),
		after: statement<{ account: string; after: number; limit: number }>()((p) =>
			readable.where('account', '=', p.account).where('seq', '>', p.after).orderBy('seq').limit(p.limit),
		),
		setBody: statement<{ seq: number; body: Uint8Array }>()((p) =>
			db.updateTable(table).set({ body: p.body }).where('seq', '=', p.seq),
		),
	};
}
