import { KitError } from '../../messages/kit-error';
import type { Recipient } from '../../messages/recipient';
import type { Connection, ResolvedChat, SendOutcome, SendRequest } from '../engine';
import { chatOf } from '../gateway/chat-address';
import type {
	GatewayCheck,
	GatewayClient,
	GatewayEvent,
	GatewayParts,
	ReadingContext,
} from '../gateway/gateway';
import type { GatewayRequest } from '../gateway/gateway-http';
import { errorOfStatus, ofRecipientAlone, outcomeOf, unreachable } from '../gateway/send-outcome';
import { chatIdOf } from '../gateway/sender-of';
import { at, textOf } from '../gateway/untrusted';
import { readWawpDelivery } from './read-delivery';
import { wawpChatId, wawpSend } from './write-message';
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
		const isVerification = kind === 'managedCode' || kind === 'managedApproval';
		const answer = await http.request({ method: 'POST', path, body, signal: request.signal });
		const now = ports.clock.now();
		const shown = (text: string): string => http.shown(text);
		return outcomeOf(answer, {
			title: 'Wawp',
			now,
			taken: (said) => (isVerification ? verificationTaken(kind, said) : takenByWawp(said)),
			refused: (refusal) => {
				const error = wawpError(refusal, now, shown);
				return isVerification ? ofRecipientAlone(error, 'Wawp') : error;
			},
			words: (said) => {
				const words = wordsOf(said);
				return words === undefined ? undefined : shown(words);
			},
		});
	}

	async find(recipient: Recipient, signal: AbortSignal): Promise<ResolvedChat> {
		const chat = chatOf(recipient);
		if (chat.phone === null) return chat;
		const query = { phone: chat.phone.slice(1) };
		const body = await this.#ask({ method: 'GET', path: '/contacts/check-exists', query, signal });
		const exists = at(body, 'numberExists') ?? at(body, 'exists') ?? at(body, 'data', 'numberExists');
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
		const known = chatIdOf(textOf(at(body, 'chatId')) ?? '');
		return known?.endsWith('@s.whatsapp.net')
			? { chatId: known, phone: `+${known.slice(0, known.indexOf('@'))}`, lid: null }
			: chat;
	}

	async markRead(...[messages, signal]: Parameters<Connection['markRead']>): Promise<void> {
		const [first] = messages;
		if (!first) return;
		const { chatId, participant } = first;
		const body = {
			chatId: wawpChatId({ chatId }),
			messageIds: messages.map(({ messageId }) => messageId),
			...(participant !== undefined && { participant: wawpChatId({ chatId: participant }) }),
		};
		await this.#ask({ method: 'POST', path: '/send/seen', body, signal });
	}

	async setTyping(...[chat, typing, signal]: Parameters<Connection['setTyping']>): Promise<void> {
		if (typing === 'recording') {
			throw new KitError({
				code: 'notSupported',
				what: 'Wawp has no field that says that somebody records.',
				next: 'Show typing instead.',
			});
		}
		const path = typing === 'paused' ? '/send/stop-typing' : '/send/start-typing';
		await this.#ask({ method: 'POST', path, body: { chatId: wawpChatId(chat) }, signal });
	}

	/** The body of an answer that says yes; throws KitError for all else. */
	async #ask(request: GatewayRequest): Promise<unknown> {
		const { http, ports } = this.#parts;
		const answer = await http.request(request);
		if (answer.kind !== 'answer') throw unreachable('Wawp', answer.why);
		const now = ports.clock.now();
		const error = wawpError(answer, now, (text) => http.shown(text));
		if (error) throw error;
		if (answer.status >= 300) throw errorOfStatus(answer, { title: 'Wawp', now });
		return answer.body;
	}

	async read(body: unknown, context: ReadingContext): Promise<readonly GatewayEvent[]> {
		return await readWawpDelivery(body, context, this.#parts.offers);
	}
}
