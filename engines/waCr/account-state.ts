import type { GatewayCheck } from '../gateway/gateway';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { errorOfStatus } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';
import { readErrorFacts } from './error-facts';
import { waCrError } from './wa-cr-errors';

/** What the answer to `GET /account` says of the token. The number behind the account is named nowhere. */
export function waCrCheck(answer: GatewayAnswer, now: number, shown: (text: string) => string): GatewayCheck {
	if (answer.kind !== 'answer') return { kind: 'away', reason: `WA.cr cannot be reached: ${answer.why}` };
	if (answer.status === 403 && readErrorFacts(answer.body).code === 'INSUFFICIENT_SCOPE') {
		return {
			kind: 'unsure',
			warning:
				'The API token is valid but lacks the scope "account:read", so WA.cr cannot be asked whether the account works.',
		};
	}
	const error = waCrError(answer, { now, shown, scope: 'account:read' });
	if (error?.code === 'limited' || answer.status >= 500)
		return { kind: 'away', reason: `WA.cr answered with status ${answer.status}.` };
	if (error?.code === 'notLinked') return { kind: 'needsLink', reason: error.what };
	if (error) return { kind: 'stopped', error };
	if (answer.status >= 300) return { kind: 'stopped', error: errorOfStatus(answer, { title: 'WA.cr', now }) };
	const name = textOf(at(answer.body, 'data', 'name')) ?? textOf(at(answer.body, 'name'));
	if (name !== undefined) return { kind: 'open', phone: null, name: shown(name) };
	return { kind: 'unsure', warning: 'WA.cr did not say which account the token belongs to.' };
}
