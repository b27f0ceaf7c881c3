import { iso } from '../code/judge-check';
import type { Facts } from '../store';
import { transition } from '../transitions';
import type { Verification } from '../verification';

/** The item of a send. */
export interface ApprovalSent {
	readonly verificationId: string;
	readonly status: Verification['status'];
	readonly expiresAt: string;
	/** When another request may be sent to this number at the earliest. */
	readonly resendAt: string;
	readonly outcome: Verification['outcome'];
}

type Given = Pick<
	Verification,
	| 'id'
	| 'accountId'
	| 'keptBy'
	| 'purpose'
	| 'phone'
	| 'expiresAt'
	| 'authorizedNumbers'
	| 'sentAt'
	| 'outcome'
	| 'requestKey'
	| 'settings'
>;

/** An approval that somebody was just asked for. */
export function newApproval(given: Given): Verification {
	return {
		...given,
		method: 'approval',
		status: 'requested',
		profileName: null,
		requestedAt: given.sentAt,
		validatedAt: null,
		endedAt: null,
		error: null,
		tries: 0,
		maxTries: 1,
		lockMs: 0,
		lockedUntil: null,
		codeHash: null,
		sealedCode: null,
	};
}

/** The one before, ended, where there is a live one. */
export function replaced({ latest }: Facts, now: number): readonly Verification[] {
	if (latest === null) return [];
	const ended = transition(latest, { type: 'replace' }, now);
	return ended === latest ? [] : [ended];
}

export function approvalSent(of: Verification, cooldownMs: number): ApprovalSent {
	return {
		verificationId: of.id,
		status: of.status,
		expiresAt: iso(of.expiresAt),
		resendAt: iso(of.sentAt + (of.outcome === 'test' ? 0 : cooldownMs)),
		outcome: of.outcome,
	};
}
