import type { IHttpRequestOptions } from 'n8n-workflow';
import { wawpHttp } from '../../../engines/wawp/wawp-http';
import { parseWawpOptions } from '../../../engines/wawp/wawp-options';
import { onlyToOwnAddress } from '../../shared/rest/own-address';
import type { CredentialPlacer } from '../../shared/rest/place-credential';

/** Puts the two values where the credential says, for requests that n8n makes itself. */
export const placeWawp: CredentialPlacer = async (credential, request) => {
	const options = parseWawpOptions(credential);
	await onlyToOwnAddress(request, options);
	const { headers = {}, query = {}, body = {} } = placed(request, wawpHttp(options));
	const ownBody = typeof request.body === 'object' && request.body !== null ? request.body : {};
	const asks = (request.method ?? 'GET') === 'GET';
	return {
		...request,
		headers: { ...request.headers, ...headers },
		// A question has no body, so what would travel there goes with the query.
		qs: { ...request.qs, ...query, ...(asks && body) },
		...(!asks && { body: { ...ownBody, ...body } }),
	};
};

type Placed = Partial<Record<'headers' | 'query' | 'body', Readonly<Record<string, string>>>>;

/** Making an instance is asked of the account alone: the one of the credential has nothing to do with it. */
function placed({ url }: IHttpRequestOptions, { headers, query, body }: Placed): Placed {
	if (!url.endsWith('/session/create')) return { headers, query, body };
	return { headers, query: withoutInstance(query), body: withoutInstance(body) };
}

function withoutInstance(values: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
	const { instance_id: _instance, ...others } = values;
	return others;
}
