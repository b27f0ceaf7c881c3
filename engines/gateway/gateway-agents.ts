import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { guardedLookup, systemHostLookup } from '../../messages/media/guarded-lookup';
import { isPublicAddress } from '../../messages/media/public-address';

/**
 * How long an idle connection is kept for the next request, ms. Servers close theirs after 5 s and more; a request
 * on one that is just being closed would end without anybody knowing whether it arrived.
 */
const IDLE_MS = 4_000;

/** Sockets of one account. The caller destroys both. */
export function openAgents(allowPrivate: boolean): {
	readonly httpAgent: HttpAgent;
	readonly httpsAgent: HttpsAgent;
} {
	const mayConnect = allowPrivate ? () => true : isPublicAddress;
	const lookup = guardedLookup(systemHostLookup, mayConnect);
	const options = { lookup, keepAlive: true, timeout: IDLE_MS };
	return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
}
