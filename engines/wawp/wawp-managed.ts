import type { GatewayParts } from '../gateway/gateway';
import type { GatewayAnswer } from '../gateway/gateway-http';
import { withoutCode } from '../gateway/secret-free';
import type { Managed, ManagedApprovalStatus, ManagedCheck, ManagedVerdict } from '../managed';
import { readApprovalAnswer, readCodeAnswer, type ReadingContext } from './read-verification';
import type { WawpOptions } from './wawp-options';

/** Documented for auth lists: their life, and one question in 2 s; somewhat more, for not all are under way as long. */
const LIST_LIFE_MS = 15 * 60_000;
const POLL_MS = 2_500;

/** Codes and approvals that Wawp keeps. Its codes are known to Wawp and to the person alone. */
export function wawpManaged({ http, ports }: Pick<GatewayParts<WawpOptions>, 'http' | 'ports'>): Managed {
	const context = (code?: string): ReadingContext => ({
		now: ports.clock.now(),
		shown: (text) => http.shown(withoutCode(text, code)),
	});
	// By POST: what stands in a query is written into logs on the way.
	const ask = async (path: string, body: object, signal: AbortSignal): Promise<GatewayAnswer> =>
		await http.request({ method: 'POST', path, body: { ...body }, signal });
	return {
		codes: {
			takesCode: false,
			knowsPurposes: false,
			needsTemplate: false,
			async check({ phone, code, listId }: ManagedCheck, signal: AbortSignal): Promise<ManagedVerdict> {
				const body = { chatId: phone.slice(1), code, ...(listId !== undefined && { list_id: listId }) };
				return readCodeAnswer(await ask('/auth/otp/verify', body, signal), phone, context(code));
			},
		},
		approvals: {
			expiresAfterMs: LIST_LIFE_MS,
			pollEveryMs: POLL_MS,
			async status(id: string, signal: AbortSignal): Promise<ManagedApprovalStatus> {
				return readApprovalAnswer(await ask('/auth/list/verify', { auth_id: id }, signal), context());
			},
		},
	};
}
