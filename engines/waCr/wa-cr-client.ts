import type { Recipient } from '../../messages/recipient';
import type { ResolvedChat, SendOutcome, SendRequest } from '../engine';
import { chatOf, digitsOf } from '../gateway/chat-address';
import type {
	GatewayCheck,
	GatewayClient,
	GatewayEvent,
	GatewayParts,
	ReadingContext,
} from '../gateway/gateway';
import { withoutCode } from '../gateway/secret-free';
import { ofRecipientAlone, outcomeOf } from '../gateway/send-outcome';
import { waCrCheck } from './account-state';
import { readWaCrRecord } from './read-record';
import { takenByWaCr } from './taken';
import { waCrError, waCrWords } from './wa-cr-errors';
import type { WaCrOptions } from './wa-cr-options';
import { waCrSend } from './write-message';

/** One token of one account at WA.cr. */
export class WaCrClient implements GatewayClient {
	readonly #parts: GatewayParts<WaCrOptions>;

	constructor(parts: GatewayParts<WaCrOptions>) {
		this.#parts = parts;
	}

	async check(signal: AbortSignal): Promise<GatewayCheck> {
		const { http, ports } = this.#parts;
		const answer = await http.request({ method: 'GET', path: '/account', signal });
		return waCrCheck(answer, ports.clock.now(), (text) => http.shown(text));
	}

	/** Persons only: a group or channel is refused before a place in the limits is taken. */
	async resolve(recipient: Recipient): Promise<ResolvedChat> {
		const chat = chatOf(recipient);
		digitsOf(chat, 'WA.cr');
		return await Promise.resolve(chat);
	}

	async send(request: SendRequest): Promise<SendOutcome> {
		const { http, ports } = this.#parts;
		const { path, body } = waCrSend(request);
		const answer = await http.request({ method: 'POST', path, body, signal: request.signal });
		const now = ports.clock.now();
		const { message } = request.composed;
		const code = message.kind === 'managedCode' ? message.code : undefined;
		const shown = (text: string): string => http.shown(withoutCode(text, code));
		return outcomeOf(answer, {
			title: 'WA.cr',
			now,
			taken: takenByWaCr,
			refused: (refusal) => {
				const error = waCrError(refusal, { now, shown, scope: 'messages:send' });
				// Codes sent again are counted per person there; whether it was that, it does not say.
				return path === '/auth/resend' ? ofRecipientAlone(error, 'WA.cr') : error;
			},
			words: (said) => waCrWords(said, shown),
		});
	}

	async read(body: unknown, context: ReadingContext): Promise<readonly GatewayEvent[]> {
		const read = await readWaCrRecord(body, context, this.#parts.offers);
		return read ? [read] : [];
	}
}
