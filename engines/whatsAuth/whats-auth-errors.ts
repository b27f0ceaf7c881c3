import { KitError } from '../../messages/kit-error';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { errorOfStatus } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';

type Answered = Extract<GatewayAnswer, { kind: 'answer' }>;

/** Pause after a 429 that does not say how long, ms. */
const TOO_FAST_MS = 60_000;

/**
 * What an answer without a code means. WhatsAuth documents no errors, so that the status decides and its own words
 * are shown.
 */
export function whatsAuthError(answer: Answered, now: number, shown: (text: string) => string): KitError {
	const said = wordsOf(answer.body);
	const why = said === undefined ? `It answered with status ${answer.status}.` : shown(said);
	const reason = String(answer.status);
	switch (answer.status) {
		case 402:
			return new KitError({
				code: 'refused',
				reason,
				what: 'WhatsAuth wants to be paid first.',
				why,
				next: 'No code was made. Look at the credits in the console of WhatsAuth.',
			});
		case 403:
			return new KitError({
				code: 'accountStopped',
				reason,
				what: 'WhatsAuth does not allow this to the application of the credential.',
				why,
				next: "No code was made. Look in the console of WhatsAuth whether the application is enabled, and whether its 'Authorized webhooks' allow the callback URL.",
			});
		case 414:
		case 431:
			return new KitError({
				code: 'invalidInput',
				reason,
				what: 'The request is too long for WhatsAuth.',
				why,
				next: 'No code was made. Shorten the messages, or authorize fewer numbers.',
			});
		case 429: {
			const retryAt = answer.retryAt ?? now + TOO_FAST_MS;
			return new KitError({
				code: 'limited',
				reason: 'gateway',
				retryAt,
				what: `WhatsAuth makes no more codes until ${new Date(retryAt).toISOString()}.`,
				why,
				next: 'No code was made. Try again then.',
			});
		}
		default:
			return answer.status < 300
				? unreadable(said === undefined ? undefined : why)
				: ofStatus(answer, now, why);
	}
}

function ofStatus(answer: Answered, now: number, said: string): KitError {
	return errorOfStatus(answer, { title: 'WhatsAuth', now, said });
}

function unreadable(why = 'There is no usable code and link in it.'): KitError {
	return new KitError({
		code: 'refused',
		reason: 'unreadable',
		what: 'WhatsAuth gave an answer that cannot be read as a code.',
		why,
		next: 'Try again. A code that nobody sends costs nothing.',
	});
}

function wordsOf(body: unknown): string | undefined {
	return (
		textOf(at(body, 'message')) ??
		textOf(at(body, 'error')) ??
		textOf(at(body, 'error', 'message')) ??
		textOf(at(body, 'detail'))
	);
}
