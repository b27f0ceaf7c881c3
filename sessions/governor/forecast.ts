import { nextActive } from './active-hours';
import type { LimitPolicy } from './limit-policy';
import type { RuleId } from './ledger';
import type { ForecastFacts, JobForecast, JobPlace } from '../outbox/job-store';
import { STREAMS, streamsOf, windowRules, type LimitedRecipient } from './rules';

/** Where a job comes to stand, and which rule says so. */
export interface Forecast extends JobPlace {
	/** Undefined when nothing holds it back. */
	readonly rule: RuleId | undefined;
}

/** What is looked up to tell when a message that is queued now may leave. */
export function forecastOf(
	policy: LimitPolicy,
	recipient: LimitedRecipient,
): Pick<JobForecast, 'streams' | 'windows' | 'chats'> {
	return {
		streams: streamsOf(recipient).slice(0, STREAMS.recipient + 1),
		windows: windowRules(policy, 'message'),
		chats: recipient.chats,
	};
}

/**
 * When a message queued at `now` may leave if nothing else is sent and every message before it leaves in its
 * turn. An estimate: gaps are drawn anew for every message, and others send as well.
 */
export function forecast(
	{ policy, recipient, now }: { policy: LimitPolicy; recipient: LimitedRecipient; now: number },
	facts: ForecastFacts,
): Forecast {
	const known = recipient.isGroup || facts.wroteToUs || (facts.heads[STREAMS.recipient] ?? null) !== null;
	const isNew = !known && facts.lastToRecipient === null;
	let leavesAt = now;
	let rule: RuleId | undefined;
	const wait = (until: number, because: RuleId | undefined): void => {
		if (until <= leavesAt) return;
		leavesAt = until;
		rule = because;
	};
	const ofOwn: (() => void)[] = [];
	windowRules(policy, 'message').forEach((one, index) => {
		const turn = facts.turns[index] ?? null;
		const look = (): void => {
			if (turn !== null) wait(turn + one.windowMs, one.rule);
			// Those before it may be late themselves; so many more windows pass in any case.
			if (one.stream === STREAMS.account)
				wait(now + Math.floor(facts.ahead / one.limit) * one.windowMs, one.rule);
		};
		if (one.stream === STREAMS.account) look();
		else if (one.stream !== STREAMS.newChats || isNew) ofOwn.push(look);
	});
	wait(facts.lastOfQueue ?? now, 'gap');
	if (policy.activeHours !== null) wait(nextActive(policy.activeHours, leavesAt), 'activeHours');
	const inTurn = leavesAt;
	for (const look of ofOwn) look();
	if (policy.perRecipientGapMs > 0 && facts.lastToRecipient !== null)
		wait(facts.lastToRecipient + policy.perRecipientGapMs, 'perRecipientGap');
	if (policy.restrictionMs > 0 && facts.restrictedAt !== null && !recipient.isGroup && !facts.wroteToUs)
		wait(facts.restrictedAt + policy.restrictionMs, 'restriction');
	const held = leavesAt > inTurn;
	if (held && policy.activeHours !== null) wait(nextActive(policy.activeHours, leavesAt), 'activeHours');
	return { leavesAt, newChat: isNew, held, rule };
}
