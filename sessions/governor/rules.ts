import type { LedgerDecision, LedgerFacts, RuleId } from './ledger';
import { nextActive } from './active-hours';
import { DAY_MS, type LimitPolicy } from './limit-policy';

export type SendKind = 'message' | 'verification';

/** Index of each stream in every request. */
export const STREAMS = { account: 0, newChats: 1, recipient: 2, verification: 3 } as const;

/** At most `limit` sends of a stream in any `windowMs`. */
export interface WindowRule {
	readonly rule: RuleId;
	readonly stream: number;
	readonly limit: number;
	readonly windowMs: number;
}

/** Who is written to, as the ledger names them. */
export interface LimitedRecipient {
	/** The same for every id of one person. */
	readonly key: string;
	/** Every id under which this chat may have written. */
	readonly chats: readonly string[];
	/** Nobody is written to who does not know the number: the account is in the group. */
	readonly isGroup: boolean;
}

export function streamsOf({ key }: Pick<LimitedRecipient, 'key'>): readonly string[] {
	return ['account', 'new', `to:${key}`, `verification:${key}`];
}

/** Rules that hold for this kind of send; none means that it need not be booked at all. */
export function windowRules(policy: LimitPolicy, kind: SendKind): readonly WindowRule[] {
	const { account, newChats, recipient, verification } = STREAMS;
	const counted: readonly (Omit<WindowRule, 'limit'> & { readonly limit: number | null })[] = [
		{ rule: 'perMinute', stream: account, limit: policy.perMinute, windowMs: 60_000 },
		{ rule: 'perHour', stream: account, limit: policy.perHour, windowMs: 60 * 60_000 },
		{ rule: 'perDay', stream: account, limit: policy.perDay, windowMs: DAY_MS },
		{ rule: 'newChatsPerDay', stream: newChats, limit: policy.newChatsPerDay, windowMs: DAY_MS },
		once('gap', account, policy.gapMs),
		once('perRecipientGap', recipient, policy.perRecipientGapMs),
		once('verificationCooldown', verification, kind === 'verification' ? policy.verificationCooldownMs : 0),
	];
	return counted.filter((entry): entry is WindowRule => entry.limit !== null);
}

/** A pause is a window that holds one. */
function once(rule: RuleId, stream: number, windowMs: number) {
	return { rule, stream, limit: windowMs > 0 ? 1 : null, windowMs };
}

export interface Judgement {
	readonly policy: LimitPolicy;
	readonly kind: SendKind;
	readonly rules: readonly WindowRule[];
	readonly recipient: LimitedRecipient;
	readonly now: number;
	/** Of the gap after this send, 0 to 999. */
	readonly spread: number;
}

/** All rules or none. A refusal names the moment at which the last of them lets go. */
export function judge(of: Judgement, facts: LedgerFacts): LedgerDecision {
	const { policy, kind, rules, recipient, now } = of;
	const isNew = isNewChat(recipient, facts);
	let retryAt = now;
	let blocking: RuleId | undefined;
	const wait = (until: number, rule: RuleId): void => {
		if (until <= retryAt) return;
		retryAt = until;
		blocking = rule;
	};
	rules.forEach((rule, index) => {
		if (rule.stream === STREAMS.newChats && !isNew) return;
		const turn = facts.turns[index] ?? null;
		if (turn !== null) wait(turn + windowOf(rule, policy, facts), rule.rule);
	});
	if (policy.restrictionMs > 0 && facts.restrictedAt !== null && !recipient.isGroup && !facts.wroteToUs)
		wait(facts.restrictedAt + policy.restrictionMs, 'restriction');
	if (policy.activeHours !== null && kind !== 'verification')
		wait(nextActive(policy.activeHours, retryAt), 'activeHours');
	if (blocking !== undefined) return { granted: false, retryAt, rule: blocking };
	return { granted: true, streams: streamsToBook(of, isNew), spread: of.spread };
}

/** Only what some rule of the policy looks at is booked; who was written to is always remembered with it. */
function streamsToBook({ kind, policy }: Judgement, isNew: boolean): readonly number[] {
	const { account, newChats, recipient, verification } = STREAMS;
	const booked: number[] = [];
	if (windowRules(policy, 'message').length > 0) booked.push(account, recipient);
	if (isNew && policy.newChatsPerDay !== null) booked.push(newChats);
	if (kind === 'verification') booked.push(verification);
	return booked;
}

function isNewChat(recipient: LimitedRecipient, facts: LedgerFacts): boolean {
	return !recipient.isGroup && !facts.wroteToUs && (facts.heads[STREAMS.recipient] ?? null) === null;
}

/** The gap is drawn anew after every send. */
function windowOf(rule: WindowRule, policy: LimitPolicy, facts: LedgerFacts): number {
	if (rule.rule !== 'gap') return rule.windowMs;
	return rule.windowMs + jitterOf(policy, facts.heads[STREAMS.account]?.spread ?? 500);
}

/** `spread` 0 is the shortest gap, 500 the middle, 999 the longest. */
export function jitterOf(policy: LimitPolicy, spread: number): number {
	return Math.round(((spread - 500) / 500) * Math.min(policy.gapJitterMs, policy.gapMs));
}
