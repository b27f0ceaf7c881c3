import {
	isKitError,
	KitError,
	toKitError,
	type KitErrorCode,
	type KitErrorText,
} from '../../messages/kit-error';
import { endedByAbort, endedByTime } from './ended-by-time';
import { closeReason, type CloseReason } from './close-reason';

/**
 * Makes a KitError of anything a call into the client library rejected with: its own errors, bare WebSocket
 * codes such as 1006, an abort, a string, nothing at all.
 *
 * @param doing What was being done, for the sentence a person reads. `why` and `next` win over ours.
 */
export function normaliseError(thrown: unknown, doing: KitErrorText): KitError {
	if (isKitError(thrown)) return thrown;
	if (endedByAbort(thrown)) return made('cancelled', doing, thrown);
	if (endedByTime(thrown)) {
		return made('timedOut', doing, thrown, { why: 'It did not end in the time given.' });
	}
	const reason = closeReason(thrown);
	const refused = refusalCode(thrown, reason);
	if (refused !== undefined) {
		const why =
			REFUSALS[refused] ?? `WhatsApp refused it (${refused}${reason.message ? `: ${reason.message}` : ''}).`;
		return made('refused', doing, thrown, { why, reason: String(refused) });
	}
	const lost = lostText(reason);
	if (lost) {
		const code = reason.code === undefined ? reason.systemCode : String(reason.code);
		return made('notConnected', doing, thrown, { why: lost, next: TRY_AGAIN, reason: code });
	}
	if (thrown instanceof Error || (typeof thrown === 'string' && thrown !== ''))
		return toKitError(thrown, doing);
	// Other things say nothing when turned into text, and some refuse to be.
	return made('unexpected', doing, thrown, { why: reason.message || 'The client library gave no reason.' });
}

const TRY_AGAIN = 'Try again once the account is connected.';

/** The server's answer to a question (not to a message). */
const REFUSALS: Readonly<Record<number, string>> = {
	401: 'This account is not allowed to see it (401).',
	403: 'This account is not allowed to do it (403).',
	404: 'WhatsApp does not know it (404).',
	406: 'WhatsApp does not accept it (406).',
	429: 'WhatsApp was asked too often (429). Wait some minutes.',
};

/** The library puts the server's number into `data` as a bare number, or into the status of its error. */
function refusalCode(thrown: unknown, reason: CloseReason): number | undefined {
	if (reason.network || typeof thrown !== 'object' || thrown === null) return undefined;
	const { data } = thrown as { data?: unknown };
	const code = typeof data === 'number' ? data : reason.code;
	const isOfConnection = code === 408 || code === 428 || code === 440;
	return code !== undefined && code >= 400 && code < 500 && !isOfConnection ? code : undefined;
}

function lostText(reason: CloseReason): string | undefined {
	const { code, message } = reason;
	if (code === 408 || message === 'Timed Out') return 'WhatsApp did not answer in time.';
	if (code === 428 || code === 440 || code === 515) return 'The connection to WhatsApp ended meanwhile.';
	if (code === 503) return 'WhatsApp is not available at the moment.';
	if (code !== undefined && code >= 1_000 && code < 5_000)
		return `The connection to WhatsApp broke (${code}).`;
	if (reason.network) return `WhatsApp cannot be reached (${reason.systemCode ?? message}).`;
	return undefined;
}

function made(
	code: KitErrorCode,
	doing: KitErrorText,
	cause: unknown,
	ours: { why?: string; next?: string; reason?: string } = {},
): KitError {
	return new KitError({ code, ...ours, ...definedOnly(doing), cause });
}

function definedOnly(text: KitErrorText): KitErrorText {
	return Object.fromEntries(
		Object.entries(text).filter(([, value]) => value !== undefined),
	) as unknown as KitErrorText;
}
