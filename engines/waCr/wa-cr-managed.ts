import { KitError } from '../../messages/kit-error';
import type { GatewayParts } from '../gateway/gateway';
import type { GatewayAnswer, GatewayRequest } from '../gateway/gateway-http';
import { withoutCode } from '../gateway/secret-free';
import { errorOfStatus, unreachable } from '../gateway/send-outcome';
import { at, textOf, timeOf } from '../gateway/untrusted';
import type { Managed, ManagedCheck, ManagedCodeStatus, ManagedTemplate, ManagedVerdict } from '../managed';
import { phoneFor } from './phone';
import { readCodeAnswer } from './read-verification';
import { waCrError } from './wa-cr-errors';
import type { WaCrOptions } from './wa-cr-options';

/** The most WA.cr gives at once. */
const PER_PAGE = 100;

type Parts = Pick<GatewayParts<WaCrOptions>, 'http' | 'ports'>;

/** Codes that WA.cr keeps: one per number and purpose. */
export function waCrManaged(parts: Parts): Managed {
	const { http, ports } = parts;
	return {
		codes: {
			takesCode: true,
			knowsPurposes: true,
			needsTemplate: true,
			async check({ phone, code, purpose }: ManagedCheck, signal: AbortSignal): Promise<ManagedVerdict> {
				const body = { phone: phoneFor(phone.slice(1), 20), code, purpose };
				const answer = await http.request({ method: 'POST', path: '/auth/verify', body, signal });
				const shown = (text: string): string => http.shown(withoutCode(text, code));
				return readCodeAnswer(answer, { phone, purpose }, { now: ports.clock.now(), shown });
			},
			async status({ phone, purpose }, signal): Promise<ManagedCodeStatus> {
				const body = { phone: phoneFor(phone.slice(1), 20), purpose };
				return statusIn(
					await told(parts, { method: 'POST', path: '/auth/status', body, signal }, 'messages:send'),
				);
			},
			async templates(signal): Promise<readonly ManagedTemplate[]> {
				const query = { per_page: PER_PAGE, sort: 'template_name' };
				const request = { method: 'GET', path: '/auth/templates', query, signal } as const;
				return templatesIn(await told(parts, request, 'templates:read'));
			},
		},
	};
}

/** The body of a good answer. @throws KitError */
async function told({ http, ports }: Parts, request: GatewayRequest, scope: string): Promise<unknown> {
	const answer: GatewayAnswer = await http.request(request);
	if (answer.kind !== 'answer') throw unreachable('WA.cr', answer.why);
	const now = ports.clock.now();
	const error = waCrError(answer, { now, scope, shown: (text) => http.shown(text) });
	if (error) throw error;
	if (answer.status >= 300) throw errorOfStatus(answer, { title: 'WA.cr', now });
	return answer.body;
}

/** What was not said is not made up. @throws KitError `refused` when it says nothing of a code */
function statusIn(body: unknown): ManagedCodeStatus {
	const data = at(body, 'data') ?? body;
	const active = at(data, 'has_active_otp');
	if (typeof active !== 'boolean') {
		throw new KitError({
			code: 'refused',
			reason: 'noStatus',
			what: 'WA.cr did not say whether it keeps a code for this number.',
			next: 'Nothing was used up. Try again later.',
		});
	}
	const left = at(data, 'attempts_remaining');
	return {
		active: active && at(data, 'is_expired') !== true,
		expiresAt: timeOf(at(data, 'expires_at')) ?? null,
		attemptsRemaining: Number.isInteger(left) ? Math.max(0, left as number) : null,
	};
}

function templatesIn(body: unknown): readonly ManagedTemplate[] {
	const list = at(body, 'data');
	return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry) => {
		const name = textOf(at(entry, 'template_name'));
		return name === undefined ? [] : [{ name, language: textOf(at(entry, 'language')) ?? null }];
	});
}
