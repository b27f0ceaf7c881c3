import { statement } from '../statement';
import type { SqlBuilder } from '../statement';

const table = 'whatsapp_kit_jobs';

type Job = { account: string; job: string };
type Later = Job & { leaves: number; held: number; error: string | null };
type Ended = Job & {
	state: string;
	ended: number;
	error: string | null;
	message: string | null;
	chat: string | null;
	to: string | null;
	via: string | null;
	sent: number | null;
};
type Added = Job & {
	key: string;
	recipient: string;
	body: Uint8Array;
	now: number;
	leaves: number;
	expires: number;
	newChat: number;
	held: number;
};

export function jobStatements(db: SqlBuilder) {
	return {
		...rowStatements(db),
		...stateStatements(db),
		...queueStatements(db),
		...forecastStatements(db),
		...oldStatements(db),
	};
}

/** Recipients a look for the next job can leave out at once. */
export const MOST_EXCEPTIONS = 8;

function rowStatements(db: SqlBuilder) {
	const row = db
		.selectFrom(table)
		.select(['job_id', 'recipient', 'state', 'created_at', 'leaves_at', 'expires_at', 'attempts', 'error'])
		.select(['ended_at', 'message_id', 'chat_id', 'sent_to', 'via', 'sent_at']);
	return {
		add: statement<Added>()((p) =>
			db.insertInto(table).values({
				account: p.account,
				job_id: p.job,
				idempotency_key: p.key,
				recipient: p.recipient,
				state: 'queued',
				body: p.body,
				created_at: p.now,
				leaves_at: p.leaves,
				expires_at: p.expires,
				new_chat: p.newChat,
				held: p.held,
				attempts: 0,
			}),
		),
		byId: statement<Job>()((p) => row.where('account', '=', p.account).where('job_id', '=', p.job)),
		byKey: statement<{ account: string; key: string }>()((p) =>
			row.where('account', '=', p.account).where('idempotency_key', '=', p.key),
		),
	};
}

/** Each a change from one state to another that does nothing in any other state. */
function stateStatements(db: SqlBuilder) {
	return {
		cancel: statement<Job & { now: number }>()((p) =>
			db
				.updateTable(table)
				.set({ state: 'cancelled', ended_at: p.now, body: null })
				.where('account', '=', p.account)
				.where('job_id', '=', p.job)
				.where('state', '=', 'queued'),
		),
		begin: statement<Job>()((p) =>
			db
				.updateTable(table)
				.set((current) => ({ state: 'sending', attempts: current('attempts', '+', 1) }))
				.where('account', '=', p.account)
				.where('job_id', '=', p.job)
				.where('ended_at', 'is', null),
		),
		postpone: statement<Later>()((p) =>
			db
				.updateTable(table)
				.set({ leaves_at: p.leaves, held: p.held, error: p.error })
				.where('account', '=', p.account)
				.where('job_id', '=', p.job)
				.where('ended_at', 'is', null),
		),
		requeue: statement<Job>()((p) =>
			db
				.updateTable(table)
				.set({ state: 'queued' })
				.where('account', '=', p.account)
				.where('job_id', '=', p.job)
				.where('state', '=', 'sending'),
		),
		finish: statement<Ended>()((p) =>
			db
				.updateTable(table)
				.set({ state: p.state, ended_at: p.ended, body: null, error: p.error })
				.set({ message_id: p.message, chat_id: p.chat, sent_to: p.to, via: p.via, sent_at: p.sent })
				.where('account', '=', p.account)
				.where('job_id', '=', p.job)
				.where('ended_at', 'is', null),
		),
	};
}

