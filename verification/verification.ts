/** How somebody proves a number: types a code we sent, answers a question we sent, or sends us a code. */
export type VerificationMethod = 'code' | 'approval' | 'link';

export type VerificationStatus = 'requested' | 'validated' | 'rejected' | 'expired' | 'failed';

/** Why a verification ended without being validated; stable words for workflows. */
export type EndReason =
	| 'tooManyTries'
	| 'cancelled'
	| 'replaced'
	| 'expired'
	| 'rejected'
	| 'callbackFailed'
	/** The other side keeps it, and says that it failed. */
	| 'failedThere'
	/** The other side takes somebody for proven who may not prove it, or does not say who it was. */
	| 'notAuthorized'
	/** The gateway that keeps it knows nothing of it. */
	| 'lost';

/** Who makes, hears or compares what proves it. */
export type Keeper = 'kit' | 'gateway';

/** One attempt to prove a number. Times in epoch ms, durations in ms. Stays readable after it ended. */
export interface Verification {
	readonly id: string;
	readonly accountId: string;
	readonly method: VerificationMethod;
	readonly keptBy: Keeper;
	/** What it is for, in the workflow's own word. One is live per number and purpose. */
	readonly purpose: string;
	readonly status: VerificationStatus;
	/** E.164. Null while nobody is known to be behind it. */
	readonly phone: string | null;
	readonly profileName: string | null;
	readonly requestedAt: number;
	readonly expiresAt: number;
	readonly validatedAt: number | null;
	readonly endedAt: number | null;
	readonly error: EndReason | null;
	/** Who may prove it, E.164. */
	readonly authorizedNumbers: readonly string[];
	/** Wrong guesses so far; never more than `maxTries`. */
	readonly tries: number;
	readonly maxTries: number;
	/** How long number and purpose are closed after the last wrong guess. */
	readonly lockMs: number;
	readonly lockedUntil: number | null;
	/** Keyed hash: the code itself is nowhere. */
	readonly codeHash: Uint8Array | null;
	/** The code under a key, only where the same one may have to be sent again; gone with the end. */
	readonly sealedCode: Uint8Array | null;
	readonly sentAt: number;
	/** `test`: a number of the credential's test list, nothing was sent. */
	readonly outcome: 'sent' | 'unknown' | 'test';
	/** The item it was made for: the same item run again makes no second one. */
	readonly requestKey: string;
	/** What the method needs to say it again, without secrets; JSON. */
	readonly settings: unknown;
}

export function isLive({ status }: Verification): boolean {
	return status === 'requested';
}
