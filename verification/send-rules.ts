import { phoneCountry } from '../messages/phone-country';
import type { AccountKeys } from './account-keys';
import { countryRefusal, firstFree, windowRefusal, type RuledWindow } from './limit-refusals';
import type { Facts, Mark } from './store';
import type { VerifyingAccount } from './verifier';

const DAY_MS = 24 * 60 * 60_000;

/** @throws KitError `limited` (rule `country`) when the account leaves the number's country out */
export function refuseCountry(phone: string, { policy }: VerifyingAccount): void {
	const { allowedCountries: allowed, blockedCountries: blocked } = policy;
	if (allowed.length === 0 && blocked.length === 0) return;
	const country = phoneCountry(phone);
	const names = country === null ? [] : [country.iso ?? '', country.callingCode];
	const isAllowed = allowed.length === 0 || names.some((name) => allowed.includes(name));
	if (isAllowed && !names.some((name) => blocked.includes(name))) return;
	throw countryRefusal(country?.iso ?? (country === null ? 'no country' : `+${country.callingCode}`));
}

/** Everything that limits a request of any method to this number, or group. */
export function sendWindows(
	phone: string,
	callerKey: string,
	account: VerifyingAccount,
	keys: AccountKeys,
): readonly RuledWindow[] {
	const { policy } = account;
	const recipient = `send:${phone}`;
	const windows: RuledWindow[] = [
		{ rule: 'verificationCooldown', stream: recipient, limit: 1, windowMs: account.cooldownMs },
		{
			rule: 'recipientWindow',
			stream: recipient,
			limit: policy.perRecipient,
			windowMs: policy.recipientWindowMs,
		},
		{ rule: 'verificationsPerDay', stream: 'send', limit: policy.perDay, windowMs: DAY_MS },
	];
	return [...windows, ...callerWindows(callerKey, account, keys)];
}

/** What limits whoever asks, to whatever number; nothing when nobody is named. */
export function callerWindows(
	callerKey: string,
	{ policy }: VerifyingAccount,
	keys: AccountKeys,
): readonly RuledWindow[] {
	if (callerKey === '') return [];
	const stream = `caller:${keys.nameCaller(callerKey)}`;
	return [{ rule: 'callerWindow', stream, limit: policy.perCaller, windowMs: policy.callerWindowMs }];
}

/** What a request counts in once it is let through. Throws `limited` with the rule and the time when it is not. */
export function admit(
	windows: readonly RuledWindow[],
	facts: Pick<Facts, 'turns'>,
	now: number,
	id: string,
): readonly Mark[] {
	const held = firstFree(windows, facts.turns, now);
	if (held !== undefined) throw windowRefusal(held.window, held.retryAt);
	return [...new Set(windows.map(({ stream }) => stream))].map((stream) => ({ stream, at: now, id }));
}
