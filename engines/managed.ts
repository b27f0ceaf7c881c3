import type { KitError } from '../messages/kit-error';
import type { EngineAccount, EnginePorts } from './engine';

/** Verifications the other side keeps itself, in place of this n8n: part of the contract of an engine. */
export interface ManagesVerifications<Options> {
	/** Absent where the other side keeps none. Whoever opens it closes it. */
	openManaged?(account: EngineAccount<Options>, ports: Omit<EnginePorts, 'store'>): OpenedManaged;
}

/** How the other side proves a number, in the words of `verification/`. */
export type ManagedMethod = 'code' | 'approval' | 'link';

/**
 * What is asked of the other side about verifications it keeps. A member is absent where it has no such method.
 * What is sent to a person goes through `Connection.send` instead, so that limits and the outbox hold for it. All
 * methods make one request, and reject with KitError only.
 */
export interface Managed {
	readonly codes?: ManagedCodes;
	readonly approvals?: ManagedApprovals;
	readonly links?: ManagedLinks;
}

export interface OpenedManaged extends Managed {
	close(): void;
}

/** The person sends a code to a number of the other side, which then tells who it was. */
export interface ManagedLinks {
	/** Nothing is sent by it. What is left out is as the account says at the other side. */
	create(request: ManagedLinkRequest, signal: AbortSignal): Promise<ManagedLink>;
}

export interface ManagedLinkRequest {
	/** At least 1. */
	readonly expiresInMinutes?: number;
	/** HTTPS; is told what became of it. */
	readonly callbackUrl?: string;
	/** The secret of the account goes with that address, unless it has a proof of its own. Default: it does not. */
	readonly callbackProof?: boolean;
	/** E.164. Empty: anybody. */
	readonly authorizedNumbers?: readonly string[];
	/** Stands in the message the person sends, above the code. */
	readonly linkMessage?: string;
	readonly expirationMessage?: string;
	readonly failureMessage?: string;
	readonly responseMessage?: string;
	readonly qr?: boolean;
	/** As the other side calls it. */
	readonly channel?: string;
}

export interface ManagedLink {
	readonly code: string;
	/** Opens WhatsApp in a browser. */
	readonly link: string;
	/** Opens the app; null where it was not given. */
	readonly deepLink: string | null;
	/** Address of a picture; null where none was asked for or given. */
	readonly qr: string | null;
}

/** A code the other side compares. It is sent as a message of the kind `managedCode`. */
export interface ManagedCodes {
	/** The first code is the caller's; without, the other side makes all of them. */
	readonly takesCode: boolean;
	/** One code per number and purpose; without, one per number. */
	readonly knowsPurposes: boolean;
	/** A code is sent by a template that the account has there. */
	readonly needsTemplate: boolean;
	/** Asked once, and never repeated: it uses up a try there. Never throws. */
	check(request: ManagedCheck, signal: AbortSignal): Promise<ManagedVerdict>;
	/** Uses up nothing. Absent where it does not tell. */
	status?(request: Pick<ManagedCheck, 'phone' | 'purpose'>, signal: AbortSignal): Promise<ManagedCodeStatus>;
	/** Templates a code may be sent by. Absent where there are none. */
	templates?(signal: AbortSignal): Promise<readonly ManagedTemplate[]>;
}

export interface ManagedCheck {
	/** E.164 */
	readonly phone: string;
	readonly code: string;
	readonly purpose: string;
	/** A list of contacts there that whoever is proven is put on. */
	readonly listId?: number;
}

/** What the other side said of a code. */
export type ManagedVerdict =
	/** Of this very number. */
	| { readonly kind: 'right' }
	| { readonly kind: 'wrong' }
	| { readonly kind: 'expired' }
	| { readonly kind: 'tooManyTries' }
	/** It has no code to compare. */
	| { readonly kind: 'none' }
	/** It was asked too often and has not compared; `until`: epoch ms. */
	| { readonly kind: 'heldBack'; readonly until: number }
	/** It was not asked, or answered of the account and not of the code. */
	| { readonly kind: 'notCompared'; readonly error: KitError }
	/** It may have compared, and nobody can say with what result. */
	| { readonly kind: 'unknown'; readonly why: string };

export interface ManagedCodeStatus {
	readonly active: boolean;
	/** Epoch ms; null where it does not say. */
	readonly expiresAt: number | null;
	readonly attemptsRemaining: number | null;
}

export interface ManagedTemplate {
	readonly name: string;
	/** As the other side writes it; null where it does not say. */
	readonly language: string | null;
}

/** A question the other side hears the answer to. It is sent as a message of the kind `managedApproval`. */
export interface ManagedApprovals {
	/** How long an answer counts there, ms. */
	readonly expiresAfterMs: number;
	/** Least time between two questions of one account, ms. */
	readonly pollEveryMs: number;
	/** `id`: as it was given when it was sent. Never throws. */
	status(id: string, signal: AbortSignal): Promise<ManagedApprovalStatus>;
}

export type ManagedApprovalStatus =
	| { readonly kind: 'pending' | 'approved' | 'rejected' | 'expired' }
	/** Asked too often; `until`: epoch ms. */
	| { readonly kind: 'heldBack'; readonly until: number }
	| { readonly kind: 'unknown'; readonly error: KitError };
