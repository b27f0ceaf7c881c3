import { KitError } from '../../messages/kit-error';
import type { Verification } from '../verification';

type Given = Pick<
	Verification,
	| 'id'
	| 'accountId'
	| 'keptBy'
	| 'purpose'
	| 'requestedAt'
	| 'expiresAt'
	| 'authorizedNumbers'
	| 'codeHash'
	| 'requestKey'
	| 'settings'
>;

/** A link that somebody was just given. Nobody is behind it yet. */
export function newLink(given: Given): Verification {
	return {
		...given,
		method: 'link',
		status: 'requested',
		phone: null,
		profileName: null,
		validatedAt: null,
		endedAt: null,
		error: null,
		tries: 0,
		maxTries: 1,
		lockMs: 0,
		lockedUntil: null,
		sealedCode: null,
		sentAt: given.requestedAt,
		outcome: 'sent',
	};
}

/** The item of a link is made once. */
export function madeBefore({ id }: Verification): KitError {
	return new KitError({
		code: 'invalidInput',
		what: 'This item has made a link before; its code is not kept and cannot be shown again.',
		why: `It is the verification ${id}.`,
		next: 'Run it as a new execution for another link.',
	});
}
