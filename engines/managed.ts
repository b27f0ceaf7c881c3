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
