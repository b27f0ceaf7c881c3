import type { Clock } from '../../messages/ports';
import type { VerificationStore } from '../store';

const STREAM = 'managed:poll';

/**
 * Takes the account's turn to ask its gateway, whichever process asks: 0 when it is taken, else when the next one is,
 * epoch ms. `everyMs`: least time between two turns.
 */
export async function takePollTurn(
	accountId: string,
	everyMs: number,
	{ store, clock }: { readonly store: VerificationStore; readonly clock: Clock },
): Promise<number> {
	const now = clock.now();
	const windows = [{ stream: STREAM, limit: 1, windowMs: everyMs }];
	const id = 'turn';
	return await store.decide<number>({ accountId, now, windows }, ({ turns: [last = null] }) => {
		if (last !== null && last + everyMs > now) return { answer: last + everyMs };
		// Only the last one counts, so that only one is kept.
		const unmark = last === null ? [] : [{ stream: STREAM, at: last, id }];
		return { answer: 0, mark: [{ stream: STREAM, at: now, id }], unmark };
	});
}
