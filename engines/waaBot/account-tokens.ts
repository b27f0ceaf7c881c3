import { KitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import type { GatewayAnswer, GatewayHttp } from '../gateway/gateway-http';
import { secretFree } from '../gateway/secret-free';
import { tooFast, unreachable } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';
import { wordsOf } from './waa-bot-errors';
import type { AccountLogin } from './waa-bot-options';

/** What proves the account at this moment. */
export type Proof =
	| { readonly kind: 'bearer'; readonly accessToken: string; readonly refreshToken: string }
	/** The pair of the bot has to do. */
	| { readonly kind: 'none' }
	/** There is none to be had; what was asked for has not left this machine. */
	| { readonly kind: 'failed'; readonly error: KitError };

type Bearer = Extract<Proof, { kind: 'bearer' }>;

/** Longest wait for one login, ms. */
const LOGIN_MS = 30_000;
/** Pause after a refused login that does not say how long, ms. */
const PAUSE_MS = 60_000;
/** A token is some hundred characters; a header of any length is not kept. */
const LONGEST_TOKEN = 4_096;

/**
 * The tokens of the account behind a bot, in memory alone: who knows the password fetches them again. Many requests
 * that are refused at once make one login.
 */
export class AccountTokens {
	readonly #login: AccountLogin;

	readonly #http: GatewayHttp;

	readonly #clock: Pick<Clock, 'now'>;

	#bearer: Bearer | undefined;

	#loggingIn: Promise<Proof> | undefined;

	/** Also those that are out of use: an answer may still repeat them. */
	#secrets: readonly string[] = [];

	constructor(login: AccountLogin, http: GatewayHttp, clock: Pick<Clock, 'now'>) {
		this.#login = login;
		this.#http = http;
		this.#clock = clock;
		if (login.kind === 'tokens') this.#bearer = { ...login, kind: 'bearer' };
	}

	/** A text of the gateway, fit to be shown. */
	shown(text: string): string {
		return secretFree(this.#http.shown(text), this.#secrets);
	}

	/** Logs in when there is nothing yet. */
	async proof(signal: AbortSignal): Promise<Proof> {
		if (this.#bearer) return this.#bearer;
		if (this.#login.kind !== 'password') return { kind: 'none' };
		return await this.#logIn(signal);
	}

	/** Another proof than the one that was refused; undefined when there is none. */
	async renewed(refused: Proof, signal: AbortSignal): Promise<Proof | undefined> {
		if (refused.kind !== 'bearer') return undefined;
		// Somebody else renewed it while this request was on its way.
		if (this.#bearer && this.#bearer.accessToken !== refused.accessToken) return this.#bearer;
		if (this.#login.kind !== 'password') return undefined;
		return await this.#logIn(signal);
	}

	/** The gateway may hand out a new access token with any answer to a request that had `x-refresh`. */
	learn({ 'x-access-token': given }: Readonly<Record<string, unknown>>): void {
		const accessToken = textOf(given);
		if (!this.#bearer || accessToken === undefined || accessToken.length > LONGEST_TOKEN) return;
		this.#use({ ...this.#bearer, accessToken });
	}

	async #logIn(signal: AbortSignal): Promise<Proof> {
		this.#loggingIn ??= this.#fetch().finally(() => (this.#loggingIn = undefined));
		// Who asked first may leave; the others still wait for it.
		return await orGivenUp(this.#loggingIn, signal);
	}

	async #fetch(): Promise<Proof> {
		if (this.#login.kind !== 'password') return { kind: 'none' };
		const { email, password } = this.#login;
		const body = { email, password };
		const signal = AbortSignal.timeout(LOGIN_MS);
		const answer = await this.#http.request({ method: 'POST', path: '/sessions', body, signal });
		if (answer.kind !== 'answer') return { kind: 'failed', error: unreachable('WaaBot', answer.why) };
		const accessToken = tokenIn(answer.body, 'accessToken');
		if (answer.status >= 300 || accessToken === undefined)
			return { kind: 'failed', error: this.#refusal(answer) };
		const refreshToken = tokenIn(answer.body, 'refreshToken') ?? '';
		return this.#use({ kind: 'bearer', accessToken, refreshToken });
	}

	#use(bearer: Bearer): Bearer {
		this.#bearer = bearer;
		const known = [bearer.accessToken, bearer.refreshToken, ...this.#secrets].filter(Boolean);
		this.#secrets = [...new Set(known)].slice(0, 20);
		return bearer;
	}

	#refusal({ status, body, retryAt }: Extract<GatewayAnswer, { kind: 'answer' }>): KitError {
		const said = wordsOf(body);
		const why = said === undefined ? `It answered with status ${status}.` : this.shown(said);
		if (status === 429) return tooFast('WaaBot', why, retryAt ?? this.#clock.now() + PAUSE_MS);
		const reason = String(status);
		if (status >= 500 || status < 300) {
			return new KitError({
				code: 'notConnected',
				reason,
				what: 'WaaBot lets nobody log in at the moment.',
				why,
				next: 'Nothing was sent. Try again later.',
			});
		}
		return new KitError({
			code: 'accountStopped',
			reason,
			what: 'WaaBot does not accept the e-mail address and password of the credential.',
			why,
			next: 'Nothing was sent. Correct them in the credential "WaaBot API" and save it.',
		});
	}
}

/** Replies to a login are bare; everything else at this gateway lies in `data`. */
function tokenIn(body: unknown, name: string): string | undefined {
	const token = textOf(at(body, name)) ?? textOf(at(body, 'data', name));
	return token !== undefined && token.length <= LONGEST_TOKEN ? token : undefined;
}

async function orGivenUp(work: Promise<Proof>, signal: AbortSignal): Promise<Proof> {
	const givenUp = (): Proof => ({
		kind: 'failed',
		error: new KitError({
			code: 'timedOut',
			what: 'The wait for the login at WaaBot ended.',
			next: 'Nothing was sent. Try again, or wait longer.',
		}),
	});
	if (signal.aborted) return givenUp();
	let leave = (): void => undefined;
	const aborted = new Promise<Proof>((resolve) => {
		leave = () => resolve(givenUp());
		signal.addEventListener('abort', leave, { once: true });
	});
	return await Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', leave));
}
