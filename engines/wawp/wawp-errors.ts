import { KitError } from '../../messages/kit-error';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { errorOfStatus, tooFast } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';

type Answered = Extract<GatewayAnswer, { kind: 'answer' }>;

/** What Wawp protects: one request to one person in this time, ms (documented for auth lists and codes). */
const RECIPIENT_PAUSE_MS = 60_000;

/** What an answer that says no means. Null when it does not say no. */
export function wawpError(answer: Answered, now: number, shown: (text: string) => string): KitError | null {
	const said = wordsOf(answer.body);
	const why = said === undefined ? undefined : shown(said);
	const known = byCode(codeOf(answer.body), why);
	if (known) return known;
	if (answer.status === 429) {
		return tooFast(
			'Wawp',
			why ?? 'It protects people from too many messages.',
			answer.retryAt ?? now + RECIPIENT_PAUSE_MS,
		);
	}
	if (answer.status >= 400 && answer.status < 500)
		return errorOfStatus(answer, { title: 'Wawp', now, said: why });
	// Some answers are errors in spite of their status (2xx with a code that is not "success").
	const code = codeOf(answer.body);
	if (answer.status < 300 && code !== undefined && code !== 'success' && !/^\d+$/u.test(code)) {
		return new KitError({
			code: 'refused',
			reason: code,
			what: 'Wawp refused the request.',
			why: why ?? `It answered "${shown(code)}".`,
			next: 'Correct what it complains of.',
		});
	}
	return null;
}

export function wordsOf(body: unknown): string | undefined {
	return textOf(at(body, 'message')) ?? textOf(at(body, 'error')) ?? textOf(at(body, 'error', 'message'));
}

function codeOf(body: unknown): string | undefined {
	return textOf(at(body, 'code')) ?? textOf(at(body, 'error', 'code'));
}

function byCode(code: string | undefined, why: string | undefined): KitError | null {
	switch (code) {
		case 'invalid_session':
			return new KitError({
				code: 'notLinked',
				reason: code,
				what: 'The instance at Wawp is not linked to a phone.',
				why,
				next: 'Nothing was sent. Scan the QR code anew in the console of Wawp.',
			});
		case 'invalid_instance':
		case 'invalid_access_token':
			return new KitError({
				code: 'accountStopped',
				reason: code,
				what:
					code === 'invalid_instance'
						? 'Wawp does not know the instance ID of the credential.'
						: 'Wawp does not accept the access token of the credential.',
				why,
				next: 'Nothing was sent. Copy both anew from the console of Wawp, and save the credential.',
			});
		case 'quota_reached':
		case 'subscription_required':
			return new KitError({
				code: 'refused',
				reason: code,
				what:
					code === 'quota_reached'
						? 'The plan at Wawp is used up.'
						: 'The plan at Wawp does not include this.',
				why,
				next: 'Nothing was sent. Look at the plan in the console of Wawp.',
			});
		case 'missing_param':
			return new KitError({
				code: 'refused',
				reason: code,
				what: 'Wawp misses something in the request.',
				why,
				next: 'Nothing was sent. Please report this as a defect of WhatsApp Kit.',
			});
		default:
			return null;
	}
}
