import { KitError } from '../../messages/kit-error';
import type { SendOutcome } from '../engine';
import type { GatewayCheck, GatewayClient } from '../gateway/gateway';

/** WhatsAuth sends no messages, and has no question that says whether a token works. */
export class WhatsAuthClient implements GatewayClient {
	async check(): Promise<GatewayCheck> {
		const warning = 'WhatsAuth cannot be asked whether a token works: the first link will tell.';
		return await Promise.resolve({ kind: 'unsure', warning });
	}

	async send(): Promise<SendOutcome> {
		const error = new KitError({
			code: 'notSupported',
			what: 'WhatsAuth sends no messages: it only hears the codes that people send to its number.',
			next: "Nothing was sent. Use 'Link: Create' of the node WhatsApp Verify, or connect through a number that can send.",
		});
		return await Promise.resolve({ outcome: 'refused', error });
	}
}
