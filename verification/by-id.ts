import type { Clock } from '../messages/ports';
import type { VerificationStore } from './store';
import { transition } from './transitions';
import type { Verification, VerificationMethod } from './verification';
import { verificationItem, type VerificationItem } from './verification-item';
import type { VerifyingAccount } from './verifier';

/** One verification of a method that waits for what comes in, named by its id. */
export interface WaitingFor {
	readonly account: Pick<VerifyingAccount, 'id'>;
	readonly method: Exclude<VerificationMethod, 'code'>;
	readonly store: VerificationStore;
	readonly clock: Clock;
	/** Whether whoever asks may know of it; to all others there is none. */
	isTheirs?(found: Verification): boolean;
	/** From now on somebody must hear what comes in. */
	watch(): void;
}

/** What is known; consumes nothing. Null when there is none. */
export async function statusOf(id: string, of: WaitingFor): Promise<VerificationItem | null> {
	const found = await of.store.find(of.account.id, id);
	if (found === null || found.method !== of.method || of.isTheirs?.(found) === false) return null;
	const known = transition(found, { type: 'time' }, of.clock.now());
	// After a restart it is whoever asks first that has it listened for again.
	if (known.status === 'requested') of.watch();
	return verificationItem(known);
}

/** Nothing that comes in counts any more. `cancelled` is false when it had ended before, or there is none. */
export async function cancelById(
	id: string,
	of: WaitingFor,
): Promise<{ status: VerificationItem | null; cancelled: boolean }> {
	const now = of.clock.now();
	const question = { accountId: of.account.id, now, id, windows: [] };
	const cancelled = await of.store.decide(question, ({ byId }) => {
		if (byId === null || byId.method !== of.method || of.isTheirs?.(byId) === false) return { answer: false };
		const after = transition(byId, { type: 'cancel' }, now);
		return { answer: after !== byId && after.error === 'cancelled', put: after === byId ? [] : [after] };
	});
	return { status: await statusOf(id, of), cancelled };
}
