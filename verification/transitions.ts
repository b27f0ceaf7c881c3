import type { EndReason, Verification, VerificationStatus } from './verification';

/** Everything that can happen to a verification. */
export type VerificationEvent =
	/** Time went on. */
	| { readonly type: 'time' }
	| { readonly type: 'guess'; readonly right: boolean }
	/** A guess goes to the gateway that compares it: a try is used up until its answer says otherwise. */
	| { readonly type: 'asking'; readonly settings: unknown }
	/** What the gateway that keeps it said. */
	| { readonly type: 'judged'; readonly said: Said; readonly settings: unknown }
	/** Its code came by WhatsApp. `phone` is null when nobody can say from which number. */
	| { readonly type: 'message'; readonly phone: string | null; readonly profileName: string | null }
	/** The person it was sent to has answered. */
	| {
			readonly type: 'answer';
			readonly approved: boolean;
			readonly profileName: string | null;
			/** Who it was, where it was not sent to one person; E.164, null when nobody can say. */
			readonly phone?: string | null;
	  }
	/** Somebody's server is asked whether it agrees; it stays live until then at least. */
	| { readonly type: 'calling'; readonly until: number }
	/** That server did not agree. */
	| { readonly type: 'callbackFailed' }
	/** Whoever keeps it in our place says that it is over. */
	| { readonly type: 'told'; readonly status: 'expired' | 'failed'; readonly error: EndReason }
	| { readonly type: 'cancel' }
	/** A newer one for the same number and purpose takes its place. */
	| { readonly type: 'replace' }
	/** Its code was sent again, another one or the same. */
	| ({ readonly type: 'resent' } & Pick<
			Verification,
			'codeHash' | 'sealedCode' | 'expiresAt' | 'sentAt' | 'outcome'
	  >);

/** `notCompared`: the guess that was asked about used up no try. `lost`: the gateway has nothing to compare. */
export type Said = 'right' | 'wrong' | 'notCompared' | 'expired' | 'tooManyTries' | 'lost';

/**
 * The one state machine of every method: what becomes of a verification when something happens at `now`.
 * What has ended never changes again; the answer is then the very object that was given. Time comes first: an
 * event at or after the expiry finds it expired.
 */
export function transition(of: Verification, event: VerificationEvent, now: number): Verification {
	if (of.status !== 'requested') return of;
	if (now >= of.expiresAt) return end(of, 'expired', now, 'expired');
	switch (event.type) {
		case 'time':
			return of;
		case 'guess':
			return event.right ? { ...end(of, 'validated', now, null), validatedAt: now } : missed(of, now);
		case 'asking':
			return { ...of, tries: of.tries + 1, settings: event.settings };
		case 'judged':
			return judged({ ...of, settings: event.settings }, event.said, now);
		case 'message': {
			const { phone, profileName } = event;
			if (phone === null || !mayProve(of, phone)) return of;
			return { ...end(of, 'validated', now, null), validatedAt: now, phone, profileName };
		}
		case 'answer': {
			const { approved, profileName } = event;
			const phone = of.phone ?? event.phone ?? null;
			if (!approved) return { ...end(of, 'rejected', now, 'rejected'), profileName, phone };
			return { ...end(of, 'validated', now, null), validatedAt: now, profileName, phone };
		}
		case 'calling':
			return { ...of, expiresAt: Math.max(of.expiresAt, event.until) };
		case 'callbackFailed':
			return end(of, 'failed', now, 'callbackFailed');
		case 'told':
			return end(of, event.status, now, event.error);
		case 'cancel':
			return end(of, 'failed', now, 'cancelled');
		case 'replace':
			return end(of, 'failed', now, 'replaced');
		case 'resent': {
			const { codeHash, sealedCode, expiresAt, sentAt, outcome } = event;
			return { ...of, codeHash, sealedCode, expiresAt, sentAt, outcome };
		}
	}
}

/** `phone`: E.164. */
export function mayProve(
	{ authorizedNumbers }: Pick<Verification, 'authorizedNumbers'>,
	phone: string,
): boolean {
	return authorizedNumbers.length === 0 || authorizedNumbers.includes(phone);
}

function missed(of: Verification, now: number): Verification {
	const tries = of.tries + 1;
	return tries < of.maxTries ? { ...of, tries } : locked({ ...of, tries }, now);
}

function locked(of: Verification, now: number): Verification {
	const lockedUntil = of.lockMs > 0 ? now + of.lockMs : null;
	return { ...end(of, 'failed', now, 'tooManyTries'), lockedUntil };
}

/** The try itself was counted before it was asked about. */
function judged(of: Verification, said: Said, now: number): Verification {
	const tries = Math.max(0, of.tries - 1);
	switch (said) {
		case 'right':
			return { ...end(of, 'validated', now, null), tries, validatedAt: now };
		case 'wrong':
			return of.tries < of.maxTries ? of : locked(of, now);
		case 'notCompared':
			return { ...of, tries };
		case 'expired':
			return end(of, 'expired', now, 'expired');
		case 'tooManyTries':
			return locked(of, now);
		case 'lost':
			return end(of, 'failed', now, 'lost');
	}
}

/**
 * Secrets end with it: what is not there cannot be guessed or read. The hash of a link's code stays, for whoever
 * sends it too late is told so; it is too long to be found by trying.
 */
function end(
	of: Verification,
	status: VerificationStatus,
	endedAt: number,
	error: EndReason | null,
): Verification {
	const codeHash = of.method === 'link' ? of.codeHash : null;
	return { ...of, status, endedAt, error, codeHash, sealedCode: null };
}
