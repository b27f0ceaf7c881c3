import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProcess } from '../../bench/processes/process-link';
import type { WhatsAppHandlers } from '../../bench/processes/whatsapp-process';
import type { WhatsApp } from '../../bench/world';
import { RedisServer } from '../../fixtures/redis-server';
import { CrashingKit } from './crashing-kit';
import { seededRandom } from './seeded-random';

export interface QueueCrashOptions {
	/** Sends, asked of main and workers in turn. */
	readonly messages: number;
	/** How often a process is killed with SIGKILL: main, a worker, or whichever holds the connection. */
	readonly kills: number;
	readonly workers: number;
	readonly seed: number;
	/** Sends on their way at once. */
	readonly width: number;
}

export interface QueueCrashOutcome {
	/** Sends that ended well and stand on no screen. */
	readonly lost: readonly string[];
	/** Texts that stand on the screen more than once. */
	readonly duplicated: readonly string[];
	/** Copies that reached the phone beyond the first, under the same message id. */
	readonly repeated: number;
	readonly retries: number;
	/** Kills by who was hit. */
	readonly kills: ReadonlyMap<string, number>;
	/** ms from the death of an owner to the next login, the longest one. */
	readonly slowestTakeoverMs: number;
	readonly refusals: ReadonlyMap<string, number>;
	readonly protocolErrors: readonly string[];
	readonly devices: number;
	readonly tookMs: number;
}

const owner = '5511987654321';
const contact = '4915123456789';

/** An n8n in queue mode whose processes are killed at random while they send. */
export async function queueCrashRun(
	options: QueueCrashOptions,
	environment: Readonly<Record<string, string>> = {},
): Promise<QueueCrashOutcome> {
	const begun = Date.now();
	const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-queue-crash-'));
	const redis = await RedisServer.start();
	const whatsapp: WhatsApp = await startProcess<WhatsAppHandlers>(
		join(__dirname, '..', '..', 'bench', 'processes', 'whatsapp-process'),
	);
	const { url, rootKeyHex } = await whatsapp.tell('start');
	await whatsapp.tell('addPhone', { phone: owner, name: 'Shop' });
	await whatsapp.tell('addPhone', { phone: contact, name: 'Ana' });
	const shared = {
		WHATSAPP_KIT_HOME: folder,
		WHATSAPP_KIT_SERVER_URL: url,
		WHATSAPP_KIT_SERVER_ROOT_KEY: rootKeyHex,
		WHATSAPP_KIT_REDIS_URL: redis.url,
		...environment,
	};
	const main = new CrashingKit(shared);
	const workers = Array.from({ length: options.workers }, () => new CrashingKit(shared, { listens: false }));
	const processes = [main, ...workers];
	try {
		await main.startLinked(async (qr) => await whatsapp.tell('scan', { phone: owner, qr }));
		for (const worker of workers) await worker.start();
		const disasters = new Kills(options, main, workers, whatsapp);
		await sendAll(processes, options, disasters);
		await disasters.over;
		const screen = await whatsapp.tell('screen', contact);
		const shown = new Map<string, number>();
		for (const { text, fromMe } of screen.messages) if (!fromMe) shown.set(text, (shown.get(text) ?? 0) + 1);
		const refusals = new Map<string, number>();
		for (const { refusals: own } of processes)
			for (const [text, times] of own) refusals.set(text, (refusals.get(text) ?? 0) + times);
		return {
			lost: textsOf(options).filter((text) => !shown.has(text)),
			duplicated: [...shown].filter(([, times]) => times > 1).map(([text]) => text),
			repeated: screen.copies.reduce((sum, { count }) => sum + count - 1, 0),
			retries: processes.reduce((sum, { retries }) => sum + retries, 0),
			kills: disasters.hit,
			slowestTakeoverMs: disasters.slowestTakeoverMs,
			refusals,
			protocolErrors: await whatsapp.tell('protocolErrors'),
			devices: (await whatsapp.tell('linkedDevices', owner)).length,
			tookMs: Date.now() - begun,
		};
	} finally {
		for (const one of processes) await one.stop();
		await whatsapp.stop();
		await redis.dispose();
		await rm(folder, { recursive: true, force: true });
	}
}

const textsOf = ({ messages }: QueueCrashOptions): string[] =>
	Array.from({ length: messages }, (_, index) => `out ${index}`);

/** Every text under a key of its own. A process that dies takes its executions with it; n8n runs them elsewhere. */
async function sendAll(
	processes: readonly CrashingKit[],
	options: QueueCrashOptions,
	disasters: Kills,
): Promise<void> {
	const waiting = [...textsOf(options).entries()];
	const sender = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [index, text] = next;
			const request = { key: `execution-${index}:node:0:0`, recipient: contact, text };
			await processes[index % processes.length]!.sendUntilSent(request);
			disasters.progress();
		}
	};
	await Promise.all(Array.from({ length: options.width }, sender));
}

/** Kills at random points of the progress, so that a slow machine sees the same run. */
class Kills {
	readonly hit = new Map<string, number>();

	slowestTakeoverMs = 0;

	over: Promise<void> = Promise.resolve();

	readonly #random: () => number;

	readonly #due: number[];

	readonly #main: CrashingKit;

	readonly #workers: readonly CrashingKit[];

	readonly #whatsapp: WhatsApp;

	#progress = 0;

	constructor(
		{ messages, kills, seed }: QueueCrashOptions,
		main: CrashingKit,
		workers: readonly CrashingKit[],
		whatsapp: WhatsApp,
	) {
		this.#random = seededRandom(seed);
		this.#due = Array.from({ length: kills }, () => Math.floor(this.#random() * messages * 0.9)).sort(
			(a, b) => a - b,
		);
		this.#main = main;
		this.#workers = workers;
		this.#whatsapp = whatsapp;
	}

	progress(): void {
		this.#progress += 1;
		while (this.#due[0] !== undefined && this.#progress >= this.#due[0]) {
			this.#due.shift();
			// One after the other: two dead processes at a time would only hide each other.
			this.over = this.over.then(async () => await this.#kill());
		}
	}

	async #kill(): Promise<void> {
		const draw = Math.floor(this.#random() * 3);
		const worker = this.#workers[Math.floor(this.#random() * this.#workers.length)]!;
		const kind = (['main', 'worker', 'owner'] as const)[draw]!;
		const victim = kind === 'main' ? this.#main : kind === 'worker' ? worker : await this.#owner();
		this.hit.set(kind, (this.hit.get(kind) ?? 0) + 1);
		const loginsBefore = await this.#logins();
		const wasOwner = victim === (await this.#owner());
		const at = Date.now();
		const restarted = victim.crash();
		if (wasOwner) {
			while ((await this.#logins()) === loginsBefore && Date.now() - at < 30_000) await pause(20);
			this.slowestTakeoverMs = Math.max(this.slowestTakeoverMs, Date.now() - at);
		}
		await restarted;
	}

	async #logins(): Promise<number> {
		const devices = await this.#whatsapp.tell('linkedDevices', owner);
		return devices.reduce((sum, { logins }) => sum + logins, 0);
	}

	async #owner(): Promise<CrashingKit> {
		for (const one of [this.#main, ...this.#workers]) if (await one.isOwner()) return one;
		return this.#main;
	}
}
