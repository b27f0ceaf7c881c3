import type { GatewayHttpOptions } from '../gateway/gateway-http';
import type { WaaBotOptions } from './waa-bot-options';

/** Where the API is. What proves who asks changes while it runs, so it is added to each request. */
export function waaBotHttp({ baseUrl, allowPrivate, accessToken, login }: WaaBotOptions): GatewayHttpOptions {
	const ofAccount =
		login.kind === 'tokens'
			? [login.accessToken, login.refreshToken]
			: login.kind === 'password'
				? [login.password]
				: [];
	return { baseUrl: `${baseUrl}/api/v1`, allowPrivate, secrets: [accessToken, ...ofAccount] };
}
