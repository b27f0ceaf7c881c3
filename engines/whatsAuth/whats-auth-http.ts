import type { GatewayHttpOptions } from '../gateway/gateway-http';
import type { WhatsAuthOptions } from './whats-auth-options';

export function whatsAuthHttp({
	baseUrl,
	allowPrivate,
	token,
	callbackSecret,
}: WhatsAuthOptions): GatewayHttpOptions {
	return {
		baseUrl: `${baseUrl}/api/v1`,
		allowPrivate,
		secrets: [token, ...(callbackSecret === '' ? [] : [callbackSecret])],
		headers: { authorization: `Bearer ${token}` },
	};
}
