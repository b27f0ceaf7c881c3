import type { RealN8n } from '../../real-n8n';
import type { GatewayLine } from './gateway-line';
import { WaCrLine } from './wa-cr-line';
import { WaaBotLine } from './waa-bot-line';
import { WawpLine } from './wawp-line';

/** Ways to reach WhatsApp that send and hear through somebody else's server. */
export type LineEngine = 'wawp' | 'waaBot' | 'waCr';

/** @param more Beside what the credential of every line has */
export function lineAt(engine: LineEngine, n8n: RealN8n, more: object = {}): GatewayLine {
	switch (engine) {
		case 'wawp':
			return new WawpLine(n8n, more);
		case 'waaBot':
			return new WaaBotLine(n8n, more);
		case 'waCr':
			return new WaCrLine(n8n, more);
	}
}
