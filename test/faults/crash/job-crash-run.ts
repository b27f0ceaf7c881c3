import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../../bench/processes/process-link';
import type { WhatsAppHandlers } from '../../bench/processes/whatsapp-process';
import type { WhatsApp } from '../../bench/world';
import { until } from '../../fixtures/until';
import { CrashingKit } from './crashing-kit';
import { seededRandom } from './seeded-random';

export interface JobCrashOptions {
	/** Messages put into the queue. */
	readonly messages: number;
	/** How often the process that sends is killed with SIGKILL, while messages are queued and while they leave. */
	readonly kills: number;
	readonly seed: number;
	/** Further processes that queue; they need a Redis. */
	readonly workers: number;
	/** Whether a workflow listens in the first process, or nothing but the queue keeps the number open. */
	readonly listens: boolean;
	readonly environment?: Readonly<Record<string, string>>;
}

export interface JobCrashOutcome {
	/** Texts whose job was told and that stand on no screen. */
	readonly lost: readonly string[];
	/** Texts that stand on the screen more than once. */
	readonly duplicated: readonly string[];
	/** States of all jobs at the end, and how many are in each. */
	readonly states: Readonly<Record<string, number>>;
	readonly kills: number;
	/** Jobs of keys that were told different ids. */
	readonly ambiguous: readonly string[];
	readonly protocolErrors: readonly string[];
	readonly devices: number;
}

const owner = '5511987654321';
const contact = '4915123456789';
/** So that a queue is still there when the next disaster comes. */
const limits = { CRASHING_KIT_LIMITS: JSON.stringify({ gapSeconds: 0.02, gapJitterPercent: 0 }) };

/** A queue whose owner is killed again and again. The same seed, the same disasters. */
export async function jobCrashRun(options: JobCrashOptions): Promise<JobCrashOutcome> {
	const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-job-crash-'));
	const whatsapp: WhatsApp = await startProcess<WhatsAppHandlers>(
		join(__dirname, '..', '..', 'bench', 'processes', 'whatsapp-process'),
	);
	const { url, rootKeyHex } = await whatsapp.tell('start');
	await whatsapp.tell('addPhone', { phone: owner, name: 'Shop' });
	await whatsapp.tell('addPhone', { phone: contact, name: 'Ana' });
	const environment = {
		WHATSAPP_KIT_HOME: folder,
		WHATSAPP_KIT_SERVER_URL: url,
		WHATSAPP_KIT_SERVER_ROOT_KEY: rootKeyHex,
		...limits,
		...options.environment,
	};
	const main = new CrashingKit(environment, { listens: options.listens });
	const workers = Array.from(
		{ length: options.workers },
		() => new CrashingKit(environment, { listens: false }),
	);
	try {
		await main.startLinked(async (qr) => await whatsapp.tell('scan', { phone: owner, qr }));
		for (const worker of workers) await worker.start();
		return await run(options, { whatsapp, main, workers });
	} finally {
		for (const one of [main, ...workers]) await one.stop();
		await whatsapp.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

interface World {
	readonly whatsapp: WhatsApp;
	readonly main: CrashingKit;
	readonly workers: readonly CrashingKit[];
}

async function run({ messages, kills, seed }: JobCrashOptions, world: World): Promise<JobCrashOutcome> {
	const { whatsapp, main, workers } = world;
	const random = seededRandom(seed);
	const processes = [main, ...workers];
	const texts = Array.from({ length: messages }, (_, index) => `out ${index}`);
	const jobIds = new Map<string, Set<string>>();
	const killOwner = async (): Promise<void> => {
		for (const one of processes) if (await one.isOwner()) return await one.crash();
		await main.crash();
	};
	// Half of the disasters while messages are queued, the other half while they leave.
	const early = Array.from({ length: Math.floor(kills / 2) }, () => Math.floor(random() * messages * 0.9));
	const waiting = [...texts.entries()];
	let queued = 0;
	let disasters = Promise.resolve();
	const queue = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			const [index, text] = next;
			const request = { key: `execution-${index}:node:0:0`, recipient: contact, text };
			const told = await processes[index % processes.length]!.queueUntilKept(request);
			jobIds.set(text, (jobIds.get(text) ?? new Set()).add(told));
			queued += 1;
			for (const at of early.splice(0))
				if (queued >= at) disasters = disasters.then(killOwner);
				else early.push(at);
		}
	};
	await Promise.all(Array.from({ length: 4 }, queue));
	await disasters;
	const shown = async (): Promise<readonly string[]> =>
		(await whatsapp.tell('screen', contact)).messages.flatMap(({ text, fromMe }) => (fromMe ? [] : [text]));
	for (let left = kills - Math.floor(kills / 2); left > 0; left -= 1) {
		const there = (await shown()).length;
		const target = there + Math.floor(random() * Math.max(1, (messages - there) / (left + 1)));
		await until(async () => (await shown()).length >= target, 60_000);
		await killOwner();
	}
	const ids = [...jobIds.values()].map((told) => [...told][0]!);
	const open = new Set(['queued', 'sending']);
	let states: string[] = [];
	await until(async () => {
		states = [];
		for (const id of ids) states.push(await main.jobState(id));
		return !states.some((state) => open.has(state));
	}, 120_000);
	const screen = await shown();
	return {
		lost: texts.filter((text) => !screen.includes(text)),
		duplicated: texts.filter((text) => screen.filter((one) => one === text).length > 1),
		states: Object.fromEntries(
			[...new Set(states)].map((one) => [one, states.filter((s) => s === one).length]),
		),
		kills: processes.reduce((sum, one) => sum + one.kills, 0),
		ambiguous: [...jobIds].flatMap(([text, told]) => (told.size > 1 ? [text] : [])),
		protocolErrors: await whatsapp.tell('protocolErrors'),
		devices: (await whatsapp.tell('linkedDevices', owner)).length,
	};
}
