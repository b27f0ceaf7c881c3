import type { Verification } from '../../verification/verification';

export const START = Date.UTC(2026, 0, 7, 8);
export const MINUTE = 60_000;

/** One that was just requested. */
export function aVerification(changes: Partial<Verification> = {}): Verification {
	return {
		id: 'v-1',
		accountId: 'account',
		method: 'code',
		keptBy: 'kit',
		purpose: 'authentication',
		status: 'requested',
		phone: '+5511987654321',
		profileName: null,
		requestedAt: START,
		expiresAt: START + 10 * MINUTE,
		validatedAt: null,
		endedAt: null,
		error: null,
		authorizedNumbers: ['+5511987654321'],
		tries: 0,
		maxTries: 5,
		lockMs: 15 * MINUTE,
		lockedUntil: null,
		codeHash: Uint8Array.from([1, 2, 3]),
		sealedCode: null,
		sentAt: START,
		outcome: 'sent',
		requestKey: `item of ${changes.id ?? 'v-1'}`,
		settings: { language: 'en' },
		...changes,
	};
}
