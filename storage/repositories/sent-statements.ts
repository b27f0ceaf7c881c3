import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

type Message = { account: string; message: string };
type Remembered = Message & {
	chat: string;
	body: Uint8Array;
	choices: Uint8Array | null;
	via: string;
	at: number;
};

const table = 'whatsapp_kit_sent';

export function sentStatements(db: SqlBuilder) {
	return { ...rememberStatements(db), ...claimStatements(db) };
}

function rememberStatements(db: SqlBuilder) {
	const readable = db
		.selectFrom(table)
		.select(['message_id', 'chat_id', 'body', 'choices', 'via', 'sent_at'])
		.where('body', 'is not', null);
	return {
		remember: statement<Remembered>()((p) =>
			db
				.insertInto(table)
				.values({
					account: p.account,
					message_id: p.message,
					chat_id: p.chat,
					body: p.body,
					choices: p.choices,
					via: p.via,
					sent_at: p.at,
				})
				.onConflict((conflict) =>
					conflict.columns(['account', 'message_id']).doUpdateSet((row) => ({
						chat_id: row.ref('excluded.chat_id'),
						body: row.ref('excluded.body'),
						choices: row.ref('excluded.choices'),
						via: row.ref('excluded.via'),
						sent_at: row.ref('excluded.sent_at'),
					})),
				),
		),
		find: statement<Message>()((p) =>
			readable.where('account', '=', p.account).where('message_id', '=', p.message),
		),
		lastOffer: statement<{ account: string; chat: string; since: number; until: number }>()((p) =>
			readable
				.where('account', '=', p.account)
				.where('chat_id', '=', p.chat)
				.where('sent_at', '>=', p.since)
				.where('sent_at', '<=', p.until)
				.where('choices', 'is not', null)
				// A refused message never reached the chat, so nobody answers it.
				.where((row) => row.or([row('outcome', 'is', null), row('outcome', '!=', 'refused')]))
				.orderBy('sent_at', 'desc')
				.orderBy('message_id', 'desc')
				.limit(1),
		),
		after: statement<{ account: string; after: string; limit: number }>()((p) =>
			readable
				.where('account', '=', p.account)
				.where('message_id', '>', p.after)
				.orderBy('message_id')
				.limit(p.limit),
		),
		setBody: statement<Message & { body: Uint8Array; choices: Uint8Array | null }>()((p) =>
			db
				.updateTable(table)
				.set({ body: p.body, choices: p.choices })
				.where('account', '=', p.account)
				.where('message_id', '=', p.message),
		),
	};
}

function claimStatements(db: SqlBuilder) {
	const record = db
		.selectFrom(table)
		.select(['message_id', 'chat_id', 'outcome', 'sent_at', 'error', 'given_id']);
	return {
		byKey: statement<{ account: string; key: string }>()((p) =>
			record.where('account', '=', p.account).where('idempotency_key', '=', p.key),
		),
		// Over a message that was remembered before it was claimed; never over another claim.
		claim: statement<Message & { chat: string; key: string; now: number }>()((p) =>
			db
				.insertInto(table)
				.values({
					account: p.account,
					message_id: p.message,
					chat_id: p.chat,
					idempotency_key: p.key,
					outcome: 'sending',
					sent_at: p.now,
				})
				.onConflict((conflict) =>
					conflict
						.columns(['account', 'message_id'])
						.doUpdateSet((row) => ({
							idempotency_key: row.ref('excluded.idempotency_key'),
							outcome: row.ref('excluded.outcome'),
						}))
						.where(`${table}.idempotency_key`, 'is', null),
				),
		),
		release: statement<Message>()((p) =>
			db
				.deleteFrom(table)
				.where('account', '=', p.account)
				.where('message_id', '=', p.message)
				.where('outcome', '=', 'sending')
				.where('body', 'is', null),
		),
		finish: statement<
			Message & { outcome: string; at: number; error: string | null; given: string | null }
		>()((p) =>
			db
				.updateTable(table)
				.set({ outcome: p.outcome, sent_at: p.at, error: p.error, given_id: p.given })
				.where('account', '=', p.account)
				.where('message_id', '=', p.message)
				.where('outcome', 'is not', null),
		),
		record: statement<Message>()((p) =>
			record
				.where('account', '=', p.account)
				.where('message_id', '=', p.message)
				.where('outcome', 'is not', null),
		),
	};
}
