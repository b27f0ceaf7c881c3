import type { Engine } from '../../../engines/engine';
import { waaBotEngine } from '../../../engines/waaBot/waa-bot-engine';
import { parseWaaBotOptions } from '../../../engines/waaBot/waa-bot-options';
import { GatewayWorld } from '../gateway-world';
import { waaBotAccount, WaaBotSimulator } from './waa-bot-simulator';

export interface WaaBotWorld {
	readonly simulator: WaaBotSimulator;
	readonly world: GatewayWorld;
	/** Credential data of the bot, with this login of its account. */
	credential(login: Readonly<Record<string, string>>): Readonly<Record<string, unknown>>;
}

/** A simulated WaaBot and an account at it that logs in by its password. The caller closes the world. */
export async function openWaaBotWorld(): Promise<WaaBotWorld> {
	const simulator = await new WaaBotSimulator().listen();
	const { sessionId, accessToken, email, password } = waaBotAccount;
	const credential = (login: Readonly<Record<string, string>>) => ({
		sessionId,
		accessToken,
		...login,
		baseUrl: simulator.url,
		allowPrivateAddress: true,
	});
	const world = await GatewayWorld.open({
		simulator,
		engine: waaBotEngine as Engine,
		credential: credential({ accountLogin: 'password', email, password }),
		wrongCredential: credential({ accountLogin: 'password', email, password: 'wrong-secret-of-somebody' }),
		secrets: [accessToken, password],
		parseOptions: parseWaaBotOptions,
		pathOf: () => /\/whatsapp\/message$/u,
		taken: () => simulator.sent.length,
	});
	return { simulator, world, credential };
}
