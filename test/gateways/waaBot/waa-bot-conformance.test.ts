import type { Engine } from '../../../engines/engine';
import { waaBotEngine } from '../../../engines/waaBot/waa-bot-engine';
import { parseWaaBotOptions } from '../../../engines/waaBot/waa-bot-options';
import { gatewayConformance } from '../../contracts/gateway-conformance';
import { waaBotTap, waaBotText } from './waa-bot-deliveries';
import { waaBotAccount, WaaBotSimulator } from './waa-bot-simulator';

const PATHS: Readonly<Record<string, string>> = {
	text: '',
	location: '',
	document: '/doc',
	buttons: '/button',
};

gatewayConformance({
	name: 'waaBot',
	open: async () => {
		const simulator = await new WaaBotSimulator().listen();
		const { sessionId, accessToken } = waaBotAccount;
		const credential = {
			sessionId,
			accessToken,
			// With a password, an answer that refuses the token is no end: the login is renewed.
			accountLogin: 'tokens',
			accountToken: simulator.bearer,
			refreshToken: simulator.refreshToken,
			baseUrl: simulator.url,
			allowPrivateAddress: true,
		};
		return {
			simulator,
			engine: waaBotEngine as Engine,
			credential,
			wrongCredential: { ...credential, accessToken: 'wrong-secret-of-somebody' },
			secrets: [accessToken, simulator.bearer, simulator.refreshToken],
			parseOptions: parseWaaBotOptions,
			pathOf: (kind) => new RegExp(`/whatsapp/message${PATHS[kind] ?? `/${kind}`}$`, 'u'),
			taken: () => simulator.sent.length,
			written: waaBotText,
			tapped: (tap) => waaBotTap({ ...tap, name: 'Ada' }),
		};
	},
});
