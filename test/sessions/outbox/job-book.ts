import { KitError } from '../../../messages/kit-error';
import { STREAMS } from '../../../sessions/governor/rules';
import type {
	AddedJob,
	CancelledJob,
	DueJob,
	EndedJob,
	ForecastFacts,
	JobStore,
	NewJob,
	PostponedJob,
} from '../../../sessions/outbox/job-store';
import { hasEnded, type OutboxJob } from '../../../sessions/outbox/outbox-job';
import type { Lease } from '../../../sessions/store';
import type { MemoryLedger } from '../sending/memory-ledger';
import type { SendBook } from '../sending/send-book';

interface Row {
	job: OutboxJob;
	readonly key: string;
	body: Uint8Array | Error;
	leavesAt: number;
	held: boolean;
}

/** Far more than any of these tests needs. */
const MOST_CALLS = 20_000;

/** The jobs of one account in memory; failures on demand. */
export class JobBook implements JobStore {
	readonly #rows: Row[] = [];

	readonly #past: { readonly ledger: MemoryLedger; readonly book: SendBook };

	/** Names of the calls that fail until taken out again. */
	readonly failing = new Set<keyof JobStore>();

	/** What was written under which fence: "finish 1". */
	readonly writes: string[] = [];

	/** With which keys bodies were sealed. */
	readonly storageKeys: (string | undefined)[] = [];

	/** How often it was looked whether jobs wait. */
	looks = 0;

	#calls = 0;

	constructor(past: { readonly ledger: MemoryLedger; readonly book: SendBook }) {
		this.#past = past;
		past.book.beginJob = (jobId) => this.#begin(jobId);
	}

