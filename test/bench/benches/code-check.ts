import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRandom } from '../../../runtime/system-ports';
import { CodeVerifications } from '../../../verification/code/code-verifications';
import type { Verification } from '../../../verification/verification';
import { parseVerificationPolicy } from '../../../verification/verification-policy';
import { KeyRing } from '../../../verification/verifier';
import type { KitStore } from '../../../storage/kit-store';
import { openStore } from '../../../storage/open-store';
import type { Bench } from '../bench';
import { monotonicMs } from '../processes/monotonic';
import { Lines } from '../report';
import { median } from '../statistics';

const ROUNDS = 9;
const CHECKS = 1_000;
const FEW = 100;
const MANY = 100_000;
const START = Date.UTC(2026, 10, 20);

/** Wrong guesses: each is a transaction that counts and writes. */
export const codeCheck: Bench = {
	name: 'code-check',
	about: 'Checks of codes on the embedded store, with few and with many live verifications.',
	async run(note) {
		const few = await Side.make(FEW);
		const many = await Side.make(MANY);
		try {
			note(`${FEW} and ${MANY} live verifications of one account; every check counts and is written.`);
			const rounds: { few: readonly number[]; many: readonly number[] }[] = [];
			// The first round fills caches on both sides and does not count.
			for (let round = 0; round <= ROUNDS; round += 1) {
				const measured = new Map<Side, readonly number[]>();
				for (const side of round % 2 === 0 ? [few, many] : [many, few])
					measured.set(side, await side.check());
				if (round > 0) rounds.push({ few: measured.get(few)!, many: measured.get(many)! });
			}
			return report(rounds);
		} finally {
			await few.dispose();
			await many.dispose();
		}
	},
};

function report(rounds: readonly { few: readonly number[]; many: readonly number[] }[]) {
	const lines = new Lines('code-check');
	const perSecond = (times: readonly number[]): number =>
		(1_000 * times.length) / times.reduce((sum, ms) => sum + ms, 0);
	lines.add(
		`checks with ${FEW} live ones`,
		rounds.map(({ few }) => perSecond(few)),
		{ unit: '/s', target: { atLeast: 2_000 } },
	);
	lines.add(
		`checks with ${MANY} live ones`,
		rounds.map(({ many }) => perSecond(many)),
		{ unit: '/s', target: { atLeast: 2_000 } },
	);
	lines.add(
		`median with ${MANY} / with ${FEW}`,
		rounds.map(({ few, many }) => median(many) / median(few)),
		{ target: { atMost: 1.5 } },
	);
	return lines.all;
}

/** A store of its own full of live verifications. Its clock goes on with every check, so that none is held back. */
class Side {
	#at = START;

	#next = 0;

	readonly #codes: CodeVerifications;

	private constructor(
		readonly folder: string,
		readonly store: KitStore,
		readonly size: number,
	) {
		const clock = { now: () => this.#at, sleep: async () => await Promise.resolve() };
		const account = {
			id: 'a',
			name: 'Shop',
			policy: parseVerificationPolicy({}),
			cooldownMs: 60_000,
			storageKey: undefined,
		};
		this.#codes = new CodeVerifications(account, {
			store: store.verifications,
			clock,
			random: systemRandom,
			keys: new KeyRing(store.verifications),
			send: async () => await Promise.reject(new Error('Nothing is sent here')),
		});
	}

	static async make(size: number): Promise<Side> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-bench-'));
		const store = await openStore({ folder, logger: silentLogger });
		await fill(store, size);
		return new Side(folder, store, size);
	}

	/** ms of each check: wrong guesses, spread over all verifications so that none is used up. */
	async check(): Promise<readonly number[]> {
		const times: number[] = [];
		for (let count = 0; count < CHECKS; count += 1) {
			// A minute passes between two checks of one number, however few there are.
			this.#at += 60_000 / FEW;
			const recipient = phone(this.#next++ % this.size);
			const began = monotonicMs();
			const { reason } = await this.#codes.check({ recipient, code: '000000' });
			times.push(monotonicMs() - began);
			if (reason !== 'wrongCode') throw new Error(`The check said ${String(reason)}`);
		}
		return times;
	}

	async dispose(): Promise<void> {
		await this.store.close();
		await rm(this.folder, { recursive: true, force: true });
	}
}

const phone = (index: number): string => `+4915${String(700_000_000 + index)}`;

async function fill(store: KitStore, size: number): Promise<void> {
	const { verifications } = store;
	for (let from = 0; from < size; from += 1_000) {
		const put = Array.from({ length: Math.min(1_000, size - from) }, (_, index) => live(from + index));
		await verifications.decide({ accountId: 'a', now: START, windows: [] }, () => ({
			answer: undefined,
			put,
		}));
	}
}

/** Allows more tries than anybody has: what ends here would make later checks cheaper. */
function live(index: number): Verification {
	return {
		id: `v${index}`,
		accountId: 'a',
		method: 'code',
		keptBy: 'kit',
		purpose: 'authentication',
		status: 'requested',
		phone: phone(index),
		profileName: null,
		requestedAt: START,
		expiresAt: START + 365 * 86_400_000,
		validatedAt: null,
		endedAt: null,
		error: null,
		authorizedNumbers: [phone(index)],
		tries: 0,
		maxTries: 1_000_000,
		lockMs: 0,
		lockedUntil: null,
		codeHash: new Uint8Array(32),
		sealedCode: null,
		sentAt: START,
		outcome: 'sent',
		requestKey: `r${index}`,
		settings: {},
	};
}

const silent = (): void => undefined;
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent };
