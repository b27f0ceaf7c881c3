import { KitError } from '../../messages/kit-error';
import type { Webhook, Webhooks } from '../engine';
import type { GatewayParts } from '../gateway/gateway';
import type { GatewayRequest } from '../gateway/gateway-http';
import { sameWebhook } from '../gateway/same-webhook';
import { at, textOf } from '../gateway/untrusted';
import { AccountTokens } from './account-tokens';
import type { WaaBotOptions } from './waa-bot-options';
import { WaaBotRequests } from './waa-bot-requests';

const PATH = '/whatsapp/setWebhook';

/** WaaBot delivers to one address per bot; setting one takes the place of what was there. */
export class WaaBotWebhooks implements Webhooks {
	readonly #requests: WaaBotRequests;

	constructor({ account, http, ports }: Pick<GatewayParts<WaaBotOptions>, 'account' | 'http' | 'ports'>) {
		const { options } = account;
		const tokens = new AccountTokens(options.login, http, ports.clock);
		this.#requests = new WaaBotRequests(options, http, tokens, ports.clock);
	}

	/** Says no, also when the address is there: which events it gets is told nowhere. Setting it again changes nothing. */
	async has(_webhook: Webhook, signal: AbortSignal): Promise<boolean> {
		await this.#current(signal);
		return false;
	}

	async add({ url, events }: Webhook, signal: AbortSignal): Promise<void> {
		const there = await this.#current(signal);
		if (there !== undefined && !sameWebhook(there, url)) throw occupied(there);
		await this.#set({ webhook_url: url, events, requestConfig: {} }, signal);
		// Without this switch of the bot nothing is delivered.
		await this.#put('/whatsapp/updateActions', { send_webhook: true }, signal);
	}

	async remove(url: string, signal: AbortSignal): Promise<void> {
		const there = await this.#current(signal);
		// One that is not told may be ours; another one is not.
		if (there !== undefined && !sameWebhook(there, url)) return;
		await this.#set({ webhook_url: '', events: [], requestConfig: {} }, signal);
	}

	async #current(signal: AbortSignal): Promise<string | undefined> {
		const body = await this.#requests.body({ method: 'GET', path: '/whatsapp/instance', signal });
		return textOf(at(body, 'data', 'instance_data', 'webhookUrl'));
	}

	async #set(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void> {
		await this.#put(PATH, body, signal);
	}

	async #put(path: string, body: GatewayRequest['body'], signal: AbortSignal): Promise<void> {
		await this.#requests.body({ method: 'PUT', path, body, signal });
	}
}

/** Taking its place would end the deliveries of somebody else without a word. */
function occupied(address: string): KitError {
	const place = URL.canParse(address) ? new URL(address) : undefined;
	return new KitError({
		code: 'refused',
		reason: 'webhookOccupied',
		what: 'WaaBot delivers to one address per bot, and this bot has another one.',
		// Its query may hold a secret.
		why: place && `It is ${place.origin}${place.pathname}`.slice(0, 300),
		next: 'Unpublish the workflow that uses it, or take it out with the node WaaBot ("Bot: Set Webhook" with an empty URL).',
	});
}
