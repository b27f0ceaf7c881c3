import type { Connection, ConnectionState, EngineEventEnvelope } from '../engines/engine';
import { isKitError, toKitError } from '../messages/kit-error';
import { orAborted } from './abort';
import type { ManagedAccount, ManagedSessionPorts } from './managed-account';
import { openOwned, type OwnedConnection } from './owned-connection';

/** Pause between attempts to become owner for waiting subscribers, ms. */
const RETRY_OWNERSHIP_MS = 1_000;
const RETRY_FAILURE_MS = 15_000;

/** What goes on around the connection; told synchronously, in order. */
export interface ConnectionWatcher {
	/** Somebody listens: a lost connection is opened again without being asked for. */
	readonly wanted: boolean;
	opened(connection: Connection): void;
	state(state: ConnectionState, connection: Connection): void;
	event(envelope: EngineEventEnvelope): void;
	/** The first step of becoming owner. */
	beforeTaking(): Promise<void>;
	/** Another process is the owner, found again at every look while somebody here listens. */
	elsewhere(): void;
	/** The last step before the connection is closed on purpose, and the first one after it. */
	closing(): Promise<void>;
	released(): Promise<void>;
}

/** The one connection of an account in this process: opened when needed, kept while somebody listens. */
export class ConnectionKeeper {
	readonly #config: () => ManagedAccount;

	readonly #ports: ManagedSessionPorts;

	readonly #watcher: ConnectionWatcher;

	/** In flight or open: the guard that makes a second connection of this process impossible. */
	#owned: Promise<OwnedConnection> | undefined;

	#connection: Connection | undefined;

	#since: number;

	readonly #closing = new AbortController();

	#keeping: Promise<void> | undefined;

	#nap = new AbortController();

	constructor(config: () => ManagedAccount, ports: ManagedSessionPorts, watcher: ConnectionWatcher) {
		this.#config = config;
		this.#ports = ports;
		this.#watcher = watcher;
		this.#since = ports.clock.now();
	}

	/** Owner, or about to be. */
	get owning(): boolean {
		return this.#owned !== undefined;
	}

	get connection(): Connection | undefined {
		return this.#connection;
	}

	/** Epoch ms at which the present state began. */
	get since(): number {
		return this.#since;
	}

	/** @throws KitError `ownedElsewhere` while another process holds the account, `storage` */
	async open(signal: AbortSignal): Promise<OwnedConnection> {
		this.#owned ??= this.#openOnce().catch((error: unknown) => {
			this.#owned = undefined;
			throw toKitError(error, { what: `"${this.#config().account.name}" could not be opened.` });
		});
		const owned = await orAborted(this.#owned, signal, 'Opening the connection');
		// Closed from inside (lease lost): the next use tries to become owner again.
		if (owned.connection.state.kind !== 'closed') return owned;
		await this.release();
		return await this.open(signal);
	}

	/** Ends the connection and hands the account over; the next use opens it again. */
	async release(): Promise<void> {
		const closing = this.#owned;
		const owned = await closing?.catch(() => undefined);
		if (owned) {
			await this.#watcher.closing();
			await owned.close();
			await this.#watcher.released();
		}
		// Only now may a next one begin: two sockets on one identity fight each other.
		if (this.#owned !== closing) return;
		this.#owned = undefined;
		this.#connection = undefined;
	}

	/** For subscribers: the connection is opened in the background and again when it was lost. */
	keepOpen(): void {
		if (this.#closing.signal.aborted) return;
		this.#keeping ??= this.#openPatiently().finally(() => {
			this.#keeping = undefined;
		});
	}

	/** Looks at once instead of a second later; for whoever waits for the account. */
	tryNow(): void {
		this.#nap.abort();
	}

	/** From now on nothing is opened in the background any more. */
	stopKeeping(): void {
		this.#closing.abort();
	}

	async close(): Promise<void> {
		this.stopKeeping();
		await this.release();
		await this.#keeping;
	}

	async #openOnce(): Promise<OwnedConnection> {
		const { account, engine, storageKey } = this.#config();
		await this.#watcher.beforeTaking();
		const owned = await openOwned(account, engine, storageKey, this.#ports);
		const { connection } = owned;
		this.#connection = connection;
		this.#since = this.#ports.clock.now();
		connection.onState((state) => {
			this.#since = this.#ports.clock.now();
			this.#watcher.state(state, connection);
			if (state.kind === 'closed' && this.#watcher.wanted) this.keepOpen();
			if (state.kind === 'stopped' && state.error.code === 'storage') void this.#reopenLater(connection);
		});
		connection.onEvent(
			(envelope) => this.#watcher.event(envelope),
			() => this.#watcher.wanted,
		);
		this.#watcher.opened(connection);
		return owned;
	}

	/** A disk may be cleared, a lock given back: workflows that listen must not need a restart of n8n for it. */
	async #reopenLater(stopped: Connection): Promise<void> {
		await this.#ports.clock.sleep(RETRY_FAILURE_MS, this.#closing.signal).catch(() => undefined);
		if (this.#connection !== stopped || !this.#watcher.wanted) return;
		await this.release();
		this.keepOpen();
	}

	async #openPatiently(): Promise<void> {
		const { logger } = this.#ports;
		const { signal } = this.#closing;
		let told = '';
		while (!signal.aborted && this.#watcher.wanted) {
			try {
				await this.open(signal);
				return;
			} catch (error) {
				if (signal.aborted) return;
				const elsewhere = isKitError(error) && error.code === 'ownedElsewhere';
				const text = isKitError(error) ? `${error.what} ${error.why ?? ''}` : String(error);
				// Said once, not at every try: waiting for another process may take hours.
				if (text !== told)
					logger[elsewhere ? 'info' : 'warn'](text, { account: this.#config().account.name });
				told = text;
				if (elsewhere) this.#watcher.elsewhere();
				await this.#rest(elsewhere ? RETRY_OWNERSHIP_MS : RETRY_FAILURE_MS);
			}
		}
	}

	async #rest(ms: number): Promise<void> {
		this.#nap = new AbortController();
		const signal = AbortSignal.any([this.#nap.signal, this.#closing.signal]);
		await this.#ports.clock.sleep(ms, signal).catch(() => undefined);
	}
}
