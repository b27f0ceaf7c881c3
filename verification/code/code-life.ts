import { KitError } from '../../messages/kit-error';
import { beginRequest, type Beginning, type Begun } from '../begin-request';
import { lockedRefusal } from '../limit-refusals';
import type { Decision, Facts, Slot } from '../store';
import { transition } from '../transitions';
import { isLive, type Verification } from '../verification';
import { verificationItem, type VerificationItem } from '../verification-item';
import type { VerifierPorts } from '../verifier';
import { attemptsRemaining, iso, lockOf } from './judge-check';

/** The item of a send. */
export interface CodeSent {
	readonly verificationId: string;
	readonly status: Verification['status'];
	readonly expiresAt: string;
	/** When it may be sent again at the earliest. */
	readonly resendAt: string;
	readonly outcome: Verification['outcome'];
	/** Only when asked for. */
	readonly code?: string;
}

export interface CodeStatus extends VerificationItem {
	readonly attemptsRemaining: number;
	readonly lockedUntil: string | null;
	readonly resendAt: string | null;
}

/** A code nobody has tried yet; what is left out differs from one to the other. */
export const freshCode = {
	method: 'code',
	status: 'requested',
	profileName: null,
	validatedAt: null,
	endedAt: null,
	error: null,
	tries: 0,
	lockedUntil: null,
} as const;

/** Counts the send of a first code. Throws `limited` with rule and time when it may not go. */
export async function beginCode(
	{ latest, ...request }: Omit<Beginning, 'refuse' | 'latest'> & { readonly latest: Slot },
	ports: Pick<VerifierPorts, 'store' | 'clock'>,
): Promise<Begun> {
	const isTest = request.windows.length === 0;
	const refuse: Beginning['refuse'] = (facts, now) => {
		if (!isTest) refuseLocked(facts.latest, now);
	};
	return await beginRequest({ ...request, latest, refuse }, ports);
}

/** Takes the place of the one before, and with it the wrong tries of one that is not over yet. */
export function takePlace(made: Verification, { latest }: Facts): Decision<undefined> {
	if (latest === null) return { answer: undefined, put: [made] };
	const ended = transition(latest, { type: 'replace' }, made.sentAt);
	const isOver = latest.expiresAt <= made.sentAt || latest.status === 'validated';
	// Whoever used them up has waited for it.
	const isServed = isOver || latest.error === 'tooManyTries';
	const tries = isServed ? 0 : Math.min(latest.tries, made.maxTries - 1);
	return { answer: undefined, put: [...(ended === latest ? [] : [ended]), { ...made, tries }] };
}

/** The one that may be sent again. Throws `limited` while it is locked, `invalidInput` when there is none. */
export function refuseEnded(found: Verification | null, now: number): Verification {
	refuseLocked(found, now);
	const known = found && transition(found, { type: 'time' }, now);
	if (known !== null && isLive(known)) return known;
	throw new KitError({
		code: 'invalidInput',
		what: 'There is no code that could be sent again. Nothing was sent.',
		why:
			known === null
				? 'No verification was requested for it.'
				: `The last one is ${known.status}${known.error === null ? '' : ` (${known.error})`}.`,
		next: 'Use the operation "Code: Send".',
	});
}

/** Nothing more counts for it. `done` is false when it had ended before; null when there is none. */
export function cancelled(
	found: Verification | null,
	now: number,
): Decision<{ readonly id: string; readonly done: boolean } | null> {
	if (found === null) return { answer: null };
	const after = transition(found, { type: 'cancel' }, now);
	const put = after === found ? [] : [after];
	return { answer: { id: found.id, done: after !== found && after.error === 'cancelled' }, put };
}

export function codeSent(of: Verification, cooldownMs: number, code: string | undefined): CodeSent {
	return {
		verificationId: of.id,
		status: of.status,
		expiresAt: iso(of.expiresAt),
		resendAt: iso(of.sentAt + (of.outcome === 'test' ? 0 : cooldownMs)),
		outcome: of.outcome,
		...(code !== undefined && { code }),
	};
}

export function codeStatus(found: Verification, cooldownMs: number, now: number): CodeStatus {
	const known = transition(found, { type: 'time' }, now);
	const locked = lockOf(known, now);
	return {
		...verificationItem(known),
		attemptsRemaining: attemptsRemaining(known),
		lockedUntil: locked === null ? null : iso(locked),
		resendAt: isLive(known) ? iso(known.sentAt + cooldownMs) : null,
	};
}

function refuseLocked(latest: Verification | null, now: number): void {
	const until = lockOf(latest, now);
	if (until !== null) throw lockedRefusal(until);
}
