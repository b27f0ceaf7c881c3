import type { ConnectionState } from '../engines/engine';
import { isKitError } from '../messages/kit-error';
import type { Clock, Logger } from '../messages/ports';
import { PASSING } from './known-state';
import type { Lease, SessionStore, StoredState } from './store';

export interface StateReportPorts {
	readonly store: SessionStore;
	readonly clock: Clock;
	readonly logger: Logger;
}

/**
 * Writes down the state of an account for everybody who asks without connecting: the test of the credential,
 * other processes, the next start of n8n.
 */
export class StateReport {
	readonly #lease: Lease;

	readonly #ports: StateReportPorts;

	/** The number last known: an account keeps it while it is not connected. */
	#phone: string | null;

	#last: ConnectionState['kind'] | undefined;

	#lastError: StoredState['lastError'];

	private constructor(lease: Lease, ports: StateReportPorts, before: StoredState | null) {
		this.#lease = lease;
		this.#ports = ports;
		this.#phone = before?.phone ?? null;
		this.#lastError = before?.lastError;
	}

	static async begin(lease: Lease, ports: StateReportPorts): Promise<StateReport> {
		const before = await ports.store.readState(lease.accountId).catch(() => null);
		return new StateReport(lease, ports, before);
	}

	/** Never rejects: a report that cannot be written must not end a connection. */
	async write(state: ConnectionState): Promise<void> {
		// Closing says nothing new about a number that had stopped working before.
		if (state.kind === 'closed' && this.#last !== undefined && !PASSING.has(this.#last)) return;
		this.#last = state.kind;
		if (state.kind === 'open') this.#phone = state.phone;
		if (state.kind === 'needsLink' || state.kind === 'loggedOut') this.#phone = null;
		const { store, clock, logger } = this.#ports;
		const at = clock.now();
		const trouble = troubleOf(state);
		if (trouble !== undefined) this.#lastError = { text: trouble, at };
		try {
			await store.saveState(this.#lease, {
				state: shown(state),
				phone: this.#phone,
				at,
				...(this.#lastError && { lastError: this.#lastError }),
			});
		} catch (error) {
			logger.debug('The state of a WhatsApp account could not be stored', { error: String(error) });
		}
	}

	/** The account could not be opened at all. */
	async failed(error: unknown): Promise<void> {
		if (isKitError(error)) await this.write({ kind: 'stopped', reason: error.what, error });
	}
}

/** In words, for states nobody wants. A number that waits to be linked is none. */
function troubleOf(state: ConnectionState): string | undefined {
	return state.kind === 'needsLink' || !('reason' in state) ? undefined : state.reason;
}

/** Codes to link with are for the person at the screen, not for a database. */
function shown(state: ConnectionState): ConnectionState {
	return state.kind === 'needsLink' ? { kind: 'needsLink', reason: state.reason } : state;
}
