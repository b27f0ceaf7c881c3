/**
 * The one error root of the package. Every failure a person may read says three things: what happened,
 * why, and what to do next. `code` is stable: workflows and tests may compare it; the sentences may change.
 */
export type KitErrorCode =
	/** A field, option or credential value is wrong. Nothing was sent. */
	| 'invalidInput'
	/** The recipient does not exist on WhatsApp. Nothing was sent. */
	| 'notOnWhatsApp'
	/** The account has no usable link to a phone (never linked, logged out). */
	| 'notLinked'
	/** The account cannot be used now: banned, opened elsewhere, version refused. */
	| 'accountStopped'
	/** The account is not connected (yet, or any more) and the wait for it ended. */
	| 'notConnected'
	/** The server took the message and said no. Never re-sent. */
	| 'refused'
	/** The limits of the account do not allow this now; `retryAt` says when, `reason` which rule. Nothing was sent. */
	| 'limited'
	/** Nobody can say whether the server took the message. */
	| 'outcomeUnknown'
	/** The store exists but cannot be read or written. Never answered by a new identity. */
	| 'storage'
	/** Another process holds the connection of this account. */
	| 'ownedElsewhere'
	/** The way to the process that holds the connection (Redis) does not work. */
	| 'queue'
	/** Media could not be fetched, read, or is too large. */
	| 'media'
	/** The engine cannot do this. */
	| 'notSupported'
	/** The caller's AbortSignal fired or a time limit given by the caller ended. */
	| 'timedOut'
	| 'cancelled'
	/** A defect of ours or of the client library. */
	| 'unexpected';

/** What, why and next step, each one sentence for a person who does not read code. */
export interface KitErrorText {
	readonly what: string;
	readonly why?: string;
	readonly next?: string;
}

export interface KitErrorOptions extends KitErrorText {
	readonly code: KitErrorCode;
	/** A number or word of the other side (close code 440, ack error 463), kept for logs and tests. */
	readonly reason?: string;
	/** Epoch ms before which trying again is pointless. */
	readonly retryAt?: number;
	readonly cause?: unknown;
}

export class KitError extends Error {
	override readonly name = 'KitError';

	readonly code: KitErrorCode;

	readonly what: string;

	readonly why?: string;

	readonly next?: string;

	readonly reason?: string;

	readonly retryAt?: number;

	constructor(options: KitErrorOptions) {
		super(options.what, options.cause === undefined ? undefined : { cause: options.cause });
		this.code = options.code;
		this.what = options.what;
		this.why = options.why;
		this.next = options.next;
		this.reason = options.reason;
		this.retryAt = options.retryAt;
	}
}

/**
 * True for our errors, also for those made by another copy of this package: after an update old triggers
 * and new actions live in one process with two copies of this class, so `instanceof` alone would lie.
 */
export function isKitError(error: unknown): error is KitError {
	return (
		error instanceof KitError ||
		(error instanceof Error &&
			error.name === 'KitError' &&
			typeof (error as { code?: unknown }).code === 'string')
	);
}

/**
 * Makes a real Error of whatever was thrown. The client library rejects with bare numbers (1006) and
 * with its own Boom objects; neither may reach n8n, which would show "undefined" to the person.
 */
export function toKitError(
	thrown: unknown,
	fallback: KitErrorText & { readonly code?: KitErrorCode },
): KitError {
	if (isKitError(thrown)) return thrown;
	const detail = thrown instanceof Error ? thrown.message : describe(thrown);
	return new KitError({ code: 'unexpected', ...fallback, why: fallback.why ?? detail, cause: thrown });
}

/** `String(x)` itself throws on objects that cannot be made a string. */
function describe(thrown: unknown): string {
	try {
		return String(thrown);
	} catch {
		return 'an object without a description';
	}
}
