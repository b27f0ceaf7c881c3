import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { isKitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import { refuseForbiddenLiteral } from '../../messages/media/media-address';
import { isPublicAddress } from '../../messages/media/public-address';
import { openAgents } from './gateway-agents';
import { retryAfter } from './retry-after';
import { secretFree } from './secret-free';
import { nothingLeft } from './transport-failure';

export interface GatewayHttpOptions {
	/** As `readGatewayAddress` gives it. */
	readonly baseUrl: string;
	readonly allowPrivate: boolean;
	/** What proves who asks; the strings in it appear in no error and no log. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly query?: Readonly<Record<string, string>>;
	/** Members of every JSON body. */
	readonly body?: Readonly<Record<string, string>>;
	/** Everything that must not be shown, wherever it travels. */
	readonly secrets: readonly string[];
}

export interface GatewayRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Begins with a slash. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
	/** JSON, or a form with files. */
	readonly body?: Readonly<Record<string, unknown>> | FormData;
	/** Beside those of the account. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Longest answer, bytes. Default 4 MiB. */
	readonly maxBytes?: number;
	readonly signal: AbortSignal;
}

/** What came of one request. Never an exception: each of them means something else for a message. */
export type GatewayAnswer =
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** Parsed when it is JSON; the text otherwise. */
			readonly body: unknown;
			/** Epoch ms before which the gateway does not want to be asked again. */
			readonly retryAt: number | undefined;
			readonly headers: Readonly<Record<string, unknown>>;
	  }
	/** Nothing left this machine: nobody answered, or under no usable name or certificate. */
	| { readonly kind: 'notSent'; readonly why: string }
	/** It may have arrived; no whole answer came. */
	| { readonly kind: 'lost'; readonly why: string };

/** Longest wait for one answer, ms; files take longer, so the caller's signal decides first. */
const TIMEOUT_MS = 60_000;
const ANSWER_BYTES = 4 * 1024 * 1024;
const REQUEST_BYTES = 160 * 1024 * 1024;

/** One attempt per request, always: whether a message is sent again is for the outbox to decide. */
export class GatewayHttp {
	readonly #options: GatewayHttpOptions;

	readonly #clock: Clock;

	readonly #agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };

	readonly #closing = new AbortController();

	readonly #axios: AxiosInstance;

	constructor(options: GatewayHttpOptions, clock: Clock) {
		this.#options = options;
		this.#clock = clock;
		this.#agents = openAgents(options.allowPrivate);
		this.#axios = axios.create({
			...this.#agents,
			proxy: false,
			maxRedirects: 0,
			maxBodyLength: REQUEST_BYTES,
			responseType: 'text',
			transformResponse: (data: unknown) => data,
			validateStatus: () => true,
		});
	}

	/** A text of the gateway, fit to be shown. */
	shown(text: string): string {
		return secretFree(text, this.#options.secrets);
	}

	async request(request: GatewayRequest): Promise<GatewayAnswer> {
		const { baseUrl, allowPrivate } = this.#options;
		try {
			refuseForbiddenLiteral(new URL(baseUrl), allowPrivate ? () => true : isPublicAddress);
			const { status, data, headers } = await this.#axios.request<string>(this.#configOf(request));
			const told = headers as Record<string, unknown>;
			const retryAt = retryAfter(told['retry-after'], this.#clock.now());
			return { kind: 'answer', status, body: readJson(data), retryAt, headers: told };
		} catch (error) {
			const kind = nothingLeft(error) ? 'notSent' : 'lost';
			return { kind, why: this.#reasonOf(error, request.signal) };
		}
	}

	/** Ends what is on its way and every idle socket. Idempotent. */
	close(): void {
		this.#closing.abort();
		this.#agents.httpAgent.destroy();
		this.#agents.httpsAgent.destroy();
	}

	#configOf(request: GatewayRequest): AxiosRequestConfig {
		const { baseUrl, headers, query } = this.#options;
		const { method, path, signal } = request;
		return {
			method,
			url: baseUrl + path,
			// A question has no body, so what would travel there goes with the query.
			params: { ...query, ...(method === 'GET' && this.#options.body), ...request.query },
			headers: { accept: 'application/json', ...headers, ...request.headers },
			...(method !== 'GET' && { data: this.#bodyOf(request.body) }),
			maxContentLength: request.maxBytes ?? ANSWER_BYTES,
			signal: AbortSignal.any([signal, this.#closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
		};
	}

	#bodyOf(body: GatewayRequest['body']): unknown {
		const own = this.#options.body;
		if (body instanceof FormData) return withFields(body, own);
		return body === undefined && own === undefined ? undefined : { ...own, ...body };
	}

	#reasonOf(error: unknown, signal: AbortSignal): string {
		if (signal.aborted) return 'The wait for the answer ended.';
		const inner = error instanceof Error && isKitError(error.cause) ? error.cause : error;
		if (isKitError(inner)) {
			return inner.reason === 'privateAddress'
				? 'The base URL leads to this machine or the local network, which the credential does not allow.'
				: inner.what;
		}
		return this.shown(error instanceof Error ? error.message : 'The request failed.');
	}
}

function withFields(form: FormData, fields: Readonly<Record<string, string>> = {}): FormData {
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
}

function readJson(data: unknown): unknown {
	if (typeof data !== 'string' || data.trim() === '') return data ?? '';
	try {
		return JSON.parse(data) as unknown;
	} catch {
		return data;
	}
}
