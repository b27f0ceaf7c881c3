import { WawpSimulator } from '../../gateways/wawp/wawp-simulator';
import { serve } from './process-link';

/** A simulated gateway in a process of its own, so that its work is nobody's who is measured. */
let simulator: WawpSimulator | undefined;

const gatewayHandlers = {
	async open(account: { readonly instanceId: string; readonly accessToken: string }) {
		simulator = await new WawpSimulator(account).listen();
		return simulator.url;
	},
	/** How many messages it took, and forgets them. */
	taken() {
		if (!simulator) throw new Error('The gateway is not open');
		const { length } = simulator.sent;
		simulator.sent.length = 0;
		simulator.requests.length = 0;
		return length;
	},
};

export type GatewayHandlers = typeof gatewayHandlers;

serve(gatewayHandlers);
