import type { Engine } from '../../../engines/engine';
import { waCrEngine } from '../../../engines/waCr/wa-cr-engine';
import { parseWaCrOptions } from '../../../engines/waCr/wa-cr-options';
import type { OpenedGateway } from '../../contracts/gateway-conformance';
import { receivedMessage } from './record-page';
import { WaCrSimulator } from './wa-cr-simulator';

export const waCrAccount = { token: 'token-of-the-shop' };

/** A listening simulator, and what a world needs of it. */
export async function openWaCr(): Promise<OpenedGateway & { readonly simulator: WaCrSimulator }> {
	const simulator = await new WaCrSimulator(waCrAccount).listen();
	const credential = { ...waCrAccount, baseUrl: `${simulator.url}/api/v2`, allowPrivateAddress: true };
	return {
		simulator,
		engine: waCrEngine as Engine,
		credential,
		wrongCredential: { ...credential, token: 'wrong-secret-of-somebody' },
		secrets: [waCrAccount.token],
		parseOptions: parseWaCrOptions,
		pathOf: (kind) => new RegExp(`/messages/${ADDRESSES[kind] ?? 'media'}$`, 'u'),
		taken: () => simulator.sent.length,
		written: ({ id, from, text }) => ({
			feed: 'received',
			record: receivedMessage({ id, from, text, at: simulator.now }),
		}),
	};
}

const ADDRESSES: Readonly<Record<string, string>> = {
	text: 'text',
	buttons: 'interactive',
	list: 'interactive',
	template: 'template',
};
