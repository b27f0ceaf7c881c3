import type { KitError } from '../../messages/kit-error';
import type { GatewayCheck } from '../gateway/gateway';
import { senderFrom } from '../gateway/sender-of';
import { at, textOf } from '../gateway/untrusted';
import { saysNo, waaBotError, wordsOf } from './waa-bot-errors';
import type { WaaBotAnswer } from './waa-bot-requests';

/** What the answer to the question for the instance says of the bot. */
export function waaBotCheck(
	answer: WaaBotAnswer,
	now: number,
	shown: (text: string) => string,
): GatewayCheck {
	if (answer.kind === 'noLogin') return withoutLogin(answer.error);
	if (answer.kind !== 'answer') return { kind: 'away', reason: `WaaBot cannot be reached: ${answer.why}` };
	if (answer.status === 429 || answer.status >= 500)
		return { kind: 'away', reason: `WaaBot answered with status ${answer.status}.` };
	const words = wordsOf(answer.body);
	if (answer.status < 300 && saysNo(answer.body)) {
		const why = words === undefined ? '' : ` It says: ${shown(words)}`;
		return { kind: 'needsLink', reason: `WaaBot has no working instance of the bot.${why}` };
	}
	const error = waaBotError(answer, now, shown);
	if (error) return { kind: 'stopped', error };
	const instance = at(answer.body, 'data', 'instance_data') ?? at(answer.body, 'instance_data');
	const connected = at(instance, 'phone_connected');
	if (connected === true) {
		const user = at(instance, 'user');
		return { kind: 'open', phone: phoneOf(textOf(at(user, 'id'))), name: textOf(at(user, 'name')) ?? null };
	}
	if (connected === false)
		return { kind: 'needsLink', reason: 'The bot at WaaBot waits for its QR code to be scanned.' };
	return { kind: 'unsure', warning: 'WaaBot did not say whether the bot is linked to a phone.' };
}

function withoutLogin(error: KitError): GatewayCheck {
	if (error.code === 'accountStopped') return { kind: 'stopped', error };
	return { kind: 'away', reason: [error.what, error.why].filter(Boolean).join(' ') };
}

/** The device stands behind a colon: `2349…:8@s.whatsapp.net`. */
function phoneOf(id: string | undefined): string | null {
	return senderFrom(id?.replace(/:\d+@/u, '@'), null, true).phone;
}
