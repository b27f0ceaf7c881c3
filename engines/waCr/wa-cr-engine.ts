import type { Gateway } from '../gateway/gateway';
import { gatewayEngine } from '../gateway/gateway-engine';
import { WaCrClient } from './wa-cr-client';
import { waCrHttp } from './wa-cr-http';
import { waCrManaged } from './wa-cr-managed';
import { WaCrRecords } from './wa-cr-records';
import { WaCrTemplates } from './wa-cr-templates';
import type { WaCrOptions } from './wa-cr-options';

const waCr: Gateway<WaCrOptions> = {
	id: 'waCr',
	title: 'WA.cr',
	capabilities: {
		native: new Set([
			'text',
			'image',
			'video',
			'audio',
			'document',
			'buttons',
			'list',
			'template',
			'managedCode',
		]),
		experimental: new Set(),
		hearsVotes: false,
		// What became of a message is to be asked for; nothing is told.
		receipts: false,
		liveEvents: false,
		typing: false,
		numberCheck: false,
		groups: false,
		resendsSafely: false,
		manages: new Set(['code']),
	},
	http: waCrHttp,
	client: (parts) => new WaCrClient(parts),
	managed: waCrManaged,
	records: (parts) => new WaCrRecords(parts),
	templates: (parts) => new WaCrTemplates(parts),
};

/** A number on WhatsApp's Cloud API, connected at WA.cr (API v2) or at one of its resellers. */
export const waCrEngine = gatewayEngine(waCr);
