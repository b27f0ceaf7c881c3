import type { SendOutcome, SendRequest } from '../engine';
import type {
	GatewayCheck,
	GatewayClient,
	GatewayEvent,
	GatewayParts,
	ReadingContext,
} from '../gateway/gateway';
import { outcomeOf } from '../gateway/send-outcome';
import { AccountTokens } from './account-tokens';
import { readWaaBotDelivery } from './read-delivery';
import { waaBotCheck } from './session-state';
import { takenByWaaBot } from './taken';
import { waaBotError, wordsOf } from './waa-bot-errors';
import type { WaaBotOptions } from './waa-bot-options';
import { WaaBotRequests } from './waa-bot-requests';
import { waaBotSend } from './write-message';

/** One bot at WaaBot. */
export class WaaBotClient implements GatewayClient {
	readonly #parts: GatewayParts<WaaBotOptions>;

	readonly #tokens: AccountTokens;

	readonly #requests: WaaBotRequests;

	constructor(parts: GatewayParts<WaaBotOptions>) {
		const { options } = parts.account;
		this.#parts = parts;
		this.#tokens = new AccountTokens(options.login, parts.http, parts.ports.clock);
		this.#requests = new WaaBotRequests(options, parts.http, this.#tokens, parts.ports.clock);
	}

	async check(signal: AbortSignal): Promise<GatewayCheck> {
		const answer = await this.#requests.request({ method: 'GET', path: '/whatsapp/instance', signal });
		return waaBotCheck(answer, this.#now(), this.#shown);
	}

	async send(request: SendRequest): Promise<SendOutcome> {
		const { path, body } = waaBotSend(request);
		const answer = await this.#requests.request({ method: 'POST', path, body, signal: request.signal });
		if (answer.kind === 'noLogin') return { outcome: 'refused', error: answer.error };
		return outcomeOf(answer, {
			title: 'WaaBot',
			now: this.#now(),
			taken: takenByWaaBot,
			refused: (refusal) => waaBotError(refusal, this.#now(), this.#shown),
			words: (said) => {
				const words = wordsOf(said);
				return words === undefined ? undefined : this.#shown(words);
			},
		});
	}

	async read(body: unknown, context: ReadingContext): Promise<readonly GatewayEvent[]> {
		return await readWaaBotDelivery(body, context, this.#parts.offers);
	}

	readonly #shown = (text: string): string => this.#tokens.shown(text);

	#now(): number {
		return this.#parts.ports.clock.now();
	}
}
