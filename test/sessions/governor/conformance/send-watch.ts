import type { Reservation } from '../../../../sessions/governor/ledger';
import { DAY_MS, type LimitPolicy } from '../../../../sessions/governor/limit-policy';
import type { SendKind } from '../../../../sessions/governor/rules';
import { policyAt } from '../../../../sessions/governor/warm-up';

interface Sent {
	readonly to: string;
	readonly kind: SendKind;
	readonly at: number;
	readonly reservation: Reservation;
	readonly first: boolean;
}

/**
 * Keeps its own list of what went out and counts the slow way: every window that ends with the newest send.
 * Knows nothing of streams, places or the store.
 */
export class SendWatch {
	readonly #policy: LimitPolicy;

	#began: number | undefined;

	#sent: Sent[] = [];

	constructor(policy: LimitPolicy) {
		this.#policy = policy;
	}

	/** The first request begins a warm-up. */
	begin(at: number): void {
		this.#began ??= at;
	}

	sent(to: string, kind: SendKind, at: number, reservation: Reservation): void {
		const first = !this.#sent.some((one) => one.to === to);
		this.#sent.push({ to, kind, at, reservation, first });
		const policy = policyAt(this.#policy, this.#began ?? at, at);
		this.#atMost('minute', policy.perMinute, at, 60_000, () => true);
		this.#atMost('hour', policy.perHour, at, 3_600_000, () => true);
		this.#atMost('day', policy.perDay, at, DAY_MS, () => true);
		if (first) this.#atMost('new chats', policy.newChatsPerDay, at, DAY_MS, (one) => one.first);
		const shortest = policy.gapMs - Math.min(policy.gapJitterMs, policy.gapMs);
		this.#atMost('gap', shortest > 0 ? 1 : null, at, shortest, () => true);
		const own = policy.perRecipientGapMs;
		this.#atMost('recipient', own > 0 ? 1 : null, at, own, (one) => one.to === to);
		if (kind !== 'verification') return;
		const ofRecipient = (one: Sent): boolean => one.kind === kind && one.to === to;
		this.#atMost('verification', 1, at, policy.verificationCooldownMs, ofRecipient);
	}

	gaveBack(reservation: Reservation): void {
		this.#sent = this.#sent.filter((one) => one.reservation !== reservation);
	}

	#atMost(
		what: string,
		limit: number | null,
		end: number,
		windowMs: number,
		counts: (one: Sent) => boolean,
	): void {
		if (limit === null) return;
		let held = 0;
		for (let index = this.#sent.length - 1; index >= 0; index--) {
			const one = this.#sent[index]!;
			if (one.at <= end - windowMs) break;
			if (counts(one)) held += 1;
		}
		if (held > limit) throw new Error(`${what}: ${held} in ${windowMs} ms, ${limit} are allowed`);
	}
}
