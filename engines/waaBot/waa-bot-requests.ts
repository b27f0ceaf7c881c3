import type { KitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import type { GatewayAnswer, GatewayHttp, GatewayRequest } from '../gateway/gateway-http';
import { errorOfStatus, unreachable } from '../gateway/send-outcome';
import type { AccountTokens, Proof } from './account-tokens';
import { waaBotError } from './waa-bot-errors';
import type { WaaBotOptions } from './waa-bot-options';

export type WaaBotAnswer =
	| GatewayAnswer
	/** Nobody could be logged in, so nothing was asked. */
	| { readonly kind: 'noLogin'; readonly error: KitError };

/**
 * Requests in the name of a bot and of its account. The pair of the bot goes in the query and in JSON bodies: the
 * documents want it now here, now there.
 */
export class WaaBotRequests {
	readonly #pair: Readonly<Record<'session_id' | 'access_token', string>>;

	readonly #http: GatewayHttp;

	readonly #tokens: AccountTokens;

	readonly #clock: Pick<Clock, 'now'>;

	constructor(
		{ sessionId, accessToken }: Pick<WaaBotOptions, 'sessionId' | 'accessToken'>,
		http: GatewayHttp,
		tokens: AccountTokens,
		clock: Pick<Clock, 'now'>,
	) {
		this.#clock = clock;
		this.#pair = { session_id: sessionId, access_token: accessToken };
		this.#http = http;
		this.#tokens = tokens;
	}

	/** One request; a second one only when the first was refused for its token, so it did nothing. */
	async request(request: GatewayRequest): Promise<WaaBotAnswer> {
		const proof = await this.#tokens.proof(request.signal);
		if (proof.kind === 'failed') return { kind: 'noLogin', error: proof.error };
		const answer = await this.#ask(request, proof);
		if (answer.kind !== 'answer' || answer.status !== 401) return answer;
		const renewed = await this.#tokens.renewed(proof, request.signal);
		if (renewed === undefined) return answer;
		if (renewed.kind === 'failed') return { kind: 'noLogin', error: renewed.error };
		return await this.#ask(request, renewed);
	}

	/** The answer's body, where it says yes. Throws KitError for all else. */
	async body(request: GatewayRequest): Promise<unknown> {
		const answer = await this.request(request);
		if (answer.kind === 'noLogin') throw answer.error;
		if (answer.kind !== 'answer') throw unreachable('WaaBot', answer.why);
		const now = this.#clock.now();
		const error = waaBotError(answer, now, (text) => this.#tokens.shown(text));
		if (error) throw error;
		if (answer.status >= 300) throw errorOfStatus(answer, { title: 'WaaBot', now });
		return answer.body;
	}

	async #ask(request: GatewayRequest, proof: Exclude<Proof, { kind: 'failed' }>): Promise<GatewayAnswer> {
		const { query, body, headers } = request;
		const answer = await this.#http.request({
			...request,
			query: { ...query, ...this.#pair },
			headers: { ...headers, ...headersOf(proof) },
			...(body !== undefined && { body: body instanceof FormData ? body : { ...body, ...this.#pair } }),
		});
		if (answer.kind === 'answer') this.#tokens.learn(answer.headers);
		return answer;
	}
}

/** How a request says who asks. */
export function headersOf(proof: Exclude<Proof, { kind: 'failed' }>): Readonly<Record<string, string>> {
	if (proof.kind === 'none') return {};
	return {
		authorization: `Bearer ${proof.accessToken}`,
		...(proof.refreshToken !== '' && { 'x-refresh': proof.refreshToken }),
	};
}
