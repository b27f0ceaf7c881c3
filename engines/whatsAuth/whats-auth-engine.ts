import type { Engine } from '../engine';
import type { Gateway } from '../gateway/gateway';
import { gatewayEngine } from '../gateway/gateway-engine';
import { GatewayHttp } from '../gateway/gateway-http';
import { tryToken } from './try-token';
import { WhatsAuthClient } from './whats-auth-client';
import { whatsAuthHttp } from './whats-auth-http';
import { WhatsAuthLinks } from './whats-auth-links';
import type { WhatsAuthOptions } from './whats-auth-options';

const whatsAuth: Gateway<WhatsAuthOptions> = {
	id: 'whatsAuth',
	title: 'WhatsAuth',
	capabilities: {
		native: new Set(),
		experimental: new Set(),
		hearsVotes: false,
		receipts: false,
		liveEvents: false,
		typing: false,
		numberCheck: false,
		groups: false,
		resendsSafely: false,
		manages: new Set(['link']),
	},
	http: whatsAuthHttp,
	client: () => new WhatsAuthClient(),
	managed: (parts) => ({ links: new WhatsAuthLinks(parts) }),
};

/** An application at whatsauth.com. */
export const whatsAuthEngine: Engine<WhatsAuthOptions> = {
	...gatewayEngine(whatsAuth),
	tryOut: async (account, ports) => {
		const http = new GatewayHttp(whatsAuthHttp(account.options), ports.clock);
		try {
			return await tryToken(new WhatsAuthLinks({ account, http, ports }));
		} finally {
			http.close();
		}
	},
};
