import type { ManagedApprovalStatus } from '../../engines/managed';
import type { VerificationStore } from '../store';
import { transition } from '../transitions';
import type { Verification } from '../verification';
import { readManagedSettings, withSettings } from './managed-request';

/** Under which id the gateway is asked; null when it never gave one. */
export function gatewayIdOf({ settings }: Verification): string | null {
	return readManagedSettings(settings).gatewayId;
}

/** Writes down what the gateway said of an approval it keeps. What nobody can read changes nothing. */
export async function settleApproval(
	{ accountId, id }: Verification,
	said: ManagedApprovalStatus,
	store: VerificationStore,
	now: number,
): Promise<void> {
	if (said.kind === 'pending' || said.kind === 'unknown') return;
	await store.decide({ accountId, now, id, windows: [] }, ({ byId }) => {
		const after = byId && afterwards(byId, said, now);
		return { answer: undefined, put: after === null || after === byId ? [] : [after] };
	});
}

function afterwards(
	of: Verification,
	said: Exclude<ManagedApprovalStatus, { readonly kind: 'unknown' }>,
	now: number,
): Verification {
	switch (said.kind) {
		case 'approved':
		case 'rejected':
			return transition(of, { type: 'answer', approved: said.kind === 'approved', profileName: null }, now);
		case 'expired':
			return transition(of, { type: 'judged', said: 'expired', settings: of.settings }, now);
		case 'heldBack': {
			const known = transition(of, { type: 'time' }, now);
			// Whoever asks next, in whatever process, shall know.
			return known === of ? { ...of, settings: withSettings(of.settings, { heldUntil: said.until }) } : known;
		}
		case 'pending':
			return of;
	}
}
