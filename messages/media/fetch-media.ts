import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import { KitError, isKitError } from '../kit-error';
import { bareContentType, mayBe } from './content-type';
import { fileNameOf } from './file-name';
import { readMediaUrl, refuseForbiddenLiteral, shownUrl } from './media-address';
import type { FetchedMedia, MediaFetcher, MediaRequest } from './media-fetcher';
import { maxRedirects, sizeText } from './media-limits';
import { guardedLookup, systemHostLookup, type HostLookup } from './guarded-lookup';
import { isPublicAddress } from './public-address';

export interface FetchPorts {
	/** @default the resolver of the operating system */
	readonly lookup?: HostLookup;
	/** Which addresses may be fetched from without `allowPrivate`. @default `isPublicAddress` */
	readonly isPublic?: (address: string) => boolean;
}

/** A fetcher over plain sockets: proxies of the environment are not used, they would resolve names themselves. */
export function createMediaFetcher(ports: FetchPorts = {}): MediaFetcher {
	const { lookup = systemHostLookup, isPublic = isPublicAddress } = ports;
	return async (request) => {
		const url = readMediaUrl(request.url);
		const limit = AbortSignal.timeout(request.timeoutMs);
		const signal = AbortSignal.any([request.signal, limit]);
		try {
			signal.throwIfAborted();
			const mayConnect = request.allowPrivate ? () => true : isPublic;
			return await fetchFollowing(url, request, { lookup, mayConnect, signal });
		} catch (error) {
			throw explained(error, { url, request, limit });
		}
	};
}

/**
 * Reads the file behind a web address, checked at every step: address, redirects, declared type and size, real
 * size, time. Rejects with `media`, `invalidInput`, `timedOut` or `cancelled`.
 */
export const fetchMedia: MediaFetcher = createMediaFetcher();

interface Way {
	readonly lookup: HostLookup;
	readonly mayConnect: (address: string) => boolean;
	readonly signal: AbortSignal;
}

async function fetchFollowing(start: URL, request: MediaRequest, way: Way): Promise<FetchedMedia> {
	let url = start;
	for (let redirects = 0; ; redirects++) {
		refuseForbiddenLiteral(url, way.mayConnect);
		const response = await get(url, way);
		const next = redirectOf(response);
		if (next === undefined) return await readAnswer(url, response, request);
		response.data.destroy();
		if (redirects === maxRedirects) {
			throw mediaError(`${shownUrl(start)} redirects more than ${maxRedirects} times.`, 'redirects');
		}
		url = readMediaUrl(next, url);
	}
}

/** One request, no redirect followed, nothing of the environment used. The caller reads or destroys the body. */
async function get(url: URL, { lookup, mayConnect, signal }: Way): Promise<AxiosResponse<Readable>> {
	const agentOptions = { lookup: guardedLookup(lookup, mayConnect), keepAlive: false };
	return await axios.get<Readable>(url.href, {
		responseType: 'stream',
		maxRedirects: 0,
		proxy: false,
		validateStatus: () => true,
		httpAgent: new HttpAgent(agentOptions),
		httpsAgent: new HttpsAgent(agentOptions),
		headers: { Accept: '*/*', 'User-Agent': 'n8n-nodes-whatsapp-kit' },
		signal,
	});
}

function redirectOf({ status, headers }: AxiosResponse): string | undefined {
	const location: unknown = headers['location'];
	return [301, 302, 303, 307, 308].includes(status) && typeof location === 'string' ? location : undefined;
}

async function readAnswer(
	url: URL,
	response: AxiosResponse<Readable>,
	request: MediaRequest,
): Promise<FetchedMedia> {
	try {
		refuseAnswer(url, response, request);
		const data = await readBody(url, response.data, request.maxBytes);
		return {
			data,
			mimeType: bareContentType(response.headers['content-type']),
			fileName: fileNameOf(response.headers['content-disposition'], url),
		};
	} finally {
		response.data.destroy();
	}
}

