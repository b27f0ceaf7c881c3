import type { ConnectionState } from '../engines/engine';
import type { OwnerIdentity, OwnerRow, StoredState } from './store';

/** States that end with the process and leave the link as it is. */
export const PASSING: ReadonlySet<ConnectionState['kind']> = new Set(['open', 'connecting', 'backingOff']);

export interface LivenessPorts {
	/** Epoch ms. */
	readonly now: number;
	/** False only when it is certain that this owner's process is gone. */
	isAlive(owner: OwnerIdentity): boolean;
}

/** The holder of the account; null when nobody holds it, the lease ran out, or the process is gone. */
export function livingOwner(owner: OwnerRow | null, { now, isAlive }: LivenessPorts): OwnerRow | null {
	return owner !== null && owner.until > now && isAlive(owner) ? owner : null;
}

/** What was written down, corrected: a process that died can no longer say that its connection ended. */
export function knownState(stored: StoredState | null, owner: OwnerRow | null): StoredState | null {
	if (stored === null || owner !== null || !PASSING.has(stored.state.kind)) return stored;
	return { ...stored, state: { kind: 'closed' } };
}
