import { KitError } from '../../messages/kit-error';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { retryAfter } from '../gateway/retry-after';
import { errorOfStatus, tooFast } from '../gateway/send-outcome';
import { readErrorFacts, type WaCrErrorFacts } from './error-facts';
import { sentenceOf } from './error-sentences';

type Answered = Pick<Extract<GatewayAnswer, { kind: 'answer' }>, 'status' | 'body' | 'retryAt'>;

export interface WaCrErrorContext {
	/** Epoch ms. */
	readonly now: number;
	/** What the request needs, when the answer does not name it: `messages:send`. */
	readonly scope: string;
	/** Makes a text of WA.cr fit to be shown. */
	shown(text: string): string;
}

/** After RATE_LIMIT_EXCEEDED without a time, ms: tokens are counted per minute. */
const RATE_WINDOW_MS = 60_000;

/**
 * What an answer that says no means, by its code and then by its status. Null when it does not say no, and when it
 * leaves open whether something was done (a server error that is none of "the message was not sent").
 */
export function waCrError(answer: Answered, context: WaCrErrorContext): KitError | null {
	const facts = readErrorFacts(answer.body);
	const why = wordsShown(facts, context);
	if (facts.code === 'RATE_LIMIT_EXCEEDED' || answer.status === 429) {
		const told = retryAfter(facts.detail('retry_after'), context.now);
		const retryAt = answer.retryAt ?? told ?? context.now + RATE_WINDOW_MS;
		return tooFast('WA.cr', why ?? 'The requests per minute of the token are used up.', retryAt);
	}
	const known = sentenceOf(facts, { scope: context.scope, shown: (text) => context.shown(text) });
	if (known) {
		const { code, what, next } = known;
		return new KitError({ code, reason: facts.code, what, why: known.why ?? why, next });
	}
	if (answer.status >= 400 && answer.status < 500)
		return errorOfStatus(answer, { title: 'WA.cr', now: context.now, said: why });
	return null;
}

/** Its own words, those about single fields behind them. */
export function waCrWords(body: unknown, shown: (text: string) => string): string | undefined {
	return wordsShown(readErrorFacts(body), { shown });
}

function wordsShown(
	{ code, words, fields }: WaCrErrorFacts,
	{ shown }: Pick<WaCrErrorContext, 'shown'>,
): string | undefined {
	const parts = [words, code === 'VALIDATION_ERROR' ? fields.join('; ') : undefined].filter(Boolean);
	if (parts.length > 0) return shown(parts.join(' '));
	return code === 'INTERNAL_ERROR' ? 'It reports an unexpected error of its own.' : undefined;
}
