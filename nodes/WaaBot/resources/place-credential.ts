import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { waaBotHttp } from '../../../engines/waaBot/waa-bot-http';
import { parseWaaBotOptions } from '../../../engines/waaBot/waa-bot-options';
import { headersOf } from '../../../engines/waaBot/waa-bot-requests';
import { onlyToOwnAddress } from '../../shared/rest/own-address';
import type { CredentialPlacer } from '../../shared/rest/place-credential';
import { loadLogin } from './load-login';

/** Longest wait for the login, ms. */
const LOGIN_MS = 30_000;

/** Who makes the first bot has none yet, and the account and its users have nothing to do with any. */
const WITHOUT_BOT = /^\/(?:whatsapp\/createNewWhatsapp|sessions|users|password|email)(?:\/|$)/u;

/**
 * Logs in and puts the proof and the pair of the bot where WaaBot wants them, for requests that n8n makes itself.
 * Each logs in for itself: what it gets is kept nowhere, and is never too old.
 */
export const placeWaaBot: CredentialPlacer = async (credential, request) => {
	const needsBot = !WITHOUT_BOT.test(request.url);
	const options = parseWaaBotOptions(needsBot ? credential : withSomeBot(credential));
	await onlyToOwnAddress(request, options);
	const { AccountTokens, GatewayHttp } = loadLogin();
	const clock = { now: () => Date.now(), sleep: async () => await Promise.resolve() };
	const http = new GatewayHttp(waaBotHttp(options), clock);
	try {
		const proof = await new AccountTokens(options.login, http, clock).proof(AbortSignal.timeout(LOGIN_MS));
		if (proof.kind === 'failed') throw proof.error;
		const pair = { session_id: options.sessionId, access_token: options.accessToken };
		return placed(request, headersOf(proof), needsBot ? pair : {});
	} finally {
		http.close();
	}
};

function placed(
	request: IHttpRequestOptions,
	headers: Readonly<Record<string, string>>,
	pair: Readonly<Record<string, string>>,
): IHttpRequestOptions {
	const { method, body } = request;
	// The query is enough; forms and files stay as they are.
	const takesPair = (method === 'POST' || method === 'PUT') && (body === undefined || isPlain(body));
	return {
		...request,
		headers: { ...request.headers, ...headers },
		qs: { ...request.qs, ...pair },
		...(takesPair && { body: { ...(body as object | undefined), ...pair } }),
	};
}

function withSomeBot(credential: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
	return { ...credential, sessionId: 'none', accessToken: 'none' };
}

function isPlain(body: unknown): boolean {
	return typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype;
}
