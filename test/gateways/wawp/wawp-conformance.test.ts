import type { Engine } from '../../../engines/engine';
import { wawpEngine } from '../../../engines/wawp/wawp-engine';
import { parseWawpOptions } from '../../../engines/wawp/wawp-options';
import { gatewayConformance } from '../../contracts/gateway-conformance';
import { wawpDelivery, WawpSimulator } from './wawp-simulator';

const account = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };

gatewayConformance({
	name: 'wawp',
	open: async () => {
		const simulator = await new WawpSimulator(account).listen();
		const credential = { ...account, baseUrl: simulator.url, allowPrivateAddress: true };
		return {
			simulator,
			engine: wawpEngine as Engine,
			credential,
			wrongCredential: { ...credential, accessToken: 'wrong-secret-of-somebody' },
			secrets: [account.accessToken],
			parseOptions: parseWawpOptions,
			pathOf: (kind) => new RegExp(`/send/${kind === 'document' ? 'pdf' : kind}$`, 'u'),
			taken: () => simulator.sent.length,
			written: ({ id, from, name, text }) =>
				wawpDelivery('message', message({ id, from, name, text }), `evt_${id}`),
			tapped: ({ id, from, rowId, title, answers }) =>
				wawpDelivery(
					'message',
					{
						...message({ id, from, name: 'Ada', text: title }),
						replyTo: { id: answers },
						_data: { listResponse: { singleSelectReply: { selectedRowId: rowId } } },
					},
					`evt_${id}`,
				),
		};
	},
});
function message({ id, from, name, text }: { id: string; from: string; name: string; text: string }) {
	return {
		id: `false_${from}@c.us_${id}`,
		timestamp: Date.UTC(2026, 0, 1) / 1_000,
		from: `${from}@c.us`,
		fromMe: false,
		to: '15550001000@c.us',
		body: text,
		hasMedia: false,
		_data: { notifyName: name },
	};
}
