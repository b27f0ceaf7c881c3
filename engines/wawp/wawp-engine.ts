import type { Gateway } from '../gateway/gateway';
import { gatewayEngine } from '../gateway/gateway-engine';
import { WawpClient } from './wawp-client';
import { wawpHttp } from './wawp-http';
import { wawpManaged } from './wawp-managed';
import type { WawpOptions } from './wawp-options';
import { WawpWebhooks } from './wawp-webhooks';

const wawp: Gateway<WawpOptions> = {
	id: 'wawp',
	title: 'Wawp',
	capabilities: {
		// Wawp names reactions, too; their address is documented nowhere.
		native: new Set([
			...(['text', 'image', 'video', 'voice', 'document', 'location', 'contact', 'list', 'poll'] as const),
			...(['managedCode', 'managedApproval'] as const),
		]),
		experimental: new Set(),
		hearsVotes: false,
		// Acknowledgements come by webhook only where one is set up, and under ids an answer need not name.
		receipts: false,
		liveEvents: false,
		typing: true,
		numberCheck: true,
		groups: false,
		resendsSafely: false,
		manages: new Set(['code', 'approval']),
	},
	http: wawpHttp,
	client: (parts) => new WawpClient(parts),
	managed: wawpManaged,
	webhooks: (parts) => new WawpWebhooks(parts),
};

/** A number connected at wawp.net. */
export const wawpEngine = gatewayEngine(wawp);
