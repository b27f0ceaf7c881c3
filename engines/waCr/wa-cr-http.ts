import type { GatewayHttpOptions } from '../gateway/gateway-http';
import type { WaCrOptions } from './wa-cr-options';

export function waCrHttp({ baseUrl, allowPrivate, token }: WaCrOptions): GatewayHttpOptions {
	return { baseUrl, allowPrivate, secrets: [token], headers: { authorization: `Bearer ${token}` } };
}
