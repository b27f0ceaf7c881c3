import { silentLogger } from '../../../storage/silent-logger';
import { Governor } from '../../../../sessions/governor/governor';
import type { LimitPolicy } from '../../../../sessions/governor/limit-policy';
import type { Clock, Random } from '../../../../messages/ports';
import type { SessionStore } from '../../../../sessions/store';
import { ManualClock } from '../../../fixtures/manual-clock';

/** A Wednesday morning. */
const BEGAN = Date.UTC(2026, 0, 7, 8);

/** A clock that also moves on without letting anything run: nobody sleeps in these tests. */
export class SteppingClock extends ManualClock implements Clock {
	#skipped = 0;

	override now(): number {
		return super.now() + this.#skipped;
	}

	skip(ms: number): void {
		this.#skipped += ms;
	}
}

/** Numbers that look random and repeat: every test gets the same ones. */
export function countedRandom(): Random {
	let state = 1;
	const next = (): number => (state = (state * 48_271) % 2_147_483_647);
	return {
		unit: () => next() / 2_147_483_647,
		bytes: (length) => Uint8Array.from({ length }, () => next() % 256),
	};
}

export function testGovernor(store: SessionStore, policy: LimitPolicy, account = 'account') {
	const clock = new SteppingClock(BEGAN);
	const governor = new Governor({ id: account, name: 'Shop' }, policy, {
		store,
		clock,
		random: countedRandom(),
		logger: silentLogger,
	});
	return { clock, governor };
}
