import { KitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type { ResolvedChat, SendOutcome, SendRequest } from '../engine';
import { chatOf } from '../gateway/chat-address';
import type {
	GatewayCheck,
	GatewayClient,
	GatewayEvent,
	GatewayParts,
	ReadingContext,
} from '../gateway/gateway';
import { errorOfStatus, outcomeOf, unreachable } from '../gateway/send-outcome';
import { chatIdOf } from '../gateway/sender-of';
import { at, textOf } from '../gateway/untrusted';
import { readWawpDelivery } from './read-delivery';
import { wawpSend } from './write-message';
import { wawpCheck } from './session-state';
import { takenByWawp, verificationTaken } from './taken';
import { wawpError, wordsOf } from './wawp-errors';
import type { WawpOptions } from './wawp-options';

/** One instance at Wawp. */
export class WawpClient implements GatewayClient {
	readonly #parts: GatewayParts<WawpOptions>;

	constructor(parts: GatewayParts<WawpOptions>) {
		this.#parts = parts;
	}

	async check(signal: AbortSignal): Promise<GatewayCheck> {
		const { http, ports } = this.#parts;
		const answer = await http.request({ method: 'POST', path: '/session/info', body: {}, signal });
		return wawpCheck(answer, ports.clock.now(), (text) => http.shown(text));
	}

	async send(request: SendRequest): Promise<SendOutcome> {
		const { http, ports } = this.#parts;
		const { path, body } = wawpSend(request);
		const { kind } = request.composed.message;
		const answer = await http.request({ method: 'POST', path, body, signal: request.signal });
		const now = ports.clock.now();
		const shown = (text: string): string => http.shown(text);
		return outcomeOf(answer, {
			title: 'Wawp',
			now,
			taken: (said) =>
				kind === 'managedCode' || kind === 'managedApproval'
					? verificationTaken(kind, said)
					: takenByWawp(said),
			refused: (refusal) => wawpError(refusal, now, shown),
			words: (said) => {
				const words = wordsOf(said);
				return words === undefined ? undefined : shown(words);
			},
		});
	}

	async find(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat> {
		const chat = chatOf(recipient);
		if (chat.phone === null) return chat;
		const { http, ports } = this.#parts;
		const query = { phone: chat.phone.slice(1) };
		const answer = await http.request({ method: 'GET', path: '/contacts/check-exists', query, signal });
		if (answer.kind !== 'answer') throw unreachable('Wawp', answer.why);
		const now = ports.clock.now();
		const error = wawpError(answer, now, (text) => http.shown(text));
		if (error) throw error;
		if (answer.status >= 300) throw errorOfStatus(answer, { title: 'Wawp', now });
		const exists =
			at(answer.body, 'numberExists') ?? at(answer.body, 'exists') ?? at(answer.body, 'data', 'numberExists');
		if (typeof exists !== 'boolean') {
			throw new KitError({
				code: 'notSupported',
				what: 'Wawp did not say whether the number is on WhatsApp.',
				next: 'Send to it: an answer that says no tells as much.',
			});
		}
		if (!exists) {
			throw new KitError({
				code: 'notOnWhatsApp',
				what: `${chat.phone} is not on WhatsApp.`,
				next: 'Check the number.',
			});
		}
		const known = chatIdOf(textOf(at(answer.body, 'chatId')) ?? '');
		return known?.endsWith('@s.whatsapp.net')
			? { chatId: known, phone: `+${known.slice(0, known.indexOf('@'))}`, lid: null }
			: chat;
	}

	async read(body: unknown, context: ReadingContext): Promise<readonly GatewayEvent[]> {
		return await readWawpDelivery(body, context, this.#parts.offers);
	}
}
