import type { MediaFetcher } from '../../messages/media/media-fetcher';
import type { Clock, Logger, Random } from '../../messages/ports';
import type { Recipient } from '../../messages/recipient';
import { timeLimit } from '../abort';
import { checkSend, checkedTimeout, type CheckedSend } from '../check-send';
import { forecast, forecastOf } from '../governor/forecast';
import type { Governor } from '../governor/governor';
import type { ManagedAccount } from '../managed-account';
import { Freight } from '../remote/freight';
import type { SendRecords } from '../send-records';
import type { QueueMessageRequest, QueuedReceipt, SendReceipt } from '../session';
import type { SendFlowPorts } from '../send-flow';
import type { SendRecord, SessionStore } from '../store';
import type { Answering, JobBell } from './job-bell';
import { checkedQueueTime, endedWithout, queueTooLong, refusedBefore, unknownJob } from './job-errors';
import { discardLetter, writeLetter } from './job-letter';
import { likelyRecipient, recipientName } from './job-names';
import { JobRunner } from './job-runner';
import type { AddedJob, JobForecast } from './job-store';
import type { OutboxJob } from './outbox-job';

export interface AccountOutboxPorts {
	/** As it is now: the credential may be edited. */
	account(): ManagedAccount;
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly random: Random;
	readonly logger: Logger;
	readonly governor: Governor;
	readonly records: SendRecords;
	readonly fetchMedia: MediaFetcher;
	readonly open: SendFlowPorts['open'];
	/** Another living process holds the account. */
	isElsewhere(): Promise<boolean>;
	/** Where there are other processes. */
	readonly bell?: JobBell;
}

/** The queue of one account in one process: anybody adds to it, its owner sends from it. */
export class AccountOutbox {
	readonly #ports: AccountOutboxPorts;

	readonly #freight: Freight;

	readonly runner: JobRunner;

	/** While this process holds the account. */
	#answering: Answering | undefined;

	constructor(ports: AccountOutboxPorts) {
		this.#ports = ports;
		this.#freight = new Freight(ports.store);
		this.runner = new JobRunner({
			...ports,
			accountId: ports.account().account.id,
			freight: this.#freight,
			engine: () => ports.account().engine,
			servesOthers: () => this.#answering !== undefined,
		});
	}

	/** This process holds the account from now on, until `lost`. */
	opened(): void {
		const { bell, account } = this.#ports;
		this.#answering ??= bell?.answer(account().account.id, () => this.runner.wake());
		this.runner.wake({ mended: true });
	}

	async lost(): Promise<void> {
		const answering = this.#answering;
		this.#answering = undefined;
		await answering?.stop();
	}

