import type { LedgerAnswer } from '../../../../sessions/governor/ledger';
import { DAY_MS, PRESETS, type LimitPolicy } from '../../../../sessions/governor/limit-policy';
import type { SendKind } from '../../../../sessions/governor/rules';
import { fc } from '../../../fixtures/properties';
import type { Context } from '../../../storage/conformance/records';
import { person } from '../policies';
import { SendWatch } from './send-watch';
import { testGovernor } from './test-governor';

const STEPS = 250;
const PEOPLE = 6;

interface Step {
	/** How long after the step before, ms. */
	readonly after: number;
	readonly to: number;
	readonly kind: SendKind;
	/** Wait until it goes, and see that it goes exactly then. */
	readonly insist: boolean;
	/** Of 1 000: give it back when it was granted. */
	readonly giveBack: number;
}

const pause = fc.oneof(
	fc.constant(0),
	fc.integer({ min: 1, max: 3_000 }),
	fc.integer({ min: 3_000, max: 90_000 }),
	{ arbitrary: fc.integer({ min: 0, max: 4 * 3_600_000 }), weight: 1 },
);

const step: fc.Arbitrary<Step> = fc.record({
	after: pause,
	to: fc.integer({ min: 0, max: PEOPLE - 1 }),
	kind: fc.constantFrom('message', 'message', 'message', 'verification'),
	insist: fc.boolean(),
	giveBack: fc.integer({ min: 0, max: 999 }),
});

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }));

/** Small limits, so that every rule has something to say in a few hundred steps. */
const policy: fc.Arbitrary<LimitPolicy> = fc.record({
	preset: fc.constant('standard'),
	perMinute: limit(8),
	perHour: limit(40),
	perDay: limit(120),
	newChatsPerDay: limit(4),
	gapMs: fc.constantFrom(0, 700, 5_000),
	gapJitterMs: fc.constantFrom(0, 300, 1_000),
	perRecipientGapMs: fc.constantFrom(0, 0, 20_000),
	verificationCooldownMs: fc.constantFrom(30_000, 60_000, 600_000),
	warmUpDays: fc.constantFrom(0, 0, 3),
	restrictionMs: fc.constant(DAY_MS),
	activeHours: fc.option(
		fc.constant({ days: [1, 2, 4, 5, 6], fromMinute: 7 * 60, toMinute: 22 * 60, timeZone: 'Europe/Berlin' }),
		{ freq: 5 },
	),
});

export function sequences({ store }: Context, requests: number): void {
	test(`of ${requests} random requests none makes a window hold too much, or waits longer than was promised`, async () => {
		let asked = 0;
		let account = 0;
		const seen = new Map<string, number>();
		const runs = Math.max(1, Math.ceil(requests / (STEPS * 1.2)));
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(policy, fc.constantFrom(...Object.values(PRESETS))),
				fc.array(step, { minLength: STEPS, maxLength: STEPS, size: 'max' }),
				async (rules, steps) => {
					const run = new Run(store(), `account-${account++}`, rules);
					await run.follow(steps);
					asked += run.asked;
					for (const [rule, times] of run.refusals) seen.set(rule, (seen.get(rule) ?? 0) + times);
				},
			),
			{ numRuns: runs, endOnFailure: true },
		);
		expect(asked).toBeGreaterThanOrEqual(requests);
		// Each rule had its say, so that none of them is kept by accident.
		if (requests >= 10_000) {
			expect([...seen.keys()].sort()).toEqual([
				'activeHours',
				'gap',
				'newChatsPerDay',
				'perDay',
				'perHour',
				'perMinute',
				'perRecipientGap',
				'verificationCooldown',
			]);
		}
	}, 1_800_000);
}

class Run {
	asked = 0;

	readonly refusals = new Map<string, number>();

	readonly #watch: SendWatch;

	/** Limits that grow over night may let a send go earlier than was promised the day before. */
	readonly #warmsUp: boolean;

	readonly #test: ReturnType<typeof testGovernor>;

	constructor(store: Parameters<typeof testGovernor>[0], account: string, policy: LimitPolicy) {
		this.#test = testGovernor(store, policy, account);
		this.#warmsUp = policy.warmUpDays > 0;
		this.#watch = new SendWatch(policy);
	}

	async follow(steps: readonly Step[]): Promise<void> {
		for (const one of steps) {
			this.#test.clock.skip(one.after);
			await this.#take(one);
		}
	}

	async #take(one: Step): Promise<void> {
		const { clock, governor } = this.#test;
		const to = person(String(one.to));
		this.#watch.begin(clock.now());
		const answer = await this.#ask(one);
		if (answer.granted) {
			this.#watch.sent(to.key, one.kind, clock.now(), answer.reservation);
			if (one.giveBack < 60) {
				await governor.giveBack(answer.reservation);
				this.#watch.gaveBack(answer.reservation);
			}
			return;
		}
		this.refusals.set(answer.rule, (this.refusals.get(answer.rule) ?? 0) + 1);
		const wait = answer.retryAt - clock.now();
		expect(wait).toBeGreaterThan(0);
		if (!one.insist || wait > 2 * 3_600_000) return;
		// Not a millisecond before, and not one later.
		clock.skip(wait - 1);
		if (wait > 1 && !this.#warmsUp) expect((await this.#ask(one)).granted).toBe(false);
		clock.skip(1);
		const then = await this.#ask(one);
		if (!then.granted) throw new Error(`${then.rule} says no at the time it was promised`);
		this.#watch.sent(to.key, one.kind, clock.now(), then.reservation);
	}

	async #ask(one: Step): Promise<LedgerAnswer> {
		this.asked += 1;
		return await this.#test.governor.reserve(person(String(one.to)), one.kind);
	}
}
