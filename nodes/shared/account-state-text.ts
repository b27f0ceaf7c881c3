import type { ConnectionState } from '../../engines/engine';
import { describeState } from '../../sessions/status-text';
import type { StoredState } from '../../sessions/store';

export interface AccountVerdict {
	/** False when a person has something to read or to do. */
	readonly usable: boolean;
	readonly text: string;
}

const USABLE: ReadonlySet<ConnectionState['kind']> = new Set(['open', 'connecting', 'closed']);

/** What a person should read about a number when its credential is tested, from what is known of it. */
export function describeAccount(stored: StoredState | null): AccountVerdict {
	const state = stateOf(stored);
	const { text, next } = describeState(state, stored?.phone ?? null);
	if (USABLE.has(state.kind)) return { usable: true, text };
	const saved = state.kind === 'needsLink' ? 'Saved. ' : '';
	return { usable: false, text: [saved + text, next].filter(Boolean).join(' ') };
}

/** Without a number nothing was ever linked, whatever a process was doing when it wrote this down. */
function stateOf(stored: StoredState | null): ConnectionState {
	const { state = { kind: 'needsLink' }, phone = null } = stored ?? {};
	const passing = state.kind === 'connecting' || state.kind === 'closed';
	return passing && phone === null ? { kind: 'needsLink' } : state;
}
