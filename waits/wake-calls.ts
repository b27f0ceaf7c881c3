import type { Clock, Logger } from '../messages/ports';
import type { Resume } from './resume';
import type { WaitStore } from './store';
import type { Wait } from './wait';
import type { WaitKeys } from './wait-keys';

export interface WakeCallsPorts {
	readonly waits: WaitStore;
	readonly clock: Clock;
	readonly logger: Logger;
	keys(): Promise<WaitKeys>;
	readonly resume: Resume;
}

/** Pauses between tries, ms: an answer may come before n8n has written down that the execution sleeps. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Longest time of one try, ms. */
const TRY_MS = 30_000;
/** Tried for so long after its end, ms: by then n8n has gone on by itself. */
const PATIENCE_MS = 15 * 60_000;

interface Tries {
	readonly count: number;
	readonly nextAt: number;
}

/** Tells n8n of waits that have ended, until it has taken it. One call at a time for each. */
export class WakeCalls {
	readonly #ports: WakeCallsPorts;

	readonly #signal: AbortSignal;

	readonly #tries = new Map<string, Tries>();

	readonly #running = new Set<string>();

	constructor(ports: WakeCallsPorts, signal: AbortSignal) {
		this.#ports = ports;
		this.#signal = signal;
	}

	/** When the next try is due, epoch ms; undefined when one is running. */
	call(wait: Wait): number | undefined {
		if (this.#running.has(wait.id)) return undefined;
		const { nextAt = 0 } = this.#tries.get(wait.id) ?? {};
		if (this.#ports.clock.now() < nextAt) return nextAt;
		this.#running.add(wait.id);
		void this.#call(wait).finally(() => this.#running.delete(wait.id));
		return undefined;
	}

	async #call(wait: Wait): Promise<void> {
		const { waits, clock, logger } = this.#ports;
		try {
			const proof = (await this.#ports.keys()).prove(wait.id);
			const { resumeUrl } = wait.sleeper;
			const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(TRY_MS)]);
			await this.#ports.resume({ resumeUrl, waitId: wait.id, proof, signal });
		} catch (error) {
			const now = clock.now();
			if (this.#signal.aborted || now < wait.expiresAt + PATIENCE_MS) return this.#putOff(wait, error);
			logger.warn('n8n could not be told of an answer, and its execution has gone on without it', {
				execution: wait.sleeper.executionId,
				error: messageOf(error),
			});
		}
		try {
			const resumedAt = clock.now();
			await waits.change(wait.accountId, wait.id, (known) => ({ ...known, resumedAt }));
			this.#tries.delete(wait.id);
		} catch (error) {
			this.#putOff(wait, error);
		}
	}

	#putOff(wait: Wait, error: unknown): void {
		const count = (this.#tries.get(wait.id)?.count ?? 0) + 1;
		const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
		this.#tries.set(wait.id, { count, nextAt: this.#ports.clock.now() + pause });
		this.#ports.logger.debug('n8n does not take an answer yet; it is told again', {
			execution: wait.sleeper.executionId,
			error: messageOf(error),
		});
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
