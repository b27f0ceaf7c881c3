import type { TakenMessage } from '../gateway/send-outcome';
import { at, textOf } from '../gateway/untrusted';

/** Words for "in our queue" that were seen in answers. */
const WAITING = new Set(['queued', 'accepted', 'pending', 'scheduled']);

/**
 * What a 2xx answer to a send says. Three shapes are known: a message object with its id, a queue's word, and
 * `{code: "success", job_id}`. Null when it is none of them; a 2xx with another code is an error.
 */
export function takenByWawp(body: unknown): TakenMessage | null {
	const code = textOf(at(body, 'code'));
	if (code !== undefined && code !== 'success') return null;
	const messageId = idOf(body) ?? idOf(at(body, 'data'));
	const jobId = textOf(at(body, 'job_id')) ?? textOf(at(body, 'data', 'job_id'));
	const status = textOf(at(body, 'status'))?.toLowerCase() ?? '';
	if (messageId !== undefined) return { messageId };
	if (jobId !== undefined) return { jobId };
	if (WAITING.has(status)) return { jobId: status };
	return code === 'success' ? {} : null;
}

/**
 * As `takenByWawp`, for verifications Wawp keeps. A question without the id its answer is asked for under was taken
 * by nobody who could tell of it.
 */
export function verificationTaken(
	kind: 'managedCode' | 'managedApproval',
	body: unknown,
): TakenMessage | null {
	if (kind === 'managedCode')
		return takenByWawp(body) ?? (at(body, 'success') === true && saysNoMore(body) ? {} : null);
	const code = textOf(at(body, 'code'));
	const authId = textOf(at(body, 'auth_id')) ?? textOf(at(body, 'data', 'auth_id'));
	if (authId === undefined || (code !== undefined && code !== 'success')) return null;
	const jobId = textOf(at(body, 'job_id')) ?? textOf(at(body, 'data', 'job_id'));
	return { messageId: authId, ...(jobId !== undefined && { jobId }) };
}

function saysNoMore(body: unknown): boolean {
	return at(body, 'code') === undefined && at(body, 'error') === undefined;
}

/** `id` is a text or an object; some answers have the client library's `key` instead. */
function idOf(message: unknown): string | undefined {
	return (
		textOf(at(message, 'id')) ??
		textOf(at(message, 'id', '_serialized')) ??
		textOf(at(message, 'id', 'id')) ??
		textOf(at(message, 'key', 'id')) ??
		textOf(at(message, '_data', 'id', '_serialized'))
	);
}
