import { statement } from '../statement';
import type { SqlBuilder } from '../statement';
import type { WrittenVerification } from './verification-rows';

type Older = { before: number; limit: number };
type MarkRow = { account: string; stream: string; at: number; id: string };

const table = 'whatsapp_kit_verifications';
const marks = 'whatsapp_kit_verification_marks';

export function verificationStatements(db: SqlBuilder) {
	const readable = db.selectFrom(table).selectAll();
	return {
		...agingStatements(db),
		...markStatements(db),
		byId: statement<{ account: string; id: string }>()((p) =>
			readable.where('account', '=', p.account).where('id', '=', p.id),
		),
		byRequestKey: statement<{ account: string; key: string }>()((p) =>
			readable.where('account', '=', p.account).where('request_key', '=', p.key),
		),
		byCode: statement<{ account: string; hash: Uint8Array }>()((p) =>
			readable.where('method', '=', 'link').where('account', '=', p.account).where('code_hash', '=', p.hash),
		),
		latest: statement<{ account: string; phone: string; method: string; purpose: string }>()((p) =>
			readable
				.where('account', '=', p.account)
				.where('phone', '=', p.phone)
				.where('method', '=', p.method)
				.where('purpose', '=', p.purpose)
				.orderBy('seq', 'desc')
				.limit(1),
		),
		put: statement<WrittenVerification>()((p) =>
			db
				.insertInto(table)
				.values({
					account: p.account,
					id: p.id,
					method: p.method,
					kept_by: p.keptBy,
					purpose: p.purpose,
					phone: p.phone,
					request_key: p.requestKey,
					status: p.status,
					requested_at: p.requestedAt,
					expires_at: p.expiresAt,
					code_hash: p.codeHash,
					sealed_code: p.sealedCode,
					detail: p.detail,
				})
				.onConflict((conflict) =>
					conflict.columns(['account', 'id']).doUpdateSet((row) => ({
						status: row.ref('excluded.status'),
						phone: row.ref('excluded.phone'),
						expires_at: row.ref('excluded.expires_at'),
						code_hash: row.ref('excluded.code_hash'),
						sealed_code: row.ref('excluded.sealed_code'),
						detail: row.ref('excluded.detail'),
					})),
				),
		),
	};
}

function agingStatements(db: SqlBuilder) {
	const live = db.selectFrom(table).where('status', '=', 'requested');
	return {
		due: statement<{ account: string; now: number; limit: number }>()((p) =>
			live
				.selectAll()
				.where('expires_at', '<=', p.now)
				.where('account', '=', p.account)
				.orderBy('expires_at')
				.limit(p.limit),
		),
		lastHeardExpiry: statement<{ account: string }>()((p) =>
			live
				.select('expires_at')
				.where('account', '=', p.account)
				.where('method', '!=', 'code')
				.where('kept_by', 'is', null)
				.orderBy('expires_at', 'desc')
				.limit(1),
		),
		liveManaged: statement<{ account: string; method: string; limit: number }>()((p) =>
			live
				.selectAll()
				.where('account', '=', p.account)
				.where('method', '=', p.method)
				.where('kept_by', 'is not', null)
				.orderBy('expires_at')
				.limit(p.limit),
		),
		nextExpiry: statement<{ account: string }>()((p) =>
			live.select('expires_at').where('account', '=', p.account).orderBy('expires_at').limit(1),
		),
		old: statement<Older>()((p) =>
			db
				.selectFrom(table)
				.select('seq')
				.where('requested_at', '<', p.before)
				.orderBy('requested_at')
				.limit(p.limit),
		),
		remove: statement<{ seq: number }>()((p) => db.deleteFrom(table).where('seq', '=', p.seq)),
	};
}

function markStatements(db: SqlBuilder) {
	return {
		/** The newest but `before`; marks from after `now` are those of a clock that was put back. */
		turn: statement<{ account: string; stream: string; now: number; before: number }>()((p) =>
			db
				.selectFrom(marks)
				.select('marked_at')
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('marked_at', '<=', p.now)
				.orderBy('marked_at', 'desc')
				.limit(1)
				.offset(p.before),
		),
		mark: statement<MarkRow>()((p) =>
			db.insertInto(marks).values({ account: p.account, stream: p.stream, marked_at: p.at, id: p.id }),
		),
		unmark: statement<MarkRow>()((p) =>
			db
				.deleteFrom(marks)
				.where('account', '=', p.account)
				.where('stream', '=', p.stream)
				.where('marked_at', '=', p.at)
				.where('id', '=', p.id),
		),
		oldMarks: statement<Older>()((p) =>
			db.selectFrom(marks).selectAll().where('marked_at', '<', p.before).orderBy('marked_at').limit(p.limit),
		),
	};
}
