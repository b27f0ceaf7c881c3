import { z } from 'zod';
import type { AccountKeys } from './account-keys';
import type { Verification } from './verification';

/** Shorter ones could be found by trying. */
const SHORTEST = 16;
const LONGEST = 500;

/** What only the browser knows that asks for a verification; undefined binds it to nobody. */
export const browserSecretSchema = z
	.string()
	.min(SHORTEST, `"Browser Secret" has fewer than ${SHORTEST} characters`)
	.max(LONGEST, `"Browser Secret" has more than ${LONGEST} characters`)
	.optional();

const boundSchema = z.object({ browserHash: z.string().default('') });

/** The settings of a verification that answers that browser alone. Only a keyed hash of the secret is kept. */
export function bindToBrowser<Settings extends object>(
	settings: Settings,
	verificationId: string,
	secret: string | undefined,
	keys: AccountKeys,
): Settings {
	if (secret === undefined) return settings;
	return { ...settings, browserHash: Buffer.from(keys.hashBrowser(verificationId, secret)).toString('hex') };
}

/**
 * Whether whoever gives this secret, or none, may know of it. One that is bound is unknown to all others; one that
 * is not bound is unknown to whoever gives a secret, so that an id from elsewhere passes for nobody's.
 */
export function answersTo(of: Verification, secret: string | undefined, keys: AccountKeys): boolean {
	const { browserHash } = boundSchema.parse(of.settings ?? {});
	if (browserHash === '' || secret === undefined) return browserHash === '' && secret === undefined;
	return keys.isBrowser(of.id, secret, Buffer.from(browserHash, 'hex'));
}
