import type { GatewayAnswer } from '../gateway/gateway-http';
import { retryAfter } from '../gateway/retry-after';
import { unreachable } from '../gateway/send-outcome';
import { at, textOf, timeOf } from '../gateway/untrusted';
import type { ManagedCheck, ManagedVerdict } from '../managed';
import { readErrorFacts } from './error-facts';
import { waCrError, waCrWords } from './wa-cr-errors';

/** Of `RATE_LIMIT_EXCEEDED` without a time, ms: checks are counted per minute. */
const CHECK_WINDOW_MS = 60_000;

const VERDICTS: Readonly<Record<string, ManagedVerdict>> = {
	INVALID_CODE: { kind: 'wrong' },
	OTP_EXPIRED: { kind: 'expired' },
	MAX_ATTEMPTS_EXCEEDED: { kind: 'tooManyTries' },
	OTP_NOT_FOUND: { kind: 'none' },
};

/** Said of the account or the request, and so of no code. */
const OF_ACCOUNT: ReadonlySet<string> = new Set([
	'UNAUTHORIZED',
	'INSUFFICIENT_SCOPE',
	'FEATURE_LIMIT_EXCEEDED',
	'FEATURE_NOT_AVAILABLE',
	'WHATSAPP_NOT_CONFIGURED',
	'VALIDATION_ERROR',
]);

/** What an answer to `auth/verify` says. Right only with the time it was, and for nobody else. */
export function readCodeAnswer(
	answer: GatewayAnswer,
	asked: Pick<ManagedCheck, 'phone' | 'purpose'>,
	{ now, shown }: { readonly now: number; shown(text: string): string },
): ManagedVerdict {
	if (answer.kind === 'notSent') return { kind: 'notCompared', error: unreachable('WA.cr', answer.why) };
	if (answer.kind === 'lost') return { kind: 'unknown', why: answer.why };
	const { status, body } = answer;
	const facts = readErrorFacts(body);
	if (status === 429 || facts.code === 'RATE_LIMIT_EXCEEDED') {
		const until = answer.retryAt ?? retryAfter(facts.detail('retry_after'), now);
		return { kind: 'heldBack', until: until ?? now + CHECK_WINDOW_MS };
	}
	const { code = '' } = facts;
	const verdict = Object.hasOwn(VERDICTS, code) ? VERDICTS[code] : undefined;
	if (verdict) return verdict;
	const error =
		OF_ACCOUNT.has(code) || status === 401 ? waCrError(answer, { now, shown, scope: SCOPE }) : null;
	if (error) return { kind: 'notCompared', error };
	const isGood = status >= 200 && status < 300 && code === '';
	if (isGood && isProof(body, asked)) return { kind: 'right' };
	return { kind: 'unknown', why: waCrWords(body, shown) ?? `WA.cr answered with status ${status}.` };
}

const SCOPE = 'messages:send';

/** `{success: true, data: {phone, purpose, verified_at}}`, as documented, or its members beside `success`. */
function isProof(body: unknown, { phone, purpose }: Pick<ManagedCheck, 'phone' | 'purpose'>): boolean {
	const success = at(body, 'success');
	if ((success !== undefined && success !== true) || at(body, 'error') !== undefined) return false;
	const data = at(body, 'data') ?? body;
	if (timeOf(at(data, 'verified_at')) === undefined) return false;
	const [named, forWhat] = [at(data, 'phone'), at(data, 'purpose')];
	if (named !== undefined && digitsIn(named) !== phone.slice(1)) return false;
	return forWhat === undefined || forWhat === purpose;
}

function digitsIn(value: unknown): string {
	return (textOf(value) ?? '').replace(/\D/gu, '');
}
