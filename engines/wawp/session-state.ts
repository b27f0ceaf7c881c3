import type { GatewayCheck } from '../gateway/gateway';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { errorOfStatus } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';
import { wawpError } from './wawp-errors';
import { senderFrom } from '../gateway/sender-of';

/** What the answer to `session/info` says of the instance. */
export function wawpCheck(answer: GatewayAnswer, now: number, shown: (text: string) => string): GatewayCheck {
	if (answer.kind !== 'answer') return { kind: 'away', reason: `Wawp cannot be reached: ${answer.why}` };
	const error = wawpError(answer, now, shown);
	if (error?.code === 'notLinked') return { kind: 'needsLink', reason: error.what };
	if (error?.code === 'limited' || answer.status >= 500)
		return { kind: 'away', reason: `Wawp answered with status ${answer.status}.` };
	if (error) return { kind: 'stopped', error };
	if (answer.status >= 300) return { kind: 'stopped', error: errorOfStatus(answer, { title: 'Wawp', now }) };
	const status = textOf(at(answer.body, 'status')) ?? textOf(at(answer.body, 'data', 'status'));
	const me = at(answer.body, 'me') ?? at(answer.body, 'data', 'me');
	switch (status) {
		case 'WORKING':
			return {
				kind: 'open',
				phone: senderFrom(textOf(at(me, 'id')), null, true).phone,
				name: textOf(at(me, 'pushName')) ?? null,
			};
		case 'SCAN_QR_CODE':
			return { kind: 'needsLink', reason: 'The instance at Wawp waits for its QR code to be scanned.' };
		case 'STARTING':
			return { kind: 'away', reason: 'The instance at Wawp is starting.' };
		case 'STOPPED':
		case 'FAILED':
			return {
				kind: 'needsLink',
				reason: `The instance at Wawp is ${status.toLowerCase()}: start it there, and scan its QR code if it asks.`,
			};
		default:
			return {
				kind: 'unsure',
				warning: `Wawp did not say whether the instance is linked${status === undefined ? '' : ` ("${shown(status)}")`}.`,
			};
	}
}
