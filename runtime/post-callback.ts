import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';
import { isKitError } from '../messages/kit-error';
import { guardedLookup, systemHostLookup } from '../messages/media/guarded-lookup';
import { refuseForbiddenLiteral } from '../messages/media/media-address';
import { isPublicAddress } from '../messages/media/public-address';
import type { PostCallback } from '../verification/link/callback';

/** Longest answer that is looked at, bytes: only its status counts. */
const ANSWER_BYTES = 64 * 1024;

/** One POST with nothing of the environment used. Private addresses are refused after the name was resolved. */
export const postCallback: PostCallback = async (request) => {
	try {
		return await post(request);
	} catch (error) {
		const inner: unknown = axios.isAxiosError(error) ? (error.cause ?? error) : error;
		if (!isKitError(inner) || inner.reason !== 'privateAddress') throw error;
		throw new Error('It is an address of this machine or the local network, which is not allowed', {
			cause: error,
		});
	}
};

const post: PostCallback = async ({ url, body, headers, allowPrivate, timeoutMs }) => {
	const mayConnect = allowPrivate ? () => true : isPublicAddress;
	const target = new URL(url);
	refuseForbiddenLiteral(target, mayConnect);
	const agentOptions = { lookup: guardedLookup(systemHostLookup, mayConnect), keepAlive: false };
	const { status } = await axios.post<unknown>(target.href, body, {
		headers: { ...headers, 'user-agent': 'n8n-nodes-whatsapp-kit' },
		maxRedirects: 0,
		maxContentLength: ANSWER_BYTES,
		proxy: false,
		responseType: 'text',
		transformRequest: (data: unknown) => data,
		validateStatus: () => true,
		httpAgent: new HttpAgent(agentOptions),
		httpsAgent: new HttpsAgent(agentOptions),
		signal: AbortSignal.timeout(timeoutMs),
	});
	return status;
};
