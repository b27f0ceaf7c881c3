import { KitError } from '../../messages/kit-error';
import type {
	CancelledJob,
	DueJob,
	EndedJob,
	ForecastFacts,
	JobForecast,
	JobPlace,
	NewJob,
	PostponedJob,
} from '../../sessions/outbox/job-store';
import type { OutboxJob } from '../../sessions/outbox/outbox-job';
import { apply, change, many, one } from '../database';
import type { Program } from '../database';
import { bytes, text, unreadable, wholeNumber } from '../row-reading';
import type { Vault } from '../sealing/vault';
import type { SqlBuilder } from '../statement';
import { jobError, outboxJob } from './job-rows';
import { MOST_EXCEPTIONS, jobStatements } from './job-statements';
import type { Reseal } from './keys';
import type { LedgerRows } from './ledger';

/** Messages that wait for their turn, and what became of those that did. */
export class Jobs {
	readonly #statements: ReturnType<typeof jobStatements>;

	constructor(db: SqlBuilder) {
		this.#statements = jobStatements(db);
	}

	/** `job.body` is sealed already. */
	*add(job: NewJob, place: JobPlace): Program<void> {
		yield* apply(this.#statements.add, {
			account: job.accountId,
			job: job.jobId,
			key: job.idempotencyKey,
			recipient: job.recipient,
			body: job.body,
			now: job.now,
			leaves: place.leavesAt,
			expires: job.expiresAt,
			newChat: Number(place.newChat),
			held: Number(place.held),
		});
	}

	*find(account: string, job: string): Program<OutboxJob | null> {
		const row = yield* one(this.#statements.byId, { account, job });
		return row === undefined ? null : outboxJob(row);
	}

	*findByKey(account: string, key: string): Program<OutboxJob | null> {
		const row = yield* one(this.#statements.byKey, { account, key });
		return row === undefined ? null : outboxJob(row);
	}

	*cancel(account: string, job: string, now: number): Program<CancelledJob | null> {
		const changed = yield* change(this.#statements.cancel, { account, job, now });
		const found = yield* this.find(account, job);
		return found && { cancelled: changed === 1, job: found };
	}

	/** Throws `cancelled` when it has ended: nothing may leave for it any more. */
	*begin(account: string, job: string): Program<void> {
		if ((yield* change(this.#statements.begin, { account, job })) === 1) return;
		throw new KitError({ code: 'cancelled', what: `The job ${job} has ended. Nothing was sent for it.` });
	}

	*nextAt(account: string): Program<number | null> {
		if ((yield* one(this.#statements.next, { account, held: 0 })) !== undefined) return 0;
		const row = yield* one(this.#statements.next, { account, held: 1 });
		return row === undefined ? null : wholeNumber(row.leaves_at, 'leaves_at');
	}

	*letGo(account: string, now: number): Program<void> {
		yield* apply(this.#statements.letGo, { account, now });
	}

	*due(account: string, until: number, except: readonly string[], vault: Vault): Program<DueJob | null> {
		const left: Record<string, string> = {};
		for (let index = 0; index < MOST_EXCEPTIONS; index++) left[`x${index}`] = except[index] ?? '';
		const row = yield* one(this.#statements.due, { account, until, ...left });
		if (row === undefined) return null;
		const jobId = text(row.job_id, 'job_id');
		return {
			jobId,
			state: openState(row.state),
			idempotencyKey: text(row.idempotency_key, 'idempotency_key'),
			recipient: text(row.recipient, 'recipient'),
			expiresAt: wholeNumber(row.expires_at, 'expires_at'),
			attempts: wholeNumber(row.attempts, 'attempts'),
			body: readableBody(account, jobId, row.body, vault),
			error: jobError(row.error),
		};
	}

	*postpone(account: string, job: string, { until, requeue, held, error }: PostponedJob): Program<void> {
		if (requeue) yield* apply(this.#statements.requeue, { account, job });
		yield* apply(this.#statements.postpone, {
			account,
			job,
			leaves: until,
			held: Number(held),
			error: error === null ? null : JSON.stringify(error),
		});
	}

	*finish(account: string, job: string, ended: EndedJob): Program<void> {
		const sent = ended.state === 'sent' ? ended : undefined;
		const error = ended.state === 'sent' ? null : ended.error;
		yield* apply(this.#statements.finish, {
			account,
			job,
			state: ended.state,
			ended: ended.endedAt,
			error: error === null ? null : JSON.stringify(error),
			message: sent?.messageId ?? null,
			chat: sent?.chatId ?? null,
			to: sent?.sentTo ?? null,
			via: sent?.via ?? null,
			sent: sent?.sentAt ?? null,
		});
	}

	/** The place of a new job behind the past in the ledger and those that are queued. */
	*place({ accountId: account, recipient, forecast }: NewJob, ledger: LedgerRows): Program<JobPlace> {
		const row = yield* one(this.#statements.ahead, { account, recipient });
		// In the order of the streams of a forecast: the account, its new chats.
		const ahead = [numberOr(row?.waiting, 0), numberOr(row?.new_chats, 0)];
		const tails = [this.#statements.waitingTail, this.#statements.newChatTail];
		const queuedTurns = new Map<number, number>();
		const windows: JobForecast['windows'][number][] = [];
		for (const [index, { stream, limit }] of forecast.windows.entries()) {
			const before = ahead[stream] ?? 0;
			const tail = tails[stream];
			if (tail !== undefined && limit <= before) {
				const turn = yield* one(tail, { account, back: limit - 1 });
				if (turn !== undefined) queuedTurns.set(index, wholeNumber(turn.leaves_at, 'leaves_at'));
			}
			windows.push({ stream, limit: Math.max(1, limit - before) });
		}
		const { streams, chats } = forecast;
		const past = yield* ledger.facts({ accountId: account, streams, windows, chats });
		const facts: ForecastFacts = {
			...past,
			turns: past.turns.map((turn, index) => queuedTurns.get(index) ?? turn),
			ahead: ahead[0] ?? 0,
			lastToRecipient: numberOr(row?.last_to, null),
			lastOfQueue: numberOr(row?.last, null),
		};
		return forecast.decide(facts);
	}

	/** What is too old to be sent, over all accounts. Answers how many. */
	*expire(now: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.late, { now, limit });
		for (const row of rows) yield* apply(this.#statements.expire, { seq: wholeNumber(row.seq, 'seq'), now });
		return rows.length;
	}

	*removeEnded(before: number, limit: number): Program<number> {
		const rows = yield* many(this.#statements.ended, { before, limit });
		for (const row of rows) yield* apply(this.#statements.remove, { seq: wholeNumber(row.seq, 'seq') });
		return rows.length;
	}

	*reseal(account: string, { from, to }: Reseal, chunk: number): Program<void> {
		for (let after = 0; ; ) {
			const rows = yield* many(this.#statements.openAfter, { account, after, limit: chunk });
			for (const row of rows) {
				const job = text(row.job_id, 'job_id');
				after = wholeNumber(row.seq, 'seq');
				const body = sealBody(account, job, readBody(account, job, row.body, from), to);
				yield* apply(this.#statements.setBody, { seq: after, body });
			}
			if (rows.length < chunk) return;
		}
	}
}

export function sealBody(account: string, job: string, body: Uint8Array, vault: Vault): Uint8Array {
	return vault.seal(['job', account, job], body);
}

function readBody(account: string, job: string, column: unknown, vault: Vault): Uint8Array {
	return vault.open(['job', account, job], bytes(column, 'body'));
}

/** One job that cannot be read must not stop those behind it. */
function readableBody(account: string, job: string, column: unknown, vault: Vault): Uint8Array | Error {
	try {
		return readBody(account, job, column, vault);
	} catch (error) {
		return error as Error;
	}
}

function openState(value: unknown): DueJob['state'] {
	if (value === 'queued' || value === 'sending') return value;
	throw unreadable('state', 'the state of a job that waits');
}

function numberOr<Otherwise>(value: unknown, otherwise: Otherwise): number | Otherwise {
	return value === null || value === undefined ? otherwise : wholeNumber(value, 'leaves_at');
}
