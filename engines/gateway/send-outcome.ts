import { KitError } from '../../messages/kit-error';
import type { SendOutcome } from '../engine';
import type { GatewayAnswer } from './gateway-http';

/** A gateway's own reading of an answer that came. */
export interface AnswerReading {
	/** "Wawp", for people. */
	readonly title: string;
	/** Epoch ms. */
	readonly now: number;
	/** Null: the answer does not say that the message was taken. */
	taken(body: unknown): TakenMessage | null;
	/**
	 * What an answer that says no means, the gateway's own codes first. Null: nothing known to it; the status
	 * decides then.
	 */
	refused(answer: Extract<GatewayAnswer, { kind: 'answer' }>): KitError | null;
	/** What the answer says in words, fit to be shown. */
	words(body: unknown): string | undefined;
}

export interface TakenMessage {
	/** The gateway's own id of it. */
	readonly messageId?: string;
	/** It lies in the gateway's queue under this id and has not gone to WhatsApp yet. */
	readonly jobId?: string;
}

/**
 * The truth about one attempt. A message that may have been taken is never called refused: a broken connection, an
 * answer nobody can read, and an error of the server itself (500 and up) leave it open.
 */
export function outcomeOf(answer: GatewayAnswer, reading: AnswerReading): SendOutcome {
	const { title, now } = reading;
	if (answer.kind === 'notSent') return { outcome: 'refused', error: unreachable(title, answer.why) };
	if (answer.kind === 'lost') return unknown(title, answer.why);
	if (answer.status >= 200 && answer.status < 300) {
		const taken = reading.taken(answer.body);
		if (taken) return { outcome: 'sent', sentAt: now, ...taken };
	}
	const error = reading.refused(answer);
	if (error) return { outcome: 'refused', error };
	const said = reading.words(answer.body);
	if (answer.status >= 200 && answer.status < 300)
		return unknown(title, said ?? 'Its answer cannot be read.');
	if (answer.status >= 500) return unknown(title, said ?? `It answered with status ${answer.status}.`);
	return { outcome: 'refused', error: errorOfStatus(answer, { title, now, said }) };
}

/** What a status means wherever a gateway says nothing more of it. */
export function errorOfStatus(
	{ status, retryAt }: { readonly status: number; readonly retryAt?: number | undefined },
	{ title, now, said }: { readonly title: string; readonly now: number; readonly said?: string | undefined },
): KitError {
	const why = said ?? `It answered with status ${status}.`;
	const reason = String(status);
	switch (status) {
		case 401:
			return new KitError({
				code: 'accountStopped',
				reason,
				what: `${title} does not accept the token of the credential.`,
				why,
				next: 'Nothing was done. Copy the token once more from the gateway, and save the credential.',
			});
		case 403:
			return new KitError({
				code: 'refused',
				reason,
				what: `${title} does not allow this with the credential.`,
				why,
				next: 'Look at the plan and at what the token may do.',
			});
		case 404:
			return new KitError({
				code: 'refused',
				reason,
				what: `${title} does not know what was asked for.`,
				why,
				next: 'Check the ids in the node and in the credential.',
			});
		case 429:
			return tooFast(title, why, retryAt ?? now + TOO_FAST_MS);
		default:
			return new KitError({
				code: status >= 500 ? 'notConnected' : 'refused',
				reason,
				what: status >= 500 ? `${title} has trouble of its own.` : `${title} refused the request.`,
				why,
				next: status >= 500 ? 'Try again later.' : 'Correct what it complains of.',
			});
	}
}

/** Pause after a 429 that does not say how long, ms. */
const TOO_FAST_MS = 60_000;

/** The gateway's own limits; nothing was sent, and it may be sent once the time has come. */
export function tooFast(title: string, why: string, retryAt: number): KitError {
	return new KitError({
		code: 'limited',
		reason: 'gateway',
		retryAt,
		what: `${title} takes no more messages until ${new Date(retryAt).toISOString()}.`,
		why,
		next: 'Let the option "When Limited" wait longer or queue it, or send less.',
	});
}

/**
 * As `tooFast`, where the gateway protects the one person and not itself: nobody else waits for it. `null` and other
 * errors stay as they are.
 */
export function ofRecipientAlone(error: KitError | null, title: string): KitError | null {
	if (error?.code !== 'limited' || error.retryAt === undefined) return error;
	const { why, retryAt } = error;
	return new KitError({
		code: 'limited',
		reason: 'gatewayRecipient',
		retryAt,
		what: `${title} sends no further verification to this number until ${new Date(retryAt).toISOString()}.`,
		why,
		next: 'Nothing was sent. Try again then, or let the option "When Limited" wait longer.',
	});
}

export function unreachable(title: string, why: string): KitError {
	return new KitError({
		code: 'notConnected',
		what: `${title} cannot be reached.`,
		why,
		next: 'Nothing was sent. Check the internet connection of this n8n and the base URL of the credential, then try again.',
	});
}

function unknown(title: string, why: string): SendOutcome {
	return {
		outcome: 'unknown',
		error: new KitError({
			code: 'outcomeUnknown',
			what: `Nobody can say whether ${title} took the message.`,
			why,
			next: 'Look on the phone or at the gateway whether it went out before sending it again: it could arrive twice.',
		}),
	};
}
