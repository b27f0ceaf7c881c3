import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess, type LinkedProcess } from '../../bench/processes/process-link';
import type { CrashingKitHandlers } from './crashing-kit-process';

/** Far more than any run of disasters takes; a send that always fails must not go on for ever. */
const MOST_TRIES = 100;

interface SendOrder {
	readonly key: string;
	readonly recipient: string;
	readonly text: string;
}

interface Delivered {
	readonly envelopeId: string;
	readonly messageId: string;
}

/** The kit's process from its driver's side: killed, started again, and told to send until it has sent. */
export class CrashingKit {
	readonly #env: Readonly<Record<string, string>>;

	#process: Promise<LinkedProcess<CrashingKitHandlers>> | undefined;

	/** Message id → envelope ids it was handed over under. */
	readonly #envelopes = new Map<string, Set<string>>();

	/** What its log called an error. */
	readonly logged: string[] = [];

	/** What the driver was told when it had to try again, and how often. */
	readonly refusals = new Map<string, number>();

	repetitions = 0;

	retries = 0;

	kills = 0;

	/** Whether a workflow listens in it; a worker of queue mode has none. */
	readonly #listens: boolean;

	constructor(env: Readonly<Record<string, string>>, { listens = true } = {}) {
		this.#env = env;
		this.#listens = listens;
	}

	/** One that need not be linked. */
	async start(): Promise<void> {
		this.#process = this.#begin();
		await this.#process;
	}

	/** It holds the connection. */
	async isOwner(): Promise<boolean> {
		const status = await this.#process
			?.then(
				async (running) => await running.tell('status'),
				() => undefined,
			)
			.catch(() => undefined);
		return status?.owner?.where === 'this process';
	}

	async startLinked(scan: (qr: string) => Promise<unknown>): Promise<void> {
		const started = await this.#begin();
		started.on('qr', (qr: string) => void scan(qr));
		await started.tell('link');
		if (this.#listens) await started.tell('subscribe');
		this.#process = Promise.resolve(started);
	}

	/** kill -9, and the next process as soon as the old one is gone. */
	async crash(): Promise<void> {
		const dying = await this.#process;
		this.kills += 1;
		this.#process = dying?.kill().then(async () => {
			const next = await this.#begin();
			if (this.#listens) await next.tell('subscribe');
			return next;
		});
		await this.#process;
	}

	/** Same key every time, whatever became of the try before. */
	async sendUntilSent(request: SendOrder): Promise<void> {
		await this.#untilDone(async (running) => await running.tell('send', request));
	}

	/** As n8n's retry would; resolves with the id of the job. */
	async queueUntilKept(request: SendOrder): Promise<string> {
		return String(await this.#untilDone(async (running) => await running.tell('queue', request)));
	}

	async jobState(jobId: string): Promise<string> {
		return await this.#untilDone(async (running) => await running.tell('jobState', jobId));
	}

	async #untilDone<T>(work: (running: LinkedProcess<CrashingKitHandlers>) => Promise<T>): Promise<T> {
		for (let tries = 1; ; tries += 1) {
			try {
				const running = await this.#process;
				if (!running) throw new Error('the process was never started');
				return await work(running);
			} catch (error) {
				if (tries === MOST_TRIES) throw error;
				this.retries += 1;
				const { code = 'killed', message } = error as { code?: string; message: string };
				const refusal = `${code}: ${message}`;
				this.refusals.set(refusal, (this.refusals.get(refusal) ?? 0) + 1);
				// n8n waits between tries as well.
				await pause(100);
			}
		}
	}

	has(messageId: string): boolean {
		return this.#envelopes.has(messageId);
	}

	underSeveralEnvelopes(): string[] {
		return [...this.#envelopes].filter(([, ids]) => ids.size > 1).map(([messageId]) => messageId);
	}

	async stop(): Promise<void> {
		const running = await this.#process?.catch(() => undefined);
		await running?.stop();
	}

	async #begin(): Promise<LinkedProcess<CrashingKitHandlers>> {
		const started = await startProcess<CrashingKitHandlers>(join(__dirname, 'crashing-kit-process'), {
			env: this.#env,
		});
		started.on('delivered', (delivered: Delivered) => this.#take(started, delivered));
		started.on('logged', (text: string) => this.logged.push(text));
		await started.tell('start');
		return started;
	}

	/** Written down first, confirmed then: what n8n does with an execution. */
	#take(from: LinkedProcess<CrashingKitHandlers>, { envelopeId, messageId }: Delivered): void {
		const envelopes = this.#envelopes.get(messageId) ?? new Set();
		if (envelopes.has(envelopeId)) this.repetitions += 1;
		this.#envelopes.set(messageId, envelopes.add(envelopeId));
		from.tell('confirm', envelopeId).catch(() => undefined);
	}
}
