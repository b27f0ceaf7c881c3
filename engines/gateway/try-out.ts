import type { EngineAccount, EnginePorts, TriedOut } from '../engine';
import type { Gateway, GatewayCheck } from './gateway';
import { GatewayHttp } from './gateway-http';

/** Longest wait for the answer, ms: a person looks at the screen. */
const LIMIT_MS = 20_000;

/** One question to the gateway, in words for the person who tests a credential. */
export async function tryOut<Options>(
	gateway: Gateway<Options>,
	account: EngineAccount<Options>,
	ports: Omit<EnginePorts, 'store'>,
): Promise<TriedOut> {
	const http = new GatewayHttp(gateway.http(account.options), ports.clock);
	// Nothing is read that could answer an offer.
	const offers = {
		findSent: async () => await Promise.resolve(null),
		findLastOffer: async () => await Promise.resolve(null),
	};
	try {
		const check = await gateway.client({ account, http, ports, offers }).check(AbortSignal.timeout(LIMIT_MS));
		return inWords(check, gateway.title);
	} finally {
		http.close();
	}
}

function inWords(check: GatewayCheck, title: string): TriedOut {
	switch (check.kind) {
		case 'open':
			return {
				usable: true,
				text: `Connected at ${title}${check.phone === null ? '' : ` as ${check.phone}`}.`,
			};
		case 'unsure':
			return { usable: true, text: check.warning };
		case 'needsLink':
			return { usable: false, text: `Saved. ${check.reason}` };
		case 'away':
			return { usable: false, text: `${check.reason} Try again later.` };
		case 'stopped':
			return {
				usable: false,
				text: [check.error.what, check.error.why, check.error.next].filter(Boolean).join(' '),
			};
	}
}
