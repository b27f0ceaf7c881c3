import { KitError } from '../../messages/kit-error';
import type { GatewayParts } from '../gateway/gateway';
import type { GatewayAnswer, GatewayRequest } from '../gateway/gateway-http';
import { unreachable } from '../gateway/send-outcome';
import type { ManagedLink, ManagedLinkRequest, ManagedLinks } from '../managed';
import { callbackAddress } from './callback-address';
import { readCode } from './read-code';
import { whatsAuthError } from './whats-auth-errors';
import type { WhatsAuthOptions } from './whats-auth-options';

/** Longest answer, bytes: a code and up to three addresses. */
const ANSWER_BYTES = 512 * 1024;

/** Codes that people send to the number of WhatsAuth. */
export class WhatsAuthLinks implements ManagedLinks {
	readonly #parts: Pick<GatewayParts<WhatsAuthOptions>, 'account' | 'http' | 'ports'>;

	constructor(parts: Pick<GatewayParts<WhatsAuthOptions>, 'account' | 'http' | 'ports'>) {
		this.#parts = parts;
	}

	async create(request: ManagedLinkRequest, signal: AbortSignal): Promise<ManagedLink> {
		const { http, ports } = this.#parts;
		const query = this.#queryOf(request);
		const asked = {
			method: 'GET',
			path: '/verification_code',
			query,
			maxBytes: ANSWER_BYTES,
			signal,
		} as const;
		const answer = arrived(await http.request(asked));
		const made = answer.status >= 200 && answer.status < 300 ? readCode(answer.body) : null;
		if (made !== null) return made;
		throw whatsAuthError(answer, ports.clock.now(), (text) => http.shown(text));
	}

	/** What is left out is as the application says; an empty value would override that. */
	#queryOf(request: ManagedLinkRequest): GatewayRequest['query'] {
		const { callbackUrl, authorizedNumbers = [], qr, callbackProof = false } = request;
		const { allowPrivate, callbackSecret } = this.#parts.account.options;
		const given = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined);
		return {
			expires_at: request.expiresInMinutes,
			callback_url:
				given(callbackUrl) &&
				callbackAddress(callbackUrl ?? '', { allowPrivate, secret: callbackProof ? callbackSecret : '' }),
			authorized_numbers: authorizedNumbers.length === 0 ? undefined : authorizedNumbers.join(','),
			link_message: given(request.linkMessage),
			expiration_message: given(request.expirationMessage),
			failure_message: given(request.failureMessage),
			response_message: given(request.responseMessage),
			qr: qr === undefined ? undefined : Number(qr),
			channel: given(request.channel),
		};
	}
}

function arrived(answer: GatewayAnswer): Extract<GatewayAnswer, { kind: 'answer' }> {
	if (answer.kind === 'answer') return answer;
	if (answer.kind === 'notSent') throw unreachable('WhatsAuth', answer.why);
	throw new KitError({
		code: 'notConnected',
		what: 'WhatsAuth gave no whole answer.',
		why: answer.why,
		next: 'Try again. If it made a code, nobody knows it, and one that nobody sends costs nothing.',
	});
}