function queueStatements(db: SqlBuilder) {
	type Due = { account: string; until: number } & Record<string, string | number>;
	const exceptions = Array.from({ length: MOST_EXCEPTIONS }, (_, index) => `x${index}`);
	return {
		next: statement<{ account: string; held: number }>()((p) =>
			db
				.selectFrom(table)
				.select('leaves_at')
				.where('account', '=', p.account)
				.where('held', '=', p.held)
				.where('ended_at', 'is', null)
				.orderBy('leaves_at')
				.limit(1),
		),
		letGo: statement<{ account: string; now: number }>()((p) =>
			db
				.updateTable(table)
				.set({ leaves_at: p.now })
				.where('account', '=', p.account)
				.where('held', '=', 1)
				.where('ended_at', 'is', null),
		),
		/** `x0…`: recipients left out, empty where there is none. */
		due: statement<Due>()((p) =>
			db
				.selectFrom(table)
				.select([
					'job_id',
					'state',
					'idempotency_key',
					'recipient',
					'expires_at',
					'attempts',
					'body',
					'error',
				])
				.where('account', '=', p.account)
				.where('ended_at', 'is', null)
				.where((row) => row.or([row('held', '=', 0), row('leaves_at', '<=', p.until)]))
				.where(
					'recipient',
					'not in',
					exceptions.map((name) => p[name] as string),
				)
				.orderBy('seq')
				.limit(1),
		),
	};
}

/** One that is being sent has its place in the ledger already. */
function forecastStatements(db: SqlBuilder) {
	const queued = (account: string) =>
		db
			.selectFrom(table)
			.where('account', '=', account)
			.where('ended_at', 'is', null)
			.where('state', '=', 'queued');
	return {
		ahead: statement<{ account: string; recipient: string }>()((p) =>
			db.selectNoFrom(() => [
				queued(p.account)
					.where('held', '=', 0)
					.select((row) => row.fn.countAll().as('waiting'))
					.as('waiting'),
				queued(p.account)
					.where('new_chat', '=', 1)
					.select((row) => row.fn.countAll().as('new_chats'))
					.as('new_chats'),
				queued(p.account)
					.where('recipient', '=', p.recipient)
					.select((row) => row.fn.max('leaves_at').as('last'))
					.as('last_to'),
				queued(p.account)
					.where('held', '=', 0)
					.select((row) => row.fn.max('leaves_at').as('last'))
					.as('last'),
			]),
		),
		waitingTail: statement<{ account: string; back: number }>()((p) =>
			queued(p.account)
				.where('held', '=', 0)
				.select('leaves_at')
				.orderBy('leaves_at', 'desc')
				.limit(1)
				.offset(p.back),
		),
		newChatTail: statement<{ account: string; back: number }>()((p) =>
			queued(p.account)
				.where('new_chat', '=', 1)
				.select('leaves_at')
				.orderBy('leaves_at', 'desc')
				.limit(1)
				.offset(p.back),
		),
	};
}

function oldStatements(db: SqlBuilder) {
	return {
		openAfter: statement<{ account: string; after: number; limit: number }>()((p) =>
			db
				.selectFrom(table)
				.select(['seq', 'job_id', 'body'])
				.where('account', '=', p.account)
				.where('ended_at', 'is', null)
				.where('seq', '>', p.after)
				.orderBy('seq')
				.limit(p.limit),
		),
		setBody: statement<{ seq: number; body: Uint8Array }>()((p) =>
			db.updateTable(table).set({ body: p.body }).where('seq', '=', p.seq),
		),
		late: statement<{ now: number; limit: number }>()((p) =>
			db
				.selectFrom(table)
				.select('seq')
				.where('ended_at', 'is', null)
				.where('state', '=', 'queued')
				.where('expires_at', '<=', p.now)
				.limit(p.limit),
		),
		expire: statement<{ seq: number; now: number }>()((p) =>
			db
				.updateTable(table)
				.set({ state: 'expired', ended_at: p.now, body: null })
				.where('seq', '=', p.seq)
				.where('state', '=', 'queued'),
		),
		ended: statement<{ before: number; limit: number }>()((p) =>
			db
				.selectFrom(table)
				.select('seq')
				.where('ended_at', 'is not', null)
				.where('ended_at', '<', p.before)
				.orderBy('ended_at')
				.limit(p.limit),
		),
		remove: statement<{ seq: number }>()((p) => db.deleteFrom(table).where('seq', '=', p.seq)),
	};
}
