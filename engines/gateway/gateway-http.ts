import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { isKitError } from '../../messages/kit-error';
import type { Clock } from '../../messages/ports';
import { refuseForbiddenLiteral } from '../../messages/media/media-address';
import { isPublicAddress } from '../../messages/media/public-address';
import { openAgents } from './gateway-agents';
import { exchange, serverAddress, type ExchangeAnswer, type ServerAddress } from './json-exchange';
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
/** Some firewalls turn away who does not say. */
const USER_AGENT = 'n8n-nodes-whatsapp-kit';
const ANSWER_BYTES = 4 * 1024 * 1024;
const REQUEST_BYTES = 160 * 1024 * 1024;

/** One attempt per request, always: whether a message is sent again is for the outbox to decide. */
export class GatewayHttp {
	readonly #options: GatewayHttpOptions;

	readonly #clock: Clock;

	readonly #agents: { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent };

	readonly #base: URL;

	readonly #address: ServerAddress;

	readonly #closing = new AbortController();

	readonly #axios: AxiosInstance;

	constructor(options: GatewayHttpOptions, clock: Clock) {
		this.#options = options;
		this.#clock = clock;
		this.#base = new URL(options.baseUrl);
		this.#address = serverAddress(this.#base);
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
		const { allowPrivate } = this.#options;
		try {
			refuseForbiddenLiteral(this.#base, allowPrivate ? () => true : isPublicAddress);
			const { body } = request;
			const { status, text, headers } =
				body instanceof FormData ? await this.#postForm(request, body) : await this.#exchange(request, body);
			const retryAt = retryAfter(headers['retry-after'], this.#clock.now());
			return { kind: 'answer', status, body: readJson(text), retryAt, headers };
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

	async #exchange(
		{ method, path, query, headers, maxBytes = ANSWER_BYTES, signal }: GatewayRequest,
		body: Readonly<Record<string, unknown>> | undefined,
	): Promise<ExchangeAnswer> {
		const own = this.#options.body;
		const asks = method === 'GET';
		const text = asks || (body ?? own) === undefined ? undefined : jsonOf({ ...own, ...body });
		return await exchange(
			{
				...{ method, signal, maxBytes },
				address: this.#address,
				// A question has no body, so what would travel there goes with the query.
				path: this.#address.folder + this.#pathOf(path, asks ? { ...own, ...query } : query),
				headers: {
					...{ accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': USER_AGENT },
					...this.#options.headers,
					...headers,
					...(text !== undefined && {
						'content-type': 'application/json',
						'content-length': String(Buffer.byteLength(text)),
					}),
				},
				...(text !== undefined && { body: text }),
			},
			{ ...this.#agents, closing: this.#closing.signal, timeoutMs: TIMEOUT_MS },
		);
	}

	/** Files, with what axios knows of forms. */
	async #postForm(request: GatewayRequest, form: FormData): Promise<ExchangeAnswer> {
		const { method, path, query, signal, maxBytes = ANSWER_BYTES } = request;
		const { status, data, headers } = await this.#axios.request<string>({
			method,
			url: this.#options.baseUrl + this.#pathOf(path, query),
			headers: { accept: 'application/json', ...this.#options.headers, ...request.headers },
			data: withFields(form, this.#options.body),
			maxContentLength: maxBytes,
			signal: AbortSignal.any([signal, this.#closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
		});
		return { status, text: data, headers: headers as Record<string, unknown> };
	}

	#pathOf(path: string, query: GatewayRequest['query']): string {
		const pairs = Object.entries({ ...this.#options.query, ...query }).flatMap(([name, value]) =>
			value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
		);
		return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
	}

	#reasonOf(error: unknown, signal: AbortSignal): string {
		if (signal.aborted) return 'The wait for the answer ended.';
		const { cause, message } = (error ?? {}) as { readonly cause?: unknown; readonly message?: unknown };
		const inner = isKitError(cause) ? cause : error;
		if (isKitError(inner)) {
			return inner.reason === 'privateAddress'
				? 'The base URL leads to this machine or the local network, which the credential does not allow.'
				: inner.what;
		}
		return this.shown(typeof message === 'string' && message !== '' ? message : 'The request failed.');
	}
}

function withFields(form: FormData, fields: Readonly<Record<string, string>> = {}): FormData {
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
}

/** @throws Error with the code of a body that is too long, of which nothing leaves */
function jsonOf(body: object): string {
	const text = JSON.stringify(body);
	if (text.length <= REQUEST_BYTES) return text;
	const tooLong = new Error(`The request is longer than ${REQUEST_BYTES} bytes.`);
	throw Object.assign(tooLong, { code: 'ERR_FR_MAX_BODY_LENGTH_EXCEEDED' });
}

function readJson(data: unknown): unknown {
	if (typeof data !== 'string' || data.trim() === '') return data ?? '';
	try {
		return JSON.parse(data) as unknown;
	} catch {
		return data;
	}
}
