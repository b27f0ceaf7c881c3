import { Session } from 'node:inspector/promises';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Batch, Expecting, ReceivedBatch, Sending } from './client-orders';
import { collectGarbage, cpuMs, monotonicMs } from './monotonic';
import { say } from './process-link';

type SendOne = (to: string, text: string) => Promise<unknown>;

/** The measuring part of a client process, the same code for both sides. */
export class Batches {
	readonly #send: SendOne;

	#expected = 0;

	#tellsEach = false;

	#arrivals: { id: string; at: number }[] = [];

	#complete: (() => void) | undefined;

	#cpuBefore = 0;

	#profiler: Session | undefined;

	constructor(send: SendOne) {
		this.#send = send;
	}

	async sendOneByOne({ to, texts }: Sending): Promise<Batch> {
		return await this.sendAtOnce({ to, texts, width: 1 });
	}

	async sendAtOnce({ to, texts, width }: Sending & { readonly width: number }): Promise<Batch> {
		collectGarbage();
		const latencies: number[] = [];
		const [begun, cpuBefore] = [monotonicMs(), cpuMs()];
		for (let first = 0; first < texts.length; first += width) {
			await Promise.all(
				texts.slice(first, first + width).map(async (text) => {
					const start = monotonicMs();
					await this.#send(to, text);
					latencies.push(monotonicMs() - start);
				}),
			);
		}
		return { latencies, elapsedMs: monotonicMs() - begun, cpuMs: cpuMs() - cpuBefore };
	}

	expect({ count, tellEach = false }: Expecting): void {
		collectGarbage();
		this.#expected = count;
		this.#tellsEach = tellEach;
		this.#arrivals = [];
		this.#cpuBefore = cpuMs();
	}

	/** Called at the very moment a message reaches the one who waits for it. */
	arrived(id: string): void {
		this.#arrivals.push({ id, at: monotonicMs() });
		// The bench may send the next one; after the clock was read.
		if (this.#tellsEach) say('arrived', id);
		if (this.#arrivals.length >= this.#expected) this.#complete?.();
	}

	async received({ withinMs }: { readonly withinMs: number }): Promise<ReceivedBatch> {
		if (this.#arrivals.length < this.#expected) {
			const all = new Promise<void>((resolve) => {
				this.#complete = resolve;
			});
			await Promise.race([all, pause(withinMs)]);
		}
		this.#complete = undefined;
		// What has to be done after the last arrival (receipts, settling) is work for these messages as well.
		await pause(150);
		return { arrivals: this.#arrivals, cpuMs: cpuMs() - this.#cpuBefore };
	}

	async beginProfile(): Promise<void> {
		this.#profiler = new Session();
		this.#profiler.connect();
		await this.#profiler.post('Profiler.enable');
		await this.#profiler.post('Profiler.setSamplingInterval', { interval: 100 });
		await this.#profiler.post('Profiler.start');
	}

	async endProfile(path: string): Promise<void> {
		const { profile } = (await this.#profiler?.post('Profiler.stop')) ?? {};
		await writeFile(path, JSON.stringify(profile));
		this.#profiler?.disconnect();
	}
}
