import { KitError } from '../../messages/kit-error';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { errorOfStatus } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';

type Answered = Extract<GatewayAnswer, { kind: 'answer' }>;

/** What an answer that says no means. Null when it does not say no, or when nobody can say what was done (500 and up). */
export function waaBotError(answer: Answered, now: number, shown: (text: string) => string): KitError | null {
	const { status, body } = answer;
	const words = wordsOf(body);
	const said = words === undefined ? undefined : shown(words);
	if (status === 401) {
		return new KitError({
			code: 'accountStopped',
			reason: '401',
			what: 'WaaBot does not accept the tokens of the credential.',
			why: said ?? 'It answered with status 401.',
			next: 'Nothing was done. Check the session ID and access token of the bot, and the login of the account: with e-mail address and password it is renewed by itself.',
		});
	}
	if (status >= 300 && status < 500) return errorOfStatus(answer, { title: 'WaaBot', now, said });
	if (status < 300 && saysNo(body)) {
		return new KitError({
			code: 'refused',
			what: 'WaaBot refused the request.',
			why: said ?? 'It does not say why.',
			next: 'Correct what it complains of, or look at the bot in the console of WaaBot.',
		});
	}
	return null;
}

/** An answer may be an error in spite of its status. */
export function saysNo(body: unknown): boolean {
	return at(body, 'status') === false || at(body, 'error') === true || at(body, 'data', 'error') === true;
}

/** Errors are documented nowhere; these are the members that WaaBot's own client reads. */
export function wordsOf(body: unknown): string | undefined {
	return (
		textOf(at(body, 'message')) ??
		textOf(at(body, 'error')) ??
		textOf(at(body, 'error', 'message')) ??
		textOf(at(body, 'data', 'message'))
	);
}
