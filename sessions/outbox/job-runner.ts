import { KitError, toKitError } from '../../messages/kit-error';
import type { Clock, Logger } from '../../messages/ports';
import { timeLimit } from '../abort';
import type { Freight } from '../remote/freight';
import type { OwnedConnection } from '../owned-connection';
import type { SendFlowPorts } from '../send-flow';
import type { SessionStore } from '../store';
import { discardLetter, readLetter } from './job-letter';
import type { DueJob, EndedJob } from './job-store';
import { TROUBLE_MS, expired, jobErrorOf, verdictOf, type JobVerdict } from './job-verdict';
import { LANE_MS, sendJob } from './send-job';

/** Jobs in memory at once, each to another recipient: the order of what one person gets stays. */
const AT_ONCE = 8;
/** Where jobs wait, or others may add some unheard, the store is looked at once in this time, ms. */
const LOOK_MS = 30_000;
/** When closing, what is on its way has this long to end, ms. */
const CLOSING_MS = 5_000;

export interface JobRunnerPorts extends Omit<SendFlowPorts, 'engine'> {
	readonly accountId: string;
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly freight: Freight;
	/** Asked anew for each job: the credential may be edited. */
	engine(): SendFlowPorts['engine'];
	/** Another living process holds the account: its runner does the work. */
	isElsewhere(): Promise<boolean>;
	/** This process holds the account for others as well, whose word of a job may be lost. */
	servesOthers(): boolean;
}

/**
 * Sends the jobs of one account when they are due, as long as this process holds it or nobody does. Jobs lie in the
 * store until shortly before their turn; a crash at any moment leaves them there.
 */
export class JobRunner {
	readonly #ports: JobRunnerPorts;

	readonly #closed = new AbortController();

	/** Ends what is on its way, when closing took too long. */
	readonly #cut = new AbortController();

	/** Job id → recipient. */
	readonly #running = new Map<string, string>();

	/** Of those, the ones that may be leaving just now. */
	readonly #leaving = new Set<string>();

	/** Job id → tries that ended in what nobody expected, of those that wait for the next one. */
	readonly #surprises = new Map<string, number>();

	/** Nothing of the account can leave before then, epoch ms. */
	#pausedUntil = { limits: 0, trouble: 0 };

	#nap = new AbortController();

	#looping: Promise<void> | undefined;

	/** Somebody called since the last look. */
	#called = false;

	#queued = false;

	/** Nobody has judged by the limits of now what is held. */
	#letGo = true;

	#told = '';

	constructor(ports: JobRunnerPorts) {
		this.#ports = ports;
	}

	/** Jobs wait, as far as is known, and this runner takes care of them. */
	get hasJobs(): boolean {
		return !this.#closed.signal.aborted && (this.#queued || this.#running.size > 0);
	}

	/** How many jobs may be leaving just now. */
	get leaving(): number {
		return this.#leaving.size;
	}

	/** Looks at once. `mended`: what went wrong before may work now; `afresh`: the limits may be others. */
	wake({ mended = false, afresh = false } = {}): void {
		if (this.#closed.signal.aborted) return;
		if (mended || afresh) this.#pausedUntil.trouble = 0;
		if (afresh) {
			this.#pausedUntil.limits = 0;
			this.#letGo = true;
		}
		this.#called = true;
		this.#nap.abort();
		this.#looping ??= this.#loop().finally(() => {
			this.#looping = undefined;
			if (this.#called) this.wake();
		});
	}

	/** Begins with no more jobs; those that wait stay in the store. */
	stop(): void {
		this.#closed.abort();
		this.#nap.abort();
	}

	/** Resolves when nothing is on its way any more, after some seconds in any case. */
	async close(): Promise<void> {
		this.stop();
		const { clock } = this.#ports;
		const over = new AbortController();
		void clock.sleep(CLOSING_MS, over.signal).then(
			() => this.#cut.abort(),
			() => undefined,
		);
		while (this.#running.size > 0) await this.#restUntilCalled();
		over.abort();
		await this.#looping;
	}

	async #loop(): Promise<void> {
		while (!this.#closed.signal.aborted) {
			this.#called = false;
			const next = await this.#round().catch((error: unknown) => this.#troubled(error));
			// `wake` begins anew when there is something to do.
			if (next === null) return;
			await this.#rest(next);
		}
	}

