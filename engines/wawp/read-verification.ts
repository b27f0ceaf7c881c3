import { KitError } from '../../messages/kit-error';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { unreachable } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';
import type { ManagedApprovalStatus, ManagedVerdict } from '../managed';
import { wawpError, wordsOf } from './wawp-errors';

export interface ReadingContext {
	/** Epoch ms. */
	readonly now: number;
	/** Makes a text of Wawp fit to be shown. */
	shown(text: string): string;
}

type Answered = Extract<GatewayAnswer, { kind: 'answer' }>;

/** After five wrong codes Wawp compares nothing for this long, ms; its answer need not say so. */
const LOCK_MS = 15 * 60_000;
/** After a question that came too early, where it does not say how long, ms. */
const POLL_PAUSE_MS = 10_000;

/** Words beside `code: "success"` that take nothing back. */
const AFFIRMING = new Set(['approved', 'verified', 'success', 'valid', 'ok']);

/**
 * What an answer to `otp/verify` says. Its form is documented nowhere, so a code is right only where Wawp's own
 * marks of success stand, nothing in the answer speaks against them, and it names no other number.
 */
export function readCodeAnswer(
	answer: GatewayAnswer,
	phone: string,
	context: ReadingContext,
): ManagedVerdict {
	if (answer.kind === 'notSent') return { kind: 'notCompared', error: unreachable('Wawp', answer.why) };
	if (answer.kind === 'lost') return { kind: 'unknown', why: answer.why };
	const { status, body } = answer;
	if (status === 429) return { kind: 'heldBack', until: answer.retryAt ?? context.now + LOCK_MS };
	const ofAccount = accountError(answer, context);
	if (ofAccount) return { kind: 'notCompared', error: ofAccount };
	if (status >= 500) return unreadable(answer, context);
	if (member(body, 'verified') === false) return { kind: 'wrong' };
	if (status === 400 || status === 422) return { kind: 'wrong' };
	if (status < 200 || status >= 300) return unreadable(answer, context);
	const code = textOf(member(body, 'code'));
	if (code !== undefined && OF_UPSTREAM.has(code)) return unreadable(answer, context);
	if (isNo(code) || member(body, 'success') === false) return { kind: 'wrong' };
	return affirms(body) && namesNobodyElse(body, phone) ? { kind: 'right' } : unreadable(answer, context);
}

/** What an answer to `list/verify` says: only the status counts, and only where nothing speaks against it. */
export function readApprovalAnswer(answer: GatewayAnswer, context: ReadingContext): ManagedApprovalStatus {
	if (answer.kind !== 'answer') return { kind: 'unknown', error: unreachable('Wawp', answer.why) };
	const { status, body } = answer;
	if (status === 429) return { kind: 'heldBack', until: answer.retryAt ?? context.now + POLL_PAUSE_MS };
	const said = textOf(member(body, 'status'));
	const isGood = status >= 200 && status < 300 && !isNo(textOf(member(body, 'code')));
	if (isGood && said === 'approved' && !isDenied(body)) return { kind: 'approved' };
	if (isGood && (said === 'pending' || said === 'rejected' || said === 'expired'))
		return member(body, 'verified') === true ? unclear(answer, context) : { kind: said };
	return unclear(answer, context);
}

/** Said of the credential or the plan, and so of no code. */
function accountError(answer: Answered, { now, shown }: ReadingContext): KitError | null {
	const error = wawpError(answer, now, shown);
	if (error === null) return null;
	const isOfAccount = error.code === 'accountStopped' || error.code === 'notLinked';
	return isOfAccount || OF_ACCOUNT.has(error.reason ?? '') ? error : null;
}

const OF_ACCOUNT = new Set(['quota_reached', 'subscription_required', 'missing_param']);
/** Trouble behind Wawp, which also comes with a good status. */
const OF_UPSTREAM = new Set(['server_not_found', 'wawp_upstream_error', 'wawp_api_error', 'proxy_error']);

/** In `data` or beside it; two that differ say nothing. */
function member(body: unknown, name: string): unknown {
	const [outer, inner] = [at(body, name), at(body, 'data', name)];
	if (outer === undefined || inner === undefined || outer === inner) return outer ?? inner;
	return 'contradiction';
}

/** A code of an error, as Wawp also gives beside a good status. */
function isNo(code: string | undefined): boolean {
	return code !== undefined && code !== 'success' && !/^\d+$/u.test(code);
}

function isDenied(body: unknown): boolean {
	const [verified, success] = [member(body, 'verified'), member(body, 'success')];
	return (verified !== undefined && verified !== true) || (success !== undefined && success !== true);
}

function affirms(body: unknown): boolean {
	if (isDenied(body) || at(body, 'error') !== undefined) return false;
	const status = member(body, 'status');
	if (status !== undefined && !AFFIRMING.has(String(status).toLowerCase())) return false;
	return [member(body, 'verified'), member(body, 'success')].includes(true) || at(body, 'code') === 'success';
}

function namesNobodyElse(body: unknown, phone: string): boolean {
	const named = ['chatId', 'phone', 'number'].map((name) => member(body, name));
	return named.every((one) => one === undefined || digitsIn(one) === phone.slice(1));
}

function digitsIn(value: unknown): string {
	return (textOf(value) ?? '').replace(/@.*$/u, '').replace(/\D/gu, '');
}

function unreadable({ status, body }: Answered, { shown }: ReadingContext): ManagedVerdict {
	const words = wordsOf(body);
	return {
		kind: 'unknown',
		why: words === undefined ? `Wawp answered with status ${status}.` : shown(words),
	};
}

function unclear(answer: Answered, context: ReadingContext): ManagedApprovalStatus {
	const error =
		wawpError(answer, context.now, (text) => context.shown(text)) ??
		new KitError({
			code: 'refused',
			reason: String(answer.status),
			what: 'Wawp did not say what became of the request.',
			next: 'Nobody was let in. It is asked again until the request expires.',
		});
	return { kind: 'unknown', error };
}
