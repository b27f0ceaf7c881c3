import type { Clock } from '../../messages/ports';
import { nextActive } from './active-hours';
import type { Ledger, LedgerHead, RuleId } from './ledger';
import type { LimitPolicy } from './limit-policy';
import { ruleInWords } from './limited-error';
import { STREAMS, jitterOf, windowRules, type WindowRule } from './rules';
import { policyAt, warmUpDay } from './warm-up';

/** What an account may send and how much of it is used, readable for people and workflows. Times are ISO 8601. */
export interface LimitsReport {
	readonly account: string;
	readonly preset: string;
	/** When the next ordinary message to a known chat may leave; `null` is now. */
	readonly nextFree: string | null;
	readonly rules: readonly RuleReport[];
	/** New chats are closed, because WhatsApp refused one. */
	readonly restriction: { readonly since: string; readonly until: string; readonly text: string } | null;
	readonly warmUp: { readonly day: number; readonly days: number } | null;
}

export interface RuleReport {
	readonly rule: RuleId;
	/** Messages in the window that ends now; `null` for rules of each recipient. */
	readonly used: number | null;
	readonly limit: number;
	readonly windowSeconds: number;
	/** When this rule lets the next one go; `null` is now. */
	readonly nextFree: string | null;
	readonly text: string;
}

/** Reads only: neither a connection nor a place in any window is taken. */
export async function readLimitsReport(
	{ id, name }: { readonly id: string; readonly name: string },
	policy: LimitPolicy,
	{ store, clock }: { readonly store: Ledger; readonly clock: Clock },
): Promise<LimitsReport> {
	const now = clock.now();
	const { warmUpSince, restrictedAt } = await store.readLimits(id);
	const present = policyAt(policy, warmUpSince, now);
	const rules = windowRules(present, 'verification');
	const windows = rules.map((rule) => ({ ...rule, since: now - rule.windowMs }));
	const { turns, used, heads } = await store.survey({ accountId: id, streams: ['account', 'new'], windows });
	const reports = rules.map((rule, index): RuleReport => {
		const ofEach = rule.stream === STREAMS.recipient || rule.stream === STREAMS.verification;
		const turn = ofEach ? null : (turns[index] ?? null);
		const free = turn === null ? now : turn + windowOf(rule, present, heads[STREAMS.account]);
		return {
			rule: rule.rule,
			used: ofEach ? null : (used[index] ?? 0),
			limit: rule.limit,
			windowSeconds: rule.windowMs / 1_000,
			nextFree: iso(free, now),
			text: ruleInWords(rule.rule, present),
		};
	});
	return {
		account: name,
		preset: policy.preset,
		nextFree: iso(nextFree(reports, present, now), now),
		rules: reports,
		restriction: restrictionOf(policy, restrictedAt, now),
		warmUp: warmUpOf(policy, warmUpSince, now),
	};
}

function nextFree(reports: readonly RuleReport[], policy: LimitPolicy, now: number): number {
	const free = reports
		.filter(({ rule }) => rule !== 'newChatsPerDay')
		.reduce((latest, report) => Math.max(latest, report.nextFree ? Date.parse(report.nextFree) : 0), now);
	return policy.activeHours === null ? free : nextActive(policy.activeHours, free);
}

function windowOf(rule: WindowRule, policy: LimitPolicy, head: LedgerHead | null | undefined): number {
	return rule.rule === 'gap' ? rule.windowMs + jitterOf(policy, head?.spread ?? 500) : rule.windowMs;
}

function restrictionOf(
	policy: LimitPolicy,
	restrictedAt: number | null,
	now: number,
): LimitsReport['restriction'] {
	if (restrictedAt === null || policy.restrictionMs === 0 || restrictedAt + policy.restrictionMs <= now)
		return null;
	return {
		since: new Date(restrictedAt).toISOString(),
		until: new Date(restrictedAt + policy.restrictionMs).toISOString(),
		text: ruleInWords('restriction', policy),
	};
}

function warmUpOf(policy: LimitPolicy, since: number | null, now: number): LimitsReport['warmUp'] {
	const day = warmUpDay(policy, since, now);
	return day === null ? null : { day, days: policy.warmUpDays };
}

function iso(at: number, now: number): string | null {
	return at <= now ? null : new Date(at).toISOString();
}
