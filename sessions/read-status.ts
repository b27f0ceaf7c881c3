import type { Connection, ConnectionState } from '../engines/engine';
import type { Clock } from '../messages/ports';
import { knownState, livingOwner } from './known-state';
import type { ManagedAccount } from './managed-account';
import type { SessionOwner, SessionStatus } from './session';
import { describeState } from './status-text';
import type { OwnerIdentity, OwnerRow, SessionStore } from './store';

export interface StatusPorts {
	readonly store: Pick<SessionStore, 'readState' | 'readOwner'>;
	readonly clock: Pick<Clock, 'now'>;
	/** This process. */
	readonly owner: OwnerIdentity;
	isAlive(owner: OwnerIdentity): boolean;
	/** The connection of this process, when it has one, and epoch ms since when its state is what it is. */
	readonly connection: Connection | undefined;
	readonly since: number;
}

/** How an account is, from its connection here or, owned elsewhere or by nobody, from what is written down. */
export async function readStatus(config: ManagedAccount, ports: StatusPorts): Promise<SessionStatus> {
	const { store, clock, connection } = ports;
	const { account, engine } = config;
	const row = await store.readOwner(account.id);
	const owner = livingOwner(row, { now: clock.now(), isAlive: (asked) => ports.isAlive(asked) });
	const stored = knownState(await store.readState(account.id), owner);
	const state: ConnectionState = connection?.state ?? stored?.state ?? { kind: 'needsLink' };
	const phone = state.kind === 'open' ? state.phone : (stored?.phone ?? null);
	const { lastError } = stored ?? {};
	return {
		account: account.name,
		engine: engine.id,
		state: state.kind,
		phone,
		lid: state.kind === 'open' ? state.lid : null,
		name: state.kind === 'open' ? state.name : null,
		since: new Date(connection ? ports.since : (stored?.at ?? ports.since)).toISOString(),
		...describeState(state, phone),
		lastError: lastError ? { text: lastError.text, at: new Date(lastError.at).toISOString() } : null,
		owner: owner && describeOwner(owner, ports.owner),
		warnings: connection?.warnings ?? [],
	};
}

/** "this process", or which other one. */
export function whereIs({ id, host, pid, role }: OwnerIdentity, here: OwnerIdentity): string {
	return id === here.id ? 'this process' : `process ${pid} (${role}) on ${host}`;
}

function describeOwner(owner: OwnerRow, here: OwnerIdentity): SessionOwner {
	const { host, pid, role, since } = owner;
	return {
		where: whereIs(owner, here),
		host,
		pid,
		role,
		since: new Date(since).toISOString(),
	};
}
