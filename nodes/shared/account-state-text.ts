import type { ConnectionState } from '../../engines/engine';
import { describeState } from '../../sessions/status-text';
import type { LastKnown } from '../../runtime/kit';

export interface AccountVerdict {
	/** False when a person has something to read or to do. */
	readonly usable: boolean;
	readonly text: string;
}

const HERE = 'this process';

const USABLE: ReadonlySet<ConnectionState['kind']> = new Set(['open', 'connecting', 'closed']);

/** What a person should read about a number when its credential is tested, from what is known of it. */
export function describeAccount(stored: LastKnown | null): AccountVerdict {
	const state = stateOf(stored);
	const { text: said, next } = describeState(state, stored?.phone ?? null);
	const owner = stored?.owner;
	const text =
		owner === undefined || owner === HERE ? said : `${said} The connection is held by the ${owner}.`;
	if (USABLE.has(state.kind)) return { usable: true, text };
	const saved = state.kind === 'needsLink' ? 'Saved. ' : '';
	return { usable: false, text: [saved + text, next].filter(Boolean).join(' ') };
}

/** Without a number nothing was ever linked, whatever a process was doing when it wrote this down. */
function stateOf(stored: LastKnown | null): ConnectionState {
	const { state = { kind: 'needsLink' }, phone = null } = stored ?? {};
	const passing = state.kind === 'connecting' || state.kind === 'closed';
	return passing && phone === null ? { kind: 'needsLink' } : state;
}
