import type { Engine } from '../../../engines/engine';
import { whatsAuthEngine } from '../../../engines/whatsAuth/whats-auth-engine';
import { parseWhatsAuthOptions } from '../../../engines/whatsAuth/whats-auth-options';
import { gatewayConformance } from '../../contracts/gateway-conformance';
import { whatsAuthAccount, WhatsAuthSimulator } from './whats-auth-simulator';

gatewayConformance({
	name: 'whatsAuth',
	gaps: {
		check: 'No question says whether a token works; making a code would leave one behind at every start',
		sends: 'There is no address that sends a message',
		events: 'Callbacks tell of codes alone and go to the trigger; nobody writes through it',
		choices: 'Nothing can be offered',
	},
	open: async () => {
		const simulator = await new WhatsAuthSimulator().listen();
		const credential = { ...whatsAuthAccount, baseUrl: simulator.url, allowPrivateAddress: true };
		return {
			simulator,
			engine: whatsAuthEngine as Engine,
			credential,
			wrongCredential: { ...credential, token: 'wrong-secret-of-somebody' },
			secrets: Object.values(whatsAuthAccount),
			parseOptions: parseWhatsAuthOptions,
			pathOf: () => /verification_code$/u,
			taken: () => simulator.validations.length,
		};
	},
});
