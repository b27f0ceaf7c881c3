import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '../../../runtime/system-ports';
import { Governor } from '../../../sessions/governor/governor';
import { PRESETS, type LimitPolicy } from '../../../sessions/governor/limit-policy';
import { openStore } from '../../../storage/open-store';
import { STORE_FILE } from '../../../storage/store-file';
import type { Bench } from '../bench';
import { monotonicMs } from '../processes/monotonic';
import { Lines } from '../report';
import { median, quantile } from '../statistics';

const ROUNDS = 9;
const DECISIONS = 1_000;
const FEW = 1_000;
const MANY = 1_000_000;
/** All of them written to before on both sides, so that both sides write the same. */
const PEOPLE = 400;

/** Every rule there is, wide enough to grant: a grant writes, a refusal only reads. */
const everyRule: LimitPolicy = {
	...PRESETS.standard,
	perMinute: 900,
	perHour: 50_000,
	perDay: 900_000,
	newChatsPerDay: 90_000,
	gapMs: 1,
	perRecipientGapMs: 1,
	verificationCooldownMs: 30_000,
	activeHours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1_440, timeZone: 'Europe/Berlin' },
};

export const governor: Bench = {
	name: 'governor',
	about: 'One decision over every rule on the embedded store, with few and with many sends behind it.',
	async run(note) {
		const few = await Side.make(FEW);
		const many = await Side.make(MANY);
		try {
			note(`${FEW} and ${MANY} past sends of one account, all of the last two days.`);
			const rounds: (readonly [readonly number[], readonly number[]])[] = [];
			// The first round fills caches on both sides and does not count.
			for (let round = 0; round <= ROUNDS; round += 1) {
				const order = round % 2 === 0 ? [few, many] : [many, few];
				const measured = new Map<Side, readonly number[]>();
				for (const side of order) measured.set(side, await side.decide());
				if (round > 0) rounds.push([measured.get(few)!, measured.get(many)!]);
			}
			return report(rounds);
		} finally {
			await few.dispose();
			await many.dispose();
		}
	},
};

function report(rounds: readonly (readonly [readonly number[], readonly number[]])[]) {
	const lines = new Lines('governor');
	const micros = (of: (values: readonly number[]) => number, side: 0 | 1) =>
		rounds.map((round) => 1_000 * of(round[side]));
	const p99 = (values: readonly number[]): number => quantile(values, 0.99);
	lines.add('decision, median', micros(median, 0), { unit: 'µs', target: { atMost: 150 } });
	lines.add('decision, p99', micros(p99, 0), { unit: 'µs', target: { atMost: 1_000 } });
	lines.add(`decision after ${MANY} sends, median`, micros(median, 1), { unit: 'µs' });
	lines.add(
		`median after ${MANY} sends / after ${FEW}`,
		rounds.map(([few, many]) => median(many) / median(few)),
		{ target: { atMost: 1.5 } },
	);
	return lines.all;
}

/** A store of its own with a past, and a governor whose clock goes on a second with every decision. */
class Side {
	#at = 0;

	#recipient = 0;

	readonly #governor: Governor;

	private constructor(
		readonly folder: string,
		readonly store: Awaited<ReturnType<typeof openStore>>,
		start: number,
	) {
		this.#at = start;
		const clock = { now: () => this.#at, sleep: async () => await Promise.resolve() };
		this.#governor = new Governor({ id: 'a', name: 'Shop' }, everyRule, {
			store,
			clock,
			random: systemRandom,
			logger: silentLogger,
		});
	}

	static async make(past: number): Promise<Side> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-bench-'));
		const store = await openStore({ folder, logger: silentLogger });
		const start = Date.UTC(2026, 10, 20);
		await writePast(join(folder, STORE_FILE), past, start);
		return new Side(folder, store, start);
	}

	/** ms of each decision, every one granted. */
	async decide(): Promise<readonly number[]> {
		const times: number[] = [];
		for (let count = 0; count < DECISIONS; count += 1) {
			this.#at += 1_000;
			const name = String(this.#recipient++ % PEOPLE);
			const recipient = { key: `+${name}`, chats: [`${name}@s.whatsapp.net`, `${name}@lid`], isGroup: false };
			const began = monotonicMs();
			const answer = await this.#governor.reserve(recipient, 'verification');
			times.push(monotonicMs() - began);
			if (!answer.granted) throw new Error(`refused by ${answer.rule}`);
		}
		return times;
	}

	async dispose(): Promise<void> {
		await this.store.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** Sends evenly over two days, to everybody in turn; written at once, for granting them takes minutes. */
async function writePast(path: string, count: number, end: number): Promise<void> {
	const { DatabaseSync } = await import('node:sqlite');
	const database = new DatabaseSync(path);
	const row = database.prepare('insert into whatsapp_kit_ledger values (?, ?, ?, ?, ?)');
	const head = database.prepare('insert or replace into whatsapp_kit_ledger_heads values (?, ?, ?, ?, ?)');
	const spacing = (2 * 86_400_000) / count;
	database.exec('begin');
	const write = (stream: string, seq: number, at: number): void => {
		row.run('a', stream, seq, at, `r${seq}`);
		head.run('a', stream, seq, at, 500);
	};
	for (let index = 0; index < count; index += 1) {
		const at = Math.floor(end - (count - index) * spacing);
		write('account', index + 1, at);
		write(`to:+${index % PEOPLE}`, Math.floor(index / PEOPLE) + 1, at);
	}
	database.exec('commit');
	database.close();
}

const silent = (): void => undefined;
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent };
