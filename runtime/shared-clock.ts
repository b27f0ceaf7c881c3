import type { Clock, Logger } from '../messages/ports';

/** How often the time is asked for anew, ms: a clock drifts by less than a millisecond in between. */
const ASK_EVERY_MS = 15_000;
const ASK_AGAIN_MS = 2_000;
/** An answer that took longer says too little about now, ms. */
const SLOW_MS = 1_000;
/** This machine slept, or somebody set its clock: by more than this, ms, the time is asked for at once. */
const JUMP_MS = 2_000;
/** From here on a person should hear of it, ms. */
const WRONG_MS = 5_000;

export interface SharedClockPorts {
	/** The clock of this machine; also sleeps. */
	readonly host: Clock;
	/** ms since some moment; goes on evenly whatever is done to the clock. */
	readonly elapsed: () => number;
	readonly logger: Logger;
}

interface Agreed {
	/** Epoch ms, at `elapsed`. */
	readonly time: number;
	readonly elapsed: number;
	/** What the clock of this machine said then. */
	readonly host: number;
}

/**
 * The time all processes of one n8n go by: that of the database they share. Leases, deadlines and limits are
 * judged by it, and the clocks of two machines may be minutes apart. Before `follow`, and where processes share
 * a machine instead, it is the clock of this machine.
 */
export class SharedClock implements Clock {
	readonly #ports: SharedClockPorts;

	readonly #closed = new AbortController();

	#agreed: Agreed | undefined;

	#ask: (() => Promise<number | null>) | undefined;

	#asking: Promise<boolean> | undefined;

	#told = false;

	constructor(ports: SharedClockPorts) {
		this.#ports = ports;
	}

	now(): number {
		const { host, elapsed } = this.#ports;
		const agreed = this.#agreed;
		if (agreed === undefined) return host.now();
		const passed = elapsed() - agreed.elapsed;
		if (Math.abs(host.now() - agreed.host - passed) > JUMP_MS) void this.#agree({ jumped: true });
		return Math.floor(agreed.time + passed);
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		await this.#ports.host.sleep(ms, signal);
	}

	/**
	 * Resolves when the time was asked for once, and goes on asking until `close`. `ask` answers epoch ms, or null
	 * where there is no other clock.
	 */
	async follow(ask: () => Promise<number | null>): Promise<void> {
		this.#ask = ask;
		const found = await this.#agree();
		if (found && this.#agreed === undefined) return;
		void this.#keepAsking(found);
	}

	close(): void {
		this.#closed.abort();
	}

	async #keepAsking(found: boolean): Promise<void> {
		const { signal } = this.#closed;
		for (let good = found; !signal.aborted; ) {
			await this.sleep(good ? ASK_EVERY_MS : ASK_AGAIN_MS, signal).catch(() => undefined);
			if (!signal.aborted) good = await this.#agree();
		}
	}

	async #agree({ jumped = false } = {}): Promise<boolean> {
		this.#asking ??= this.#askOnce(jumped).finally(() => (this.#asking = undefined));
		return await this.#asking;
	}

	/** False when there was no answer worth anything; what was known before then still counts. */
	async #askOnce(jumped: boolean): Promise<boolean> {
		const { host, elapsed, logger } = this.#ports;
		const before = elapsed();
		try {
			const time = await this.#ask?.();
			if (time === undefined || this.#closed.signal.aborted) return false;
			if (time === null) return true;
			const after = elapsed();
			if (after - before > SLOW_MS && this.#agreed !== undefined && !jumped) return false;
			this.#agreed = { time: time + (after - before) / 2, elapsed: after, host: host.now() };
			this.#tellWhenWrong(this.#agreed);
			return true;
		} catch (error) {
			logger.debug('The time of the database was not read', { error: String(error) });
			return false;
		}
	}

	#tellWhenWrong({ time, host }: Agreed): void {
		const aheadMs = host - time;
		if (this.#told || Math.abs(aheadMs) < WRONG_MS) return;
		this.#told = true;
		const seconds = Math.round(Math.abs(aheadMs) / 1_000);
		this.#ports.logger.warn(
			`The clock of this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the one of the database. ` +
				'WhatsApp Kit goes by the database; set the clock of this machine (NTP)',
		);
	}
}
