import { PRESETS, type LimitPolicy } from '../../../sessions/governor/limit-policy';
import type { LimitedRecipient } from '../../../sessions/governor/rules';

/** No rule but those given. */
export function policyOf(rules: Partial<LimitPolicy>): LimitPolicy {
	return { ...PRESETS.unlimited, ...rules };
}

export function person(name: string): LimitedRecipient {
	return { key: `+${name}`, chats: [`${name}@s.whatsapp.net`], isGroup: false };
}
