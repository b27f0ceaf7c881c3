import type { AccountTokens } from '../../../engines/waaBot/account-tokens';
import type { GatewayHttp } from '../../../engines/gateway/gateway-http';

interface Login {
	readonly GatewayHttp: typeof GatewayHttp;
	readonly AccountTokens: typeof AccountTokens;
}

/**
 * What logs in at WaaBot. Required when it is needed, as in `load-kit.ts`: it brings an HTTP library along, and n8n
 * requires node files in every process.
 */
export function loadLogin(): Login {
	const http = require('../../../engines/gateway/gateway-http') as Pick<Login, 'GatewayHttp'>;
	const tokens = require('../../../engines/waaBot/account-tokens') as Pick<Login, 'AccountTokens'>;
	return { GatewayHttp: http.GatewayHttp, AccountTokens: tokens.AccountTokens };
}
