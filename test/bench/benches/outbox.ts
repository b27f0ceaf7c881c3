import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forecast, forecastOf } from '../../../sessions/governor/forecast';
import { PRESETS } from '../../../sessions/governor/limit-policy';
import type { Lease } from '../../../sessions/store';
import { openStore } from '../../../storage/open-store';
import { STORE_FILE } from '../../../storage/store-file';
import type { Bench } from '../bench';
import { monotonicMs } from '../processes/monotonic';
import { Lines } from '../report';
import { median } from '../statistics';

const ROUNDS = 9;
const MESSAGES = 500;
const FEW = 1_000;
const MANY = 1_000_000;
const STEPS = ['add', 'take', 'finish'] as const;

type Step = (typeof STEPS)[number];
type Times = Readonly<Record<Step, number[]>>;

export const outbox: Bench = {
	name: 'outbox',
	about: 'One queued message on the embedded store, with few and with many ended jobs and sends behind it.',
	async run(note) {
		const few = await Side.make(FEW);
		const many = await Side.make(MANY);
		try {
			note(`${FEW} and ${MANY} ended jobs and sends of one account, all of the last 30 days.`);
			const rounds: (readonly [Times, Times])[] = [];
			// The first round fills caches on both sides and does not count.
			for (let round = 0; round <= ROUNDS; round += 1) {
				const order = round % 2 === 0 ? [few, many] : [many, few];
				const measured = new Map<Side, Times>();
				for (const side of order) measured.set(side, await side.work());
				if (round > 0) rounds.push([measured.get(few)!, measured.get(many)!]);
			}
			return report(rounds);
		} finally {
			await few.dispose();
			await many.dispose();
		}
	},
};

function report(rounds: readonly (readonly [Times, Times])[]) {
	const lines = new Lines('outbox');
	for (const step of STEPS) {
		const micros = rounds.map(([few]) => 1_000 * median(few[step]));
		lines.add(`${step}, median`, micros, { unit: 'µs' });
		lines.add(
			`${step} after ${MANY} jobs and sends / after ${FEW}`,
			rounds.map(([few, many]) => median(many[step]) / median(few[step])),
			{ target: { atMost: 1.5 } },
		);
	}
	return lines.all;
}

/** A store of its own with a past, and an account that is held. */
class Side {
	#count = 0;

	#at = Date.UTC(2026, 10, 20);

	private constructor(
		readonly folder: string,
		readonly store: Awaited<ReturnType<typeof openStore>>,
		readonly lease: Lease,
	) {}

	static async make(past: number): Promise<Side> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-bench-'));
		const store = await openStore({ folder, logger: silentLogger });
		const end = Date.UTC(2026, 10, 20);
		await writePast(join(folder, STORE_FILE), past, end);
		const owner = { id: 'bench', host: 'host', pid: 1, role: 'main' };
		const answer = await store.acquireLease({ accountId: 'a', owner, now: end, ttlMs: 1 });
		if (!answer.granted) throw new Error('the account is held');
		return new Side(folder, store, answer.lease);
	}

	/** ms of each step of each message: it is queued, taken, and its end written down. */
	async work(): Promise<Times> {
		const times: Times = { add: [], take: [], finish: [] };
		for (let count = 0; count < MESSAGES; count += 1) {
			this.#count += 1;
			this.#at += 1_000;
			const id = `job-${this.#count}`;
			await timed(times.add, async () => await this.#add(id));
			await timed(times.take, async () => await this.#take(id));
			await timed(times.finish, async () => await this.#finish(id));
		}
		return times;
	}

	async #add(id: string): Promise<void> {
		const policy = PRESETS.standard;
		const recipient = { key: '+1', chats: ['1@s.whatsapp.net'], isGroup: false };
		const now = this.#at;
		await this.store.jobs.add(
			{
				accountId: 'a',
				jobId: id,
				idempotencyKey: id,
				recipient: '+1',
				body: Buffer.alloc(300),
				now,
				expiresAt: now + 86_400_000,
				forecast: {
					...forecastOf(policy, recipient),
					decide: (facts) => forecast({ policy, recipient, now }, facts),
				},
			},
			{},
		);
	}

	async #take(id: string): Promise<void> {
		await this.store.jobs.nextAt('a');
		const due = await this.store.jobs.due('a', this.#at + 60_000, []);
		if (due?.jobId !== id) throw new Error(`${due?.jobId} was due instead of ${id}`);
		await this.store.claimSend({
			lease: this.lease,
			idempotencyKey: id,
			messageId: `M${id}`,
			chatId: '1@s.whatsapp.net',
			now: this.#at,
			jobId: id,
		});
	}

	async #finish(id: string): Promise<void> {
		const at = this.#at;
		await this.store.finishSend(this.lease, `M${id}`, { outcome: 'sent', at });
		const sent = { messageId: `M${id}`, chatId: '1@s.whatsapp.net', via: 'text', sentTo: '+1', sentAt: at };
		await this.store.jobs.finish(this.lease, id, { state: 'sent', endedAt: at, ...sent });
	}

	async dispose(): Promise<void> {
		await this.store.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}

async function timed(times: number[], work: () => Promise<void>): Promise<void> {
	const began = monotonicMs();
	await work();
	times.push(monotonicMs() - began);
}

/** Evenly over 30 days; written at once, for queueing them takes an hour. */
async function writePast(path: string, count: number, end: number): Promise<void> {
	const { DatabaseSync } = await import('node:sqlite');
	const database = new DatabaseSync(path);
	const job = database.prepare(
		`insert into whatsapp_kit_jobs (account, job_id, idempotency_key, recipient, state, created_at, leaves_at,
		 expires_at, new_chat, held, attempts, ended_at, message_id, chat_id, sent_to, via, sent_at)
		 values ('a', ?, ?, '+1', 'sent', ?, ?, ?, 0, 0, 1, ?, ?, '1@s.whatsapp.net', '+1', 'text', ?)`,
	);
	const sent = database.prepare(
		`insert into whatsapp_kit_sent (account, message_id, chat_id, idempotency_key, outcome, sent_at)
		 values ('a', ?, '1@s.whatsapp.net', ?, 'sent', ?)`,
	);
	const spacing = (30 * 86_400_000) / count;
	database.exec('begin');
	for (let index = 0; index < count; index += 1) {
		const at = Math.floor(end - (count - index) * spacing);
		job.run(`past-${index}`, `past-${index}`, at, at, at + 1, at, `P${index}`, at);
		sent.run(`P${index}`, `past-${index}`, at);
	}
	database.exec('commit');
	database.close();
}

const silent = (): void => undefined;
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent };
