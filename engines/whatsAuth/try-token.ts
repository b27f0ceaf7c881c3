import { isKitError } from '../../messages/kit-error';
import type { TriedOut } from '../engine';
import type { ManagedLinks } from '../managed';

/** Longest wait for the answer, ms: a person looks at the screen. */
const LIMIT_MS = 20_000;

/**
 * Whether the token is taken. There is no question for that, so a code is made that ends in a minute and that nobody
 * gets: WhatsAuth is paid for codes that were sent, not for those that were made.
 */
export async function tryToken(links: ManagedLinks): Promise<TriedOut> {
	try {
		await links.create({ expiresInMinutes: 1 }, AbortSignal.timeout(LIMIT_MS));
		const text = 'WhatsAuth took the token: it made a code that ends in a minute and that nobody gets.';
		return { usable: true, text };
	} catch (error) {
		if (!isKitError(error)) throw error;
		return { usable: false, text: [error.what, error.why, error.next].filter(Boolean).join(' ') };
	}
}
