import type { LedgerAnswer, RuleId } from '../../../sessions/governor/ledger';
import { Lane, type LaneAnswer, type Waiter } from '../../../sessions/governor/lane';
import type { SendKind } from '../../../sessions/governor/rules';
import { ManualClock } from '../../fixtures/manual-clock';
import { told } from '../../fixtures/told';

/** A lane looks at the clock a few times for everybody who waits; nobody lets more than a hundred wait here. */
const MOST_LOOKS = 5_000;
/** It sleeps once for every turn; no test has more than a few. */
const MOST_NAPS = 100;

/** A clock that does not let a lane go round and round: the test would hang instead of failing. */
class StrictClock extends ManualClock {
	/** How often somebody went to sleep. */
	naps = 0;

	#looks = 0;

	override now(): number {
		if (this.#looks === 0) setImmediate(() => (this.#looks = 0));
		this.#looks += 1;
		if (this.#looks > MOST_LOOKS) throw new Error('The lane looks at the clock again and again');
		return super.now();
	}

	override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (!(ms >= 1)) throw new Error(`The lane sleeps for ${ms} ms`);
		this.naps += 1;
		if (this.naps > MOST_NAPS) throw new Error('The lane goes to sleep again and again');
		await super.sleep(ms, signal);
	}
}

export interface Entering {
	readonly kind?: SendKind;
	readonly waitMs?: number;
	readonly signal?: AbortSignal;
}

/** An account that lets one send go every `gapMs`, and what was asked of it. */
export class OneByOne {
	readonly clock = new StrictClock();

	readonly lane: Lane;

	readonly asked: string[] = [];

	readonly gone: string[] = [];

	/** Recipients that must wait for themselves. */
	readonly own = new Map<string, number>();

	/** What the account itself has no room for until then, as `asked` names it. */
	readonly full = new Map<string, number>();

	/** Happens while the store decides on that name. */
	readonly meanwhile = new Map<string, () => void>();

	readonly gapMs: number;

	#free = 0;

	constructor(gapMs = 1_000) {
		this.gapMs = gapMs;
		this.lane = new Lane(this.clock, () => gapMs);
	}

	enter(name: string, { kind = 'message', waitMs = 60_000, signal }: Entering = {}): Promise<LaneAnswer> {
		const waiting = this.lane.enter({
			kind,
			deadline: this.clock.now() + waitMs,
			signal: signal ?? new AbortController().signal,
			ask: async (reserved) => await Promise.resolve(this.#ask(name, reserved)),
			giveBack: () => this.gone.push(`${name} given back`),
		} satisfies Waiter);
		// Most are still waiting when the test ends and the lane closes.
		waiting.catch(() => undefined);
		return waiting;
	}

	/** Enters, and gives the answer that is there at once. */
	async ask(name: string, entering: Entering = {}): Promise<LaneAnswer> {
		return await told(this.enter(name, entering));
	}

	close(): void {
		this.lane.close(new Error('closed'));
	}

	#ask(name: string, reserved: number): LedgerAnswer {
		const asked = reserved === 0 ? name : `${name} leaving ${reserved}`;
		this.asked.push(asked);
		this.meanwhile.get(name)?.();
		const now = this.clock.now();
		const own = this.own.get(name) ?? 0;
		if (own > now) return refusal(own, 'perRecipientGap');
		const full = this.full.get(asked) ?? 0;
		if (full > now) return refusal(full, 'perMinute');
		if (this.#free > now) return refusal(this.#free, 'gap');
		this.#free = now + this.gapMs;
		this.gone.push(name);
		return { granted: true, reservation: { id: name, at: now, places: [] } };
	}
}

function refusal(retryAt: number, rule: RuleId): LedgerAnswer {
	return { granted: false, retryAt, rule };
}
