import type { GatewayHttpOptions } from '../gateway/gateway-http';
import type { WawpOptions } from './wawp-options';

/**
 * Where the credentials travel: in one place only, because repeating them disturbs some of Wawp's endpoints. The
 * documents name no header for the instance, so beside a header it stays in the query.
 */
export function wawpHttp({
	baseUrl,
	allowPrivate,
	instanceId,
	accessToken,
	placement,
}: WawpOptions): GatewayHttpOptions {
	const pair = { instance_id: instanceId, access_token: accessToken };
	const base = { baseUrl: `${baseUrl}/v2`, allowPrivate, secrets: [accessToken] };
	switch (placement) {
		case 'query':
			return { ...base, query: pair };
		case 'header':
			return {
				...base,
				headers: { authorization: `Bearer ${accessToken}` },
				query: { instance_id: instanceId },
			};
		case 'body':
			return { ...base, body: pair };
	}
}