	async add(job: NewJob, { storageKey }: { readonly storageKey?: string }): Promise<AddedJob> {
		await this.#called('add');
		const known = this.#rows.find((row) => row.key === job.idempotencyKey);
		if (known) return { fresh: false, job: known.job };
		const sent = this.#past.book.find(job.idempotencyKey);
		if (sent?.outcome === 'sent' || sent?.outcome === 'refused') return { fresh: false, job: null, sent };
		const { leavesAt, held } = job.forecast.decide(this.#facts(job));
		const { jobId, recipient, now: createdAt, expiresAt, body, idempotencyKey: key } = job;
		const facts = { jobId, recipient, createdAt, expiresAt, attempts: 0 };
		const added: OutboxJob = { ...facts, state: 'queued', leavesAt, error: null };
		this.#rows.push({ job: added, key, body, leavesAt, held });
		this.storageKeys.push(storageKey);
		return { fresh: true, job: added };
	}

	/** A test's short cut: changes a job, or its body, as nobody else may. */
	alter(jobId: string, change: Partial<Omit<Row, 'job'>> & { job?: Partial<DueJob> }): void {
		const row = this.#row(jobId) as Row;
		Object.assign(row, { ...change, job: { ...row.job, ...change.job } });
	}

	/** What is known of it now. */
	job(jobId: string): OutboxJob | undefined {
		return this.#row(jobId)?.job;
	}

	async find(_accountId: string, jobId: string): Promise<OutboxJob | null> {
		return await Promise.resolve(this.job(jobId) ?? null);
	}

	async findByKey(_accountId: string, key: string): Promise<OutboxJob | null> {
		return await Promise.resolve(this.#rows.find((row) => row.key === key)?.job ?? null);
	}

	async cancel(_accountId: string, jobId: string, now: number): Promise<CancelledJob | null> {
		const row = this.#row(jobId);
		if (!row) return await Promise.resolve(null);
		const cancelled = row.job.state === 'queued';
		if (cancelled) row.job = { ...factsOf(row.job), state: 'cancelled', endedAt: now };
		return { cancelled, job: row.job };
	}

	async nextAt(): Promise<number | null> {
		this.looks += 1;
		await this.#called('nextAt');
		const open = this.#open();
		if (open.length === 0) return null;
		return open.some(({ held }) => !held) ? 0 : Math.min(...open.map(({ leavesAt }) => leavesAt));
	}

	async due(_accountId: string, until: number, except: readonly string[]): Promise<DueJob | null> {
		await this.#called('due');
		const row = this.#open().find(
			({ held, leavesAt, job }) => (!held || leavesAt <= until) && !except.includes(job.recipient),
		);
		if (!row) return null;
		const { job, key: idempotencyKey, body } = row;
		const { jobId, recipient, expiresAt, attempts } = job;
		const { state, error } = job as Pick<DueJob, 'state' | 'error'>;
		return { jobId, state, idempotencyKey, recipient, expiresAt, attempts, body, error };
	}

	async letGo({ fence }: Lease, now: number): Promise<void> {
		await this.#called('letGo', fence);
		for (const row of this.#open()) if (row.held) row.leavesAt = now;
	}

	async postpone({ fence }: Lease, jobId: string, later: PostponedJob): Promise<void> {
		await this.#called('postpone', fence);
		const row = this.#row(jobId);
		if (!row || hasEnded(row.job)) return;
		const { until: leavesAt, held, requeue, error } = later;
		Object.assign(row, { leavesAt, held });
		const isQueued = requeue || row.job.state === 'queued';
		row.job = isQueued
			? { ...factsOf(row.job), state: 'queued', leavesAt, error }
			: { ...factsOf(row.job), state: 'sending', error };
	}

	async finish({ fence }: Lease, jobId: string, ended: EndedJob): Promise<void> {
		await this.#called('finish', fence);
		const row = this.#row(jobId);
		if (row && !hasEnded(row.job)) row.job = { ...factsOf(row.job), ...ended } as OutboxJob;
	}

	#begin(jobId: string): void {
		const row = this.#row(jobId);
		if (!row || hasEnded(row.job))
			throw new KitError({ code: 'cancelled', what: `The job ${jobId} has ended.` });
		const { error } = row.job as Pick<DueJob, 'error'>;
		const facts = factsOf(row.job);
		row.job = { ...facts, attempts: facts.attempts + 1, state: 'sending', error };
	}

	/** Behind the past and those that are queued. */
	#facts({ forecast, recipient }: NewJob): ForecastFacts {
		const queued = this.#open().filter(({ job }) => job.state === 'queued');
		const waiting = queued.filter(({ held }) => !held).map(({ leavesAt }) => leavesAt);
		const toRecipient = queued.filter(({ job }) => job.recipient === recipient);
		const windows = forecast.windows.map((window) => ({
			...window,
			before: window.stream === STREAMS.account ? waiting : [],
		}));
		const past = this.#past.ledger.facts({
			streams: forecast.streams,
			windows: windows.map(({ stream, limit, before }) => ({
				stream,
				limit: Math.max(1, limit - before.length),
			})),
		});
		return {
			...past,
			turns: windows.map(({ limit, before }, index) => before.at(-limit) ?? past.turns[index] ?? null),
			ahead: waiting.length,
			lastToRecipient: toRecipient.at(-1)?.leavesAt ?? null,
			lastOfQueue: waiting.at(-1) ?? null,
		};
	}

	#open(): readonly Row[] {
		return this.#rows.filter(({ job }) => !hasEnded(job));
	}

	#row(jobId: string): Row | undefined {
		return this.#rows.find(({ job }) => job.jobId === jobId);
	}

	async #called(name: keyof JobStore, fence?: number): Promise<void> {
		this.#calls += 1;
		// A runner that asks without a pause would let no test end.
		if (this.#calls > MOST_CALLS) throw new KitError({ code: 'storage', what: 'It is asked without end.' });
		if (this.failing.has(name)) throw new KitError({ code: 'storage', what: `${name} failed` });
		if (fence !== undefined) this.writes.push(`${name} ${fence}`);
		await Promise.resolve();
	}
}

function factsOf({ jobId, recipient, createdAt, expiresAt, attempts }: OutboxJob) {
	return { jobId, recipient, createdAt, expiresAt, attempts };
}
