import { KitError } from '../../messages/kit-error';
import type { Webhook, Webhooks } from '../engine';
import type { GatewayParts } from '../gateway/gateway';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { sameWebhook } from '../gateway/same-webhook';
import { errorOfStatus, unreachable } from '../gateway/send-outcome';
import { at, membersOf, textOf } from '../gateway/untrusted';
import { wawpError } from './wawp-errors';
import type { WawpOptions } from './wawp-options';

const PATH = '/session/webhook';

type Entry = Readonly<Record<string, unknown>>;

/** Wawp keeps one list per instance, and a change writes it whole: what others put there goes back as it came. */
export class WawpWebhooks implements Webhooks {
	readonly #parts: Pick<GatewayParts<WawpOptions>, 'http' | 'ports'>;

	constructor(parts: Pick<GatewayParts<WawpOptions>, 'http' | 'ports'>) {
		this.#parts = parts;
	}

	async has({ url, events }: Webhook, signal: AbortSignal): Promise<boolean> {
		const wanted = new Set(events);
		return (await this.#read(signal)).some(
			(entry) => textOf(entry.url) === url && isActive(entry) && hasExactly(entry.events, wanted),
		);
	}

	async add({ url, events }: Webhook, signal: AbortSignal): Promise<void> {
		const others = (await this.#read(signal)).filter((entry) => !isAt(entry, url));
		await this.#write([...others, { url, events: [...events], is_active: true }], signal);
	}

	async remove(url: string, signal: AbortSignal): Promise<void> {
		const entries = await this.#read(signal);
		const others = entries.filter((entry) => !isAt(entry, url));
		if (others.length < entries.length) await this.#write(others, signal);
	}

	async #read(signal: AbortSignal): Promise<readonly Entry[]> {
		const body = this.#checked(await this.#parts.http.request({ method: 'GET', path: PATH, signal }));
		const list = at(body, 'webhooks') ?? at(body, 'data', 'webhooks');
		if (Array.isArray(list)) return list.map(membersOf);
		// Written back as empty, it would end the deliveries of everybody else.
		throw new KitError({
			code: 'refused',
			what: 'Wawp did not say which webhooks the instance has.',
			next: 'Nothing was changed. Try again, or enter the webhook by hand in the console of Wawp.',
		});
	}

	async #write(webhooks: readonly Entry[], signal: AbortSignal): Promise<void> {
		this.#checked(await this.#parts.http.request({ method: 'POST', path: PATH, body: { webhooks }, signal }));
	}

	#checked(answer: GatewayAnswer): unknown {
		const { http, ports } = this.#parts;
		if (answer.kind !== 'answer') throw unreachable('Wawp', answer.why);
		const now = ports.clock.now();
		const error = wawpError(answer, now, (text) => http.shown(text));
		if (error) throw error;
		if (answer.status >= 300) throw errorOfStatus(answer, { title: 'Wawp', now });
		return answer.body;
	}
}

function isAt(entry: Entry, url: string): boolean {
	return sameWebhook(textOf(entry.url) ?? '', url);
}

function isActive({ is_active: active }: Entry): boolean {
	return active === undefined || active === true || active === 1 || active === '1' || active === 'true';
}

function hasExactly(events: unknown, wanted: ReadonlySet<string>): boolean {
	if (!Array.isArray(events)) return false;
	const there = new Set(events);
	return there.size === wanted.size && [...wanted].every((event) => there.has(event));
}
