import type { MediaFetcher } from '../../../messages/media/media-fetcher';
import type { LimitPolicy } from '../../../sessions/governor/limit-policy';
import { AccountOutbox } from '../../../sessions/outbox/account-outbox';
import type { JobBell } from '../../../sessions/outbox/job-bell';
import type { OutboxJob } from '../../../sessions/outbox/outbox-job';
import type { QueueMessageRequest, QueuedReceipt, SendReceipt } from '../../../sessions/session';
import type { SessionStore } from '../../../sessions/store';
import { settle } from '../../fixtures/manual-clock';
import { ANA, promptly, sendingWorld } from '../sending/sending-world';
import { JobBook } from './job-book';
import { ParcelShelf } from './parcel-shelf';

/** As a message with a file: too large for a row. */
export const LARGE = { extras: { mentions: Array.from({ length: 5_000 }, () => ANA) } };

export interface JobWorldOptions {
	readonly resendsSafely?: boolean;
	readonly storageKey?: string;
	/** There are other processes. */
	readonly bell?: JobBell;
	readonly fetchMedia?: MediaFetcher;
}

/** One number with limits and its queue, everything around it driven by a test. */
export function jobWorld(
	rules: Partial<LimitPolicy> = {},
	{ storageKey, bell, fetchMedia, ...options }: JobWorldOptions = {},
) {
	/** `elsewhere`: another living process holds the account. */
	const sending = Object.assign(sendingWorld(rules, options), { elsewhere: false });
	const shelf = new ParcelShelf();
	const jobs = new JobBook(sending);
	const store = Object.assign(shelf, { jobs }) as unknown as SessionStore;
	const outbox = new AccountOutbox({
		...sending.ports,
		account: () => ({ account: { id: 'a', name: 'Shop', options: {} }, engine: sending.engine, storageKey }),
		store,
		random: sending.random,
		logger: sending.logger,
		isElsewhere: async () => await Promise.resolve(sending.elsewhere),
		bell,
		...(fetchMedia && { fetchMedia }),
	});
	const request = (text: string, more: Partial<QueueMessageRequest> = {}): QueueMessageRequest => ({
		recipient: ANA,
		message: { kind: 'text', text },
		idempotencyKey: text,
		...more,
	});
	const enqueue = async (text: string, more?: Partial<QueueMessageRequest>) =>
		await promptly(outbox.enqueue(request(text, more)));
	return Object.assign(sending, {
		...{ shelf, jobs, outbox, enqueue, runner: outbox.runner },
		/** Answers its id. */
		async queue(text: string, more?: Partial<QueueMessageRequest>): Promise<string> {
			return queued(await enqueue(text, more)).jobId;
		},
		job: (jobId: string): OutboxJob => jobs.job(jobId) as OutboxJob,
		/** Closes the runner as far as time must pass for it. */
		async close(): Promise<void> {
			const closing = outbox.runner.close();
			await settle();
			await sending.clock.advance(10_000);
			await promptly(closing);
		},
	});
}

export function queued(told: QueuedReceipt | SendReceipt): QueuedReceipt {
	if (told.outcome !== 'queued') throw new Error(`It is ${told.outcome}`);
	return told;
}