	async enqueue(request: QueueMessageRequest): Promise<QueuedReceipt | SendReceipt> {
		const { store, clock, account, records } = this.#ports;
		const maxQueuedMs = checkedQueueTime(request.maxQueuedMs);
		// A send just acknowledged may not be written down yet.
		await records.settled();
		const known = await store.jobs.findByKey(account().account.id, request.idempotencyKey);
		if (known !== null) return this.#told(this.#asOfNow(known));
		const limit = timeLimit(clock, checkedTimeout(request.timeoutMs), request.signal);
		try {
			const checked = await checkSend(request, { ...this.#ports, ...account() }, limit.signal);
			const added = await this.#add(request, checked, maxQueuedMs);
			if (added.job === null) return sentBefore(added.sent, checked);
			this.runner.wake();
			this.#ring(added.job.jobId);
			return this.#told(added.job);
		} finally {
			limit.dispose();
		}
	}

	async find(jobId: string): Promise<OutboxJob> {
		const { store, account } = this.#ports;
		const { id, name } = account().account;
		const job = await store.jobs.find(id, jobId);
		if (job === null) throw unknownJob(jobId, name);
		return this.#asOfNow(job);
	}

	async cancel(jobId: string): Promise<{ readonly cancelled: boolean; readonly job: OutboxJob }> {
		const { store, account, clock } = this.#ports;
		const { id, name } = account().account;
		const answer = await store.jobs.cancel(id, jobId, clock.now());
		if (answer === null) throw unknownJob(jobId, name);
		return { cancelled: answer.cancelled, job: this.#asOfNow(answer.job) };
	}

	async #add(
		request: QueueMessageRequest,
		{ composed, recipient }: CheckedSend,
		maxQueuedMs: number,
	): Promise<AddedJob> {
		const { store, clock, random, account } = this.#ports;
		const { account: self, storageKey } = account();
		const now = clock.now();
		const expiresAt = now + maxQueuedMs;
		const body = await writeLetter({ request, composed }, expiresAt, this.#freight);
		const job = {
			accountId: self.id,
			jobId: Buffer.from(random.bytes(15)).toString('base64url'),
			idempotencyKey: request.idempotencyKey,
			recipient: recipientName(recipient),
			body,
			now,
			expiresAt,
			forecast: await this.#forecast(recipient, now, maxQueuedMs),
		};
		let kept = false;
		try {
			const added = await store.jobs.add(job, { storageKey });
			kept = added.fresh;
			return added;
		} finally {
			if (!kept) this.#forget(body);
		}
	}

	/** Whoever holds the account hears of it; where that is this process, it knows already. */
	#ring(jobId: string): void {
		const { bell, account } = this.#ports;
		// Not waited for: the job is kept, whether or not Redis is there.
		if (this.#answering === undefined) void bell?.ring(account().account.id, jobId);
	}

	/** A message whose turn comes too late is better refused now than dropped then. */
	async #forecast(recipient: Recipient, now: number, maxQueuedMs: number): Promise<JobForecast> {
		const { governor, account } = this.#ports;
		const policy = await governor.present();
		const limited = likelyRecipient(recipient);
		return {
			...forecastOf(policy, limited),
			decide(facts) {
				const place = forecast({ policy, recipient: limited, now }, facts);
				if (place.leavesAt < now + maxQueuedMs) return place;
				const { ahead } = facts;
				throw queueTooLong(account().account.name, place, { policy, ahead, maxQueuedMs });
			},
		};
	}

	#told(job: OutboxJob): QueuedReceipt | SendReceipt {
		const error = endedWithout(job);
		if (error !== null) throw error;
		const { jobId, recipient } = job;
		if (job.state === 'sent') {
			const { messageId, chatId, via, sentTo, sentAt } = job;
			const sent = { messageId, chatId, via, recipient: sentTo, sentAt: iso(sentAt) };
			return { ...sent, outcome: 'sent', jobId };
		}
		const leavesAt = job.state === 'queued' ? job.leavesAt : this.#ports.clock.now();
		return { jobId, recipient, outcome: 'queued', leavesAt: iso(leavesAt) };
	}

	/** What is too old is not sent any more, whether or not somebody has written that down yet. */
	#asOfNow(job: OutboxJob): OutboxJob {
		const now = this.#ports.clock.now();
		if (job.state !== 'queued') return job;
		const { leavesAt, ...rest } = job;
		if (now >= job.expiresAt) return { ...rest, state: 'expired', endedAt: job.expiresAt };
		return { ...job, leavesAt: Math.max(leavesAt, now) };
	}

	/** What stays behind is removed when it is too old. */
	#forget(body: Uint8Array): void {
		discardLetter(body, this.#freight).catch((error: unknown) =>
			this.#ports.logger.debug('A file that was not queued was not removed', { error: String(error) }),
		);
	}
}

/** By a send that did not go through the queue. */
function sentBefore(sent: SendRecord, { composed, recipient }: CheckedSend): SendReceipt {
	if (sent.outcome !== 'sent') throw refusedBefore(sent);
	const { messageId, chatId, at } = sent;
	const told = { messageId, chatId, via: composed.via, recipient: recipientName(recipient) };
	return { ...told, outcome: 'sent', sentAt: iso(at) };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
