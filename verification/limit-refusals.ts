import { KitError } from '../messages/kit-error';
import type { CountWindow } from './store';

/** Why a verification is held back; stable words for workflows. */
export type VerificationRule =
	| 'country'
	| 'locked'
	| 'verificationCooldown'
	| 'recipientWindow'
	| 'callerWindow'
	| 'verificationsPerDay';

export interface RuledWindow extends CountWindow {
	readonly rule: VerificationRule;
}

/** The window that holds longest, with the moment it lets go; undefined when all let it through. */
export function firstFree(
	windows: readonly RuledWindow[],
	turns: readonly (number | null)[],
	now: number,
): { readonly window: RuledWindow; readonly retryAt: number } | undefined {
	let found: { window: RuledWindow; retryAt: number } | undefined;
	windows.forEach((window, index) => {
		const turn = turns[index] ?? null;
		if (turn === null) return;
		const retryAt = turn + window.windowMs;
		if (retryAt > now && retryAt > (found?.retryAt ?? 0)) found = { window, retryAt };
	});
	return found;
}

export function windowRefusal({ rule, limit, windowMs }: RuledWindow, retryAt: number): KitError {
	const span = inWords(windowMs);
	const words: Record<VerificationRule, string> = {
		country: '',
		locked: '',
		verificationCooldown: `between two verification requests to one recipient there are ${span}`,
		recipientWindow: `one recipient gets at most ${counted(limit)} in ${span}`,
		callerWindow: `one caller asks for at most ${counted(limit)} in ${span}`,
		verificationsPerDay: `this number sends at most ${counted(limit)} in ${span}`,
	};
	return refusal(rule, words[rule], retryAt);
}

export function lockedRefusal(until: number): KitError {
	return refusal('locked', 'too many wrong codes were tried for this number and purpose', until);
}

export function countryRefusal(country: string): KitError {
	return new KitError({
		code: 'limited',
		reason: 'country',
		what: 'Verification requests to this country are not allowed. Nothing was sent.',
		why: `The number belongs to ${country}, which the credential leaves out.`,
		next: 'Change "Allowed Countries" or "Blocked Countries" under "Verification" in the credential.',
	});
}

function refusal(rule: VerificationRule, words: string, retryAt: number): KitError {
	return new KitError({
		code: 'limited',
		reason: rule,
		retryAt,
		what: `This verification is held back until ${new Date(retryAt).toISOString()}. Nothing was sent.`,
		why: `The rule: ${words}.`,
		next: 'Try again then. How much is allowed stands under "Verification" in the credential.',
	});
}

function counted(limit: number): string {
	return limit === 1 ? '1 verification' : `${limit} verifications`;
}

function inWords(ms: number): string {
	if (ms % 3_600_000 === 0) return ms === 3_600_000 ? 'an hour' : `${ms / 3_600_000} hours`;
	return ms % 60_000 === 0 && ms > 60_000 ? `${ms / 60_000} minutes` : `${ms / 1_000} s`;
}
