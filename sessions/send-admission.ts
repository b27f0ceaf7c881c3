import type { ResolvedChat } from '../engines/engine';
import { KitError } from '../messages/kit-error';
import type { OutgoingKind } from '../messages/outgoing';
import { limitedRecipient, type Admission, type Governor } from './governor/governor';
import type { SendMessageRequest } from './session';

const DEFAULT_MAX_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;

const NEVER = new AbortController().signal;

/** What makes something new on the other side counts; taking something away does not. */
const UNCOUNTED: ReadonlySet<OutgoingKind> = new Set(['delete']);

/**
 * Waits until the limits of the account let this message go, as long as the request allows. Rejects with
 * `limited` when that is not in time; nothing has left then.
 */
export async function admitSend(
	request: SendMessageRequest,
	kind: OutgoingKind,
	chat: ResolvedChat,
	governor: Governor,
): Promise<Admission> {
	if (UNCOUNTED.has(kind)) return { reservation: null, waitedMs: 0 };
	const purpose = request.purpose ?? 'message';
	if (governor.ignores(purpose)) return { reservation: null, waitedMs: 0 };
	const signal = request.signal ?? NEVER;
	try {
		return await governor.admit({
			recipient: limitedRecipient(chat),
			kind: purpose,
			maxWaitMs: request.whenLimited === 'fail' ? 0 : (request.maxWaitMs ?? DEFAULT_MAX_WAIT_MS),
			signal,
		});
	} catch (error) {
		if (!signal.aborted) throw error;
		throw new KitError({
			code: 'cancelled',
			what: 'Waiting for the limits of the account was cancelled. Nothing was sent.',
			cause: error,
		});
	}
}

/** @throws KitError `invalidInput` before anything is done */
export function checkMaxWait({ maxWaitMs }: SendMessageRequest): void {
	if (maxWaitMs === undefined || (maxWaitMs >= 0 && maxWaitMs <= LONGEST_WAIT_MS)) return;
	throw new KitError({
		code: 'invalidInput',
		what: 'The option "Max Wait" is out of range.',
		why: `It must be 0 to ${LONGEST_WAIT_MS / 1_000} seconds, ${maxWaitMs / 1_000} was given.`,
		next: 'Correct the option in the node.',
	});
}