	/** Answers when to look again, epoch ms; null when nothing waits. */
	async #round(): Promise<number | null> {
		const { store, accountId, clock, open, isElsewhere, servesOthers } = this.#ports;
		const next = await store.jobs.nextAt(accountId);
		this.#queued = next !== null;
		const now = clock.now();
		if (next === null) return this.#running.size > 0 || servesOthers() ? now + LOOK_MS : null;
		const from = (this.#letGo ? now : Math.max(next, this.#pausedUntil.limits)) - LANE_MS;
		const begin = Math.max(from, this.#pausedUntil.trouble);
		if (begin > now) return Math.min(begin, now + LOOK_MS);
		if (await isElsewhere()) {
			this.#queued = false;
			return now + LOOK_MS;
		}
		const owned = await open(this.#closed.signal);
		const limit = timeLimit(clock, LOOK_MS, this.#closed.signal);
		try {
			await owned.connection.whenOpen(limit.signal);
		} catch (error) {
			await this.#note(error, owned);
			throw error;
		} finally {
			limit.dispose();
		}
		const letGo = this.#letGo;
		this.#letGo = false;
		if (letGo) await store.jobs.letGo(owned.lease, clock.now());
		await this.#fill();
		return clock.now() + LOOK_MS;
	}

	/** Whoever asks for the job that comes next shall read why it waits. */
	async #note(thrown: unknown, { lease }: OwnedConnection): Promise<void> {
		const { store, accountId, clock } = this.#ports;
		const job = await store.jobs.due(accountId, clock.now(), []);
		const error = jobErrorOf(thrown);
		if (job === null || job.error?.what === error.what || this.#closed.signal.aborted) return;
		await store.jobs.postpone(lease, job.jobId, { until: clock.now(), requeue: false, held: false, error });
	}

	async #fill(): Promise<void> {
		const { store, accountId, clock } = this.#ports;
		while (this.#running.size < AT_ONCE && !this.#closed.signal.aborted) {
			const now = clock.now();
			if (Math.max(this.#pausedUntil.limits - LANE_MS, this.#pausedUntil.trouble) > now) return;
			const job = await store.jobs.due(accountId, now + LANE_MS, [...this.#running.values()]);
			if (job === null || this.#closed.signal.aborted) return;
			this.#running.set(job.jobId, job.recipient);
			void this.#run(job)
				.catch((error: unknown) => this.#troubled(error))
				.finally(() => {
					this.#running.delete(job.jobId);
					this.#leaving.delete(job.jobId);
					this.#called = true;
					this.#nap.abort();
				});
		}
	}

	async #run(job: DueJob): Promise<void> {
		const verdict = await this.#send(job);
		this.#countSurprise(job, verdict);
		if (verdict.kind === 'left') return;
		const { store, clock, open } = this.#ports;
		// The connection may have been opened anew while it was sent.
		const { lease } = await open(this.#cut.signal);
		if (verdict.kind === 'ended') {
			await store.jobs.finish(lease, job.jobId, verdict.ended);
			this.#discard(job);
			return;
		}
		const { later, pause } = verdict;
		if (pause !== null) this.#pausedUntil[pause] = Math.max(this.#pausedUntil[pause], later.until);
		await store.jobs.postpone(lease, job.jobId, later);
		if (pause === 'trouble' && later.error) this.#tell(later.error.what, clock.now());
	}

	async #send(job: DueJob): Promise<JobVerdict> {
		const { clock, engine: engineOf, freight } = this.#ports;
		const begun = job.state === 'sending';
		const tooLate = clock.now() >= job.expiresAt;
		if (tooLate && !begun) return expired(job.error, clock.now());
		const engine = engineOf();
		try {
			if (job.body instanceof Error) throw unreadableBody(job.body);
			const letter = await readLetter(job.body, freight);
			const receipt = await sendJob(
				{ ...letter, jobId: job.jobId, begun, tooLate },
				{ ...this.#ports, engine },
				{
					waiting: this.#closed.signal,
					sending: this.#cut.signal,
					onLeaving: () => this.#leaving.add(job.jobId),
				},
			);
			const { messageId, chatId, via, recipient: sentTo } = receipt;
			const sentAt = Date.parse(receipt.sentAt);
			const ended: EndedJob = {
				state: 'sent',
				endedAt: clock.now(),
				messageId,
				chatId,
				via,
				sentTo,
				sentAt,
			};
			return { kind: 'ended', ended };
		} catch (error) {
			const { resendsSafely } = engine.capabilities;
			const closing = this.#closed.signal.aborted;
			const surprises = this.#surprises.get(job.jobId) ?? 0;
			return verdictOf(error, { job, now: clock.now(), resendsSafely, closing, surprises });
		}
	}

	#countSurprise({ jobId }: DueJob, verdict: JobVerdict): void {
		if (verdict.kind === 'later' && verdict.later.error?.code === 'unexpected')
			this.#surprises.set(jobId, (this.#surprises.get(jobId) ?? 0) + 1);
		else this.#surprises.delete(jobId);
	}

	/** What stays behind is removed when it is too old. */
	#discard({ body }: DueJob): void {
		if (body instanceof Error) return;
		discardLetter(body, this.#ports.freight).catch((error: unknown) =>
			this.#ports.logger.debug('The file of a job was not removed', { error: String(error) }),
		);
	}

	/** Said once, not at every try: an account may be away for hours. */
	#troubled(error: unknown): number {
		const until = this.#ports.clock.now() + TROUBLE_MS;
		this.#pausedUntil.trouble = until;
		if (!this.#closed.signal.aborted) this.#tell(String(error), until);
		return until;
	}

	#tell(text: string, until: number): void {
		const { logger, accountId } = this.#ports;
		if (text === this.#told) return;
		this.#told = text;
		logger.info('Queued WhatsApp messages wait: ' + text, {
			account: accountId,
			nextTry: new Date(until).toISOString(),
		});
	}

	async #rest(until: number): Promise<void> {
		if (this.#called) return;
		this.#nap = new AbortController();
		const ms = Math.max(0, until - this.#ports.clock.now());
		const signal = AbortSignal.any([this.#nap.signal, this.#closed.signal]);
		await this.#ports.clock.sleep(ms, signal).catch(() => undefined);
	}

	async #restUntilCalled(): Promise<void> {
		this.#nap = new AbortController();
		await this.#ports.clock.sleep(LOOK_MS, this.#nap.signal).catch(() => undefined);
	}
}

/** Of this one alone: a store that cannot be read at all does not answer which job is due. */
function unreadableBody(error: Error): KitError {
	const { what, next } = toKitError(error, { what: 'It cannot be read.' });
	return new KitError({
		code: 'unexpected',
		what: 'A queued message could not be read again.',
		why: what,
		next,
		cause: error,
	});
}
