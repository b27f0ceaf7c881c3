import type { Clock, Random } from '../messages/ports';
import { parseLimits } from '../sessions/governor/parse-limits';
import type { SessionManager } from '../sessions/session-manager';
import { CodeVerifications } from '../verification/code/code-verifications';
import type { VerificationStore } from '../verification/store';
import { parseVerificationPolicy } from '../verification/verification-policy';
import type { KeyRing, VerifyingAccount } from '../verification/verifier';
import type { AccountConfig, AccountVerifications } from './kit';

export interface VerificationParts {
	readonly store: VerificationStore;
	readonly manager: Pick<SessionManager, 'acquire'>;
	readonly clock: Clock;
	readonly random: Random;
	readonly keys: KeyRing;
}

/** Verifications of one account. The session is taken for a send and given back after it. */
export function accountVerifications(config: AccountConfig, parts: VerificationParts): AccountVerifications {
	const { manager, ...ports } = parts;
	const codes = new CodeVerifications(readAccount(config), {
		...ports,
		async send(request) {
			const { session, release } = await manager.acquire(config);
			try {
				return await session.send(request);
			} finally {
				release();
			}
		},
	});
	return { codes };
}

/** @throws KitError `invalidInput` when the credential has an unusable value */
function readAccount({ id, name, credential }: AccountConfig): VerifyingAccount {
	const storageKey = (credential as { storageKey?: unknown } | null)?.storageKey;
	return {
		id,
		name,
		policy: parseVerificationPolicy(credential),
		cooldownMs: parseLimits(credential).verificationCooldownMs,
		storageKey: typeof storageKey === 'string' && storageKey !== '' ? storageKey : undefined,
	};
}
