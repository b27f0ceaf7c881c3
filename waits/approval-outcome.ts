import type { VerificationStore } from '../verification/store';
import { transition } from '../verification/transitions';
import { verificationItem } from '../verification/verification-item';
import type { ApprovalAnswer } from './answer';
import type { ApprovalQuestion, Wait } from './wait';

/**
 * What the approval behind a wait has come to; null while it is open. Writes down that it has expired, where nobody
 * else did.
 */
export async function approvalOutcome(
	{ accountId }: Wait,
	{ verificationId }: ApprovalQuestion,
	store: VerificationStore,
	now: number,
): Promise<'expired' | ApprovalAnswer | null> {
	const found = await store.find(accountId, verificationId);
	if (found === null) return 'expired';
	if (found.status === 'requested') {
		if (now < found.expiresAt) return null;
		await store.decide({ accountId, now, id: verificationId, windows: [] }, ({ byId }) => {
			const after = byId && transition(byId, { type: 'time' }, now);
			return { answer: undefined, put: after === null || after === byId ? [] : [after] };
		});
		// Somebody may have answered in between: it is looked at once more.
		return (await store.find(accountId, verificationId))?.status === 'expired' ? 'expired' : null;
	}
	if (found.status === 'expired') return 'expired';
	return { kind: 'approval', verification: verificationItem(found), endedAt: found.endedAt ?? now };
}
