import type { ManagedApprovals, ManagedApprovalStatus } from '../../engines/managed';
import type { Clock, Logger } from '../../messages/ports';
import type { VerificationStore } from '../store';
import type { Verification } from '../verification';
import { readManagedSettings } from './managed-request';
import { takePollTurn } from './poll-turn';
import { gatewayIdOf, settleApproval } from './settle-approval';

export interface ApprovalPollerPorts {
	readonly store: VerificationStore;
	readonly clock: Clock;
	readonly logger: Logger;
	/** The gateway, for one piece of work. */
	withApprovals<T>(work: (approvals: ManagedApprovals) => Promise<T>): Promise<T>;
}

/** Live ones that are looked at; beyond it the soonest to expire come first. */
const MOST = 1_000;
/** After an answer nobody can read, and the longest of such pauses, ms. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** Longest wait for one answer, ms. */
const ASK_MS = 30_000;

/**
 * Asks a gateway what became of the approvals it keeps, one after the other and no faster than it allows, as long as
 * one of an account is live. Owned by the process; several processes share the turns.
 */
export class ApprovalPoller {
	readonly #accountId: string;

	readonly #ports: ApprovalPollerPorts;

	readonly #closed = new AbortController();

	#running: Promise<void> | undefined;

	#isWanted = false;

	/** When each live one was asked about, epoch ms. */
	#askedAt: ReadonlyMap<string, number> = new Map();

	#failures = 0;

	#pausedUntil = 0;

	constructor(accountId: string, ports: ApprovalPollerPorts) {
		this.#accountId = accountId;
		this.#ports = ports;
	}

	/** Begins to ask unless it does already. */
	wake(): void {
		if (this.#closed.signal.aborted) return;
		this.#isWanted = true;
		this.#running ??= this.#poll().finally(() => {
			this.#running = undefined;
			// Woken on its last way out.
			if (this.#isWanted) this.wake();
		});
	}

	async close(): Promise<void> {
		this.#closed.abort();
		await this.#running;
	}

	async #poll(): Promise<void> {
		const { clock, logger } = this.#ports;
		for (let pause: number | null = 0; pause !== null && !this.#closed.signal.aborted; ) {
			await clock.sleep(pause, this.#closed.signal).catch(() => undefined);
			pause = await this.#look().catch((error: unknown) => {
				logger.warn('A gateway cannot be asked for approvals now; it is tried again', {
					error: error instanceof Error ? error.message : String(error),
				});
				return this.#backOff();
			});
		}
	}

	/** Asks about one. Answers how long there is nothing to do, ms; null when there is none left. */
	async #look(): Promise<number | null> {
		const { store, clock } = this.#ports;
		this.#isWanted = false;
		const live = await store.liveManaged(this.#accountId, 'approval', MOST);
		const now = clock.now();
		const open = live.filter((of) => of.expiresAt > now && gatewayIdOf(of) !== null);
		this.#askedAt = new Map(open.map(({ id }) => [id, this.#askedAt.get(id) ?? 0]));
		const next = this.#longestUnasked(open);
		if (next === undefined) return null;
		const heldUntil = Math.max(this.#pausedUntil, ...open.map(heldUntilOf));
		if (heldUntil > now) return heldUntil - now;
		const wait = await this.#ports.withApprovals(async (approvals) => {
			const turn = await takePollTurn(this.#accountId, approvals.pollEveryMs, this.#ports);
			if (turn > 0) return turn - clock.now();
			await this.#ask(next, approvals);
			return 0;
		});
		return Math.max(0, wait);
	}

	async #ask(of: Verification, approvals: ManagedApprovals): Promise<void> {
		const { store, clock } = this.#ports;
		this.#askedAt = new Map([...this.#askedAt, [of.id, clock.now()]]);
		const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ASK_MS)]);
		const said = await approvals.status(gatewayIdOf(of) ?? '', signal);
		if (this.#closed.signal.aborted && said.kind === 'unknown') return;
		this.#note(said);
		await settleApproval(of, said, store, clock.now());
	}

	#note(said: ManagedApprovalStatus): void {
		if (said.kind === 'unknown') {
			// Said once, not at every try.
			if (this.#failures === 0)
				this.#ports.logger.warn('A gateway does not say what became of an approval; it is asked again', {
					error: said.error.what,
					why: said.error.why,
				});
			this.#backOff();
			return;
		}
		this.#failures = 0;
		this.#pausedUntil = said.kind === 'heldBack' ? said.until : 0;
	}

	/** Answers the pause, ms. */
	#backOff(): number {
		const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
		this.#failures = Math.min(this.#failures + 1, 10);
		this.#pausedUntil = this.#ports.clock.now() + pause;
		return pause;
	}

	#longestUnasked(open: readonly Verification[]): Verification | undefined {
		const askedAt = ({ id }: Verification): number => this.#askedAt.get(id) ?? 0;
		return [...open].sort((a, b) => askedAt(a) - askedAt(b))[0];
	}
}

function heldUntilOf({ settings }: Verification): number {
	return readManagedSettings(settings).heldUntil;
}