/** What can be refused before a byte of the body is read. */
function refuseAnswer(url: URL, { status, headers }: AxiosResponse, { kind, maxBytes }: MediaRequest): void {
	if (status !== 200) {
		throw mediaError(
			`${shownUrl(url)} answered with HTTP status ${status} instead of the file.`,
			`http ${status}`,
		);
	}
	const contentType = bareContentType(headers['content-type']);
	if (!mayBe(kind, contentType)) {
		throw mediaError(
			`${shownUrl(url)} is ${contentType}, not ${kind}.`,
			'contentType',
			'Often it is a page around the file, or a log-in page: open the address in a private window to see.',
		);
	}
	const declared = Number(headers['content-length'] ?? 0);
	if (declared > maxBytes) throw tooLarge(url, maxBytes, sizeText(declared));
}

/** The client ends the stream itself when the signal of its request fires. */
async function readBody(url: URL, body: Readable, maxBytes: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let total = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		total += chunk.byteLength;
		// Counted here and not believed from content-length, which may lie or be absent.
		if (total > maxBytes) throw tooLarge(url, maxBytes);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks, total);
}

function tooLarge(url: URL, maxBytes: number, declared?: string): KitError {
	const size = declared ? `has ${declared}` : 'is larger';
	return mediaError(
		`${shownUrl(url)} ${size}; the limit is ${sizeText(maxBytes)}.`,
		'tooLarge',
		undefined,
		'Send a smaller file, or the link as text.',
	);
}

interface Failure {
	readonly url: URL;
	readonly request: MediaRequest;
	/** The time limit of this fetch. */
	readonly limit: AbortSignal;
}

/** Errors of the HTTP client hold headers and whole addresses, so only their code is kept, never the error itself. */
function explained(error: unknown, { url, request, limit }: Failure): KitError {
	if (request.signal.aborted) return abortError(url, request.signal);
	if (limit.aborted) {
		return new KitError({
			code: 'timedOut',
			what: `${shownUrl(url)} did not deliver the file within ${request.timeoutMs / 1000} seconds.`,
			next: 'Nothing was sent. Try again, or raise the time limit for fetching.',
		});
	}
	// Our refusal of a resolved address comes wrapped by axios, which copies name and code: the wrapper passes
	// for one of ours, but holds headers and address.
	const inner: unknown = axios.isAxiosError(error) ? error.cause : error;
	if (isKitError(inner)) return inner;
	const code = (error as { code?: unknown }).code;
	const reason = typeof code === 'string' ? code : 'unknown';
	return mediaError(
		`${shownUrl(url)} could not be fetched.`,
		reason,
		networkWords.get(reason) ?? `The network said ${reason}.`,
	);
}

const networkWords: ReadonlyMap<string, string> = new Map([
	['ENOTFOUND', 'There is no server of that name.'],
	['EAI_AGAIN', 'The name could not be looked up just now.'],
	['ECONNREFUSED', 'The server does not accept connections there.'],
	['ECONNRESET', 'The server ended the connection before the file was complete.'],
	['ERR_BAD_RESPONSE', 'The server ended the connection before the file was complete.'],
	['ETIMEDOUT', 'The server does not answer.'],
	['CERT_HAS_EXPIRED', 'The certificate of the server has expired.'],
	[
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'The certificate of the server is self-signed; Node trusts it with NODE_EXTRA_CA_CERTS.',
	],
	[
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'The certificate of the server cannot be verified; Node trusts a private authority with NODE_EXTRA_CA_CERTS.',
	],
]);

function abortError(url: URL, signal: AbortSignal): KitError {
	const reason: unknown = signal.reason;
	if (isKitError(reason)) return reason;
	const timedOut = (reason as { name?: unknown } | null | undefined)?.name === 'TimeoutError';
	return new KitError({
		code: timedOut ? 'timedOut' : 'cancelled',
		what: `Fetching ${shownUrl(url)} was ${timedOut ? 'ended by the time limit of the message' : 'cancelled'}.`,
		next: 'Nothing was sent.',
	});
}

function mediaError(what: string, reason: string, why?: string, next?: string): KitError {
	return new KitError({
		code: 'media',
		what,
		why,
		next: `Nothing was sent. ${next ?? 'Check the address of the file.'}`,
		reason,
	});
}
