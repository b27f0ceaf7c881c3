import { randomUUID } from 'node:crypto';
import type { RuledWindow } from './limit-refusals';
import { admit } from './send-rules';
import type { Facts, Mark, Slot } from './store';
import type { Verification } from './verification';
import type { VerifierPorts } from './verifier';

export interface Beginning {
	readonly accountId: string;
	/** The item it is for. */
	readonly requestKey: string;
	/** None for a number of the test list, which nothing holds back. */
	readonly windows: readonly RuledWindow[];
	/** Whose latest one `refuse` looks at. */
	readonly latest?: Slot;
	/** Throws when what is known speaks against a new one. */
	refuse?(facts: Facts, now: number): void;
}

export interface Begun {
	/** Of an earlier run of the same item. */
	readonly known: Verification | null;
	/** What was counted for a new one. */
	readonly marks: readonly Mark[];
}

/** Counts a request before it leaves. Throws `limited` with rule and time when it may not. */
export async function beginRequest(
	{ accountId, requestKey, windows, latest, refuse }: Beginning,
	{ store, clock }: Pick<VerifierPorts, 'store' | 'clock'>,
): Promise<Begun> {
	const now = clock.now();
	const markId = randomUUID();
	return await store.decide<Begun>({ accountId, now, latest, requestKey, windows }, (facts) => {
		if (facts.byRequestKey !== null) return { answer: { known: facts.byRequestKey, marks: [] } };
		refuse?.(facts, now);
		const marks = admit(windows, facts, now, markId);
		return { answer: { known: null, marks }, mark: marks };
	});
}
