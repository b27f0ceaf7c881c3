import type { Gateway } from '../gateway/gateway';
import { gatewayEngine } from '../gateway/gateway-engine';
import { WaaBotClient } from './waa-bot-client';
import { waaBotHttp } from './waa-bot-http';
import type { WaaBotOptions } from './waa-bot-options';
import { WaaBotWebhooks } from './waa-bot-webhooks';

const waaBot: Gateway<WaaBotOptions> = {
	id: 'waaBot',
	title: 'WaaBot',
	capabilities: {
		native: new Set([
			'text',
			'compound',
			'image',
			'video',
			'audio',
			'voice',
			'document',
			'location',
			'contact',
			'buttons',
			'list',
		]),
		experimental: new Set(),
		buttonParts: new Set(['url', 'call', 'image']),
		hearsVotes: false,
		receipts: false,
		liveEvents: false,
		typing: false,
		numberCheck: false,
		groups: false,
		resendsSafely: false,
		manages: new Set(),
	},
	http: waaBotHttp,
	client: (parts) => new WaaBotClient(parts),
	webhooks: (parts) => new WaaBotWebhooks(parts),
};

/** A bot at waabot.com. */
export const waaBotEngine = gatewayEngine(waaBot);
