import { hash } from 'node:crypto';
import { findEngine } from '../engines/registry';
import type { Engine, EngineId } from '../engines/engine';
import { parseLimits } from './governor/parse-limits';
import { ManagedSession, type ManagedAccount, type ManagedSessionPorts } from './managed-session';
import type { Session } from './session';

/** A session nobody uses closes after this time, ms: a socket without a reader is a risk without a use. */
export const IDLE_CLOSE_MS = 5 * 60_000;
const HOUSEKEEPING_MS = 60 * 60_000;
/** While draining, how often a session that is still busy is looked at, ms. */
const BUSY_RECHECK_MS = 200;

export interface AccountRequest {
	readonly id: string;
	readonly name: string;
	readonly engine: EngineId;
	/** Decrypted credential data, unchecked. */
	readonly credential: unknown;
}

interface Held {
	readonly session: ManagedSession;
	/** Of the credential's values, so that an edit is noticed: n8n does not restart triggers for it. */
	fingerprint: string;
	users: number;
	idle: AbortController | undefined;
	/** Set while it closes: whoever asks now waits, for two sockets on one identity fight each other. */
	closing: Promise<void> | undefined;
}

/** The only maker of sessions: one per account and process, whoever asks. */
export class SessionManager {
	readonly #ports: ManagedSessionPorts;

	readonly #held = new Map<string, Held>();

	readonly #closing = new AbortController();

	#housekeeping: Promise<void> | undefined;

	/** How long an unused session stays open, ms. */
	#idleMs = IDLE_CLOSE_MS;

	constructor(ports: ManagedSessionPorts) {
		this.#ports = ports;
	}

	/** @throws KitError `invalidInput` when the credential has an unusable value */
	async acquire(request: AccountRequest): Promise<{ session: Session; release: () => void }> {
		const config = readAccount(request);
		const fingerprint = fingerprintOf(request);
		await this.#held.get(request.id)?.closing;
		let held = this.#held.get(request.id);
		if (!held) {
			const made: Held = {
				session: new ManagedSession(config, this.#ports, () => this.#use(made)),
				fingerprint,
				users: 0,
				idle: undefined,
				closing: undefined,
			};
			held = made;
			this.#held.set(request.id, held);
			held.session.resumeJobs();
		}
		const release = this.#use(held);
		this.#housekeeping ??= this.#keepHouse();
		if (held.fingerprint !== fingerprint) {
			held.fingerprint = fingerprint;
			await held.session.reconfigure(config);
		}
		return { session: held.session.shared, release };
	}

	/**
	 * The process is about to end: each session closes as soon as its last user is done, so that the next
	 * process need not wait for the lease to run out. What still runs may finish.
	 */
	drain(): void {
		this.#idleMs = 0;
		for (const held of this.#held.values()) {
			held.session.drain();
			if (held.users > 0) continue;
			held.idle?.abort();
			this.#closeWhenIdle(held);
		}
	}

	async close(): Promise<void> {
		this.#closing.abort();
		const sessions = [...this.#held.values()];
		this.#held.clear();
		for (const { idle } of sessions) idle?.abort();
		await Promise.all(sessions.map(async ({ session }) => await session.close()));
		await this.#housekeeping;
	}

	/** One more user, until the answer is called. */
	#use(held: Held): () => void {
		held.users += 1;
		held.idle?.abort();
		held.idle = undefined;
		let released = false;
		return () => {
			if (released) return;
			released = true;
			held.users -= 1;
			if (held.users === 0) this.#closeWhenIdle(held);
		};
	}

	#closeWhenIdle(held: Held, waitMs = this.#idleMs): void {
		const cancelled = new AbortController();
		held.idle = cancelled;
		const signal = AbortSignal.any([cancelled.signal, this.#closing.signal]);
		void this.#ports.clock.sleep(waitMs, signal).then(
			() => {
				if (held.users > 0) return;
				if (held.session.idle) held.closing ??= this.#closeHeld(held);
				else this.#closeWhenIdle(held, Math.max(this.#idleMs, BUSY_RECHECK_MS));
			},
			() => undefined,
		);
	}

	async #closeHeld(held: Held): Promise<void> {
		try {
			await held.session.close();
		} catch (error) {
			this.#ports.logger.warn('An unused WhatsApp session did not close cleanly', { error: String(error) });
		}
		this.#held.delete(held.session.accountId);
	}

	async #keepHouse(): Promise<void> {
		const { clock, store, logger } = this.#ports;
		const { signal } = this.#closing;
		while (!signal.aborted) {
			await clock.sleep(HOUSEKEEPING_MS, signal).catch(() => undefined);
			if (signal.aborted) return;
			try {
				for (const { session } of this.#held.values()) await session.refresh();
				await store.prune(clock.now());
			} catch (error) {
				logger.warn('Old WhatsApp records could not be removed', { error: String(error) });
			}
		}
	}
}

function readAccount(request: AccountRequest): ManagedAccount {
	const { engine, parseOptions } = findEngine(request.engine);
	const storageKey = (request.credential as { storageKey?: unknown } | null)?.storageKey;
	return {
		account: { id: request.id, name: request.name, options: parseOptions(request.credential) },
		engine: engine as Engine,
		limits: parseLimits(request.credential),
		storageKey: typeof storageKey === 'string' && storageKey !== '' ? storageKey : undefined,
	};
}

function fingerprintOf(request: AccountRequest): string {
	return hash('sha256', JSON.stringify([request.engine, request.credential]), 'base64');
}
