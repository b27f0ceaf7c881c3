import { KitError } from '../../messages/kit-error';
import type { Refusal, RuleId } from './ledger';
import type { LimitPolicy } from './limit-policy';

/** Why a rule says no, in words. */
export function ruleInWords(rule: RuleId, policy: LimitPolicy): string {
	switch (rule) {
		case 'gap':
			return `between two messages there are about ${seconds(policy.gapMs)}`;
		case 'perMinute':
		case 'perHour':
		case 'perDay':
			return `at most ${counted(policy[rule])} per ${rule.slice(3).toLowerCase()}`;
		case 'newChatsPerDay':
			return `at most ${policy.newChatsPerDay ?? 'a few'} new chats per day`;
		case 'perRecipientGap':
			return `between two messages to one recipient there are ${seconds(policy.perRecipientGapMs)}`;
		case 'verificationCooldown':
			return `between two verification requests to one recipient there are ${seconds(policy.verificationCooldownMs)}`;
		case 'activeHours':
			return 'messages leave only in the active hours of the account';
		case 'restriction':
			return 'WhatsApp refused a new chat (error 463), so only people who wrote to this number are written to';
	}
}

export function limitedError(account: string, refusal: Refusal, policy: LimitPolicy): KitError {
	const words = ruleInWords(refusal.rule, policy);
	const warming = policy.warmUpDays > 0 ? ' A number that warms up may send less than that.' : '';
	return new KitError({
		code: 'limited',
		reason: refusal.rule,
		retryAt: refusal.retryAt,
		what: `The limits of "${account}" hold this message back until ${new Date(refusal.retryAt).toISOString()}.`,
		why: `The rule: ${words}.${warming} Nothing was sent.`,
		next: 'Let the option "When Limited" wait longer or queue it, send less, or change the limits in the credential.',
	});
}

function counted(limit: number | null): string {
	return limit === 1 ? '1 message' : `${limit ?? 'some'} messages`;
}

function seconds(ms: number): string {
	return `${ms / 1_000} s`;
}
