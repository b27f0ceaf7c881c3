import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { createKit, type ClosableKit } from '../../../runtime/create-kit';
import type { SessionHandle } from '../../../runtime/kit';
import type { Bench } from '../bench';
import type { GatewayHandlers } from '../processes/gateway-process';
import { monotonicMs } from '../processes/monotonic';
import { startProcess, type LinkedProcess } from '../processes/process-link';
import { Lines } from '../report';
import { median } from '../statistics';

const ROUNDS = 11;
const ONE_BY_ONE = 300;
const AT_ONCE = 50;
const BATCHES = 6;
const TO = '+491701234567';
const account = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };

/** Sends one text, however often it is called. */
type Send = () => Promise<void>;

interface Batch {
	readonly elapsedMs: number;
	readonly times: readonly number[];
}

export const gateway: Bench = {
	name: 'gateway',
	about:
		'Texts through a gateway with everything the session does, beside a bare axios POST to the same one.',
	async run(note) {
		const world = await World.start();
		try {
			note('The simulated gateway has a process of its own. No limits: preset "unlimited".');
			const lines = new Lines('gateway');
			for (const way of [oneByOne, atOnce]) {
				for (const send of [world.kit, world.bare]) await world.measure(way, send);
				const rounds: { readonly kit: Batch; readonly bare: Batch }[] = [];
				for (let round = 0; round < ROUNDS; round += 1) {
					// Who goes first changes: a machine that slows down must not favour one side.
					const first = await world.measure(way, round % 2 === 0 ? world.kit : world.bare);
					const second = await world.measure(way, round % 2 === 0 ? world.bare : world.kit);
					rounds.push(round % 2 === 0 ? { kit: first, bare: second } : { kit: second, bare: first });
				}
				report(lines, way === oneByOne ? 'one by one' : `${AT_ONCE} at once`, rounds);
			}
			return lines.all;
		} finally {
			await world.dispose();
		}
	},
};

function report(
	lines: Lines,
	what: string,
	rounds: readonly { readonly kit: Batch; readonly bare: Batch }[],
): void {
	lines.add(
		`${what}: throughput, kit / bare POST`,
		rounds.map(({ kit, bare }) => bare.elapsedMs / kit.elapsedMs),
		{ target: { atLeast: 0.9 } },
	);
	const added = rounds.map(({ kit, bare }) =>
		// Fifty begun at once wait for each other; what one adds is its share of the time all took.
		what === 'one by one'
			? median(kit.times) - median(bare.times)
			: (kit.elapsedMs - bare.elapsedMs) / kit.times.length,
	);
	lines.add(`${what}: added median`, added, { unit: 'ms', target: { atMost: 0.5 } });
}

async function oneByOne(send: Send): Promise<Batch> {
	const times: number[] = [];
	const began = monotonicMs();
	for (let count = 0; count < ONE_BY_ONE; count += 1) times.push(await timed(send));
	return { elapsedMs: monotonicMs() - began, times };
}

async function atOnce(send: Send): Promise<Batch> {
	const times: number[] = [];
	const began = monotonicMs();
	for (let batch = 0; batch < BATCHES; batch += 1)
		times.push(...(await Promise.all(Array.from({ length: AT_ONCE }, async () => await timed(send)))));
	return { elapsedMs: monotonicMs() - began, times };
}

async function timed(send: Send): Promise<number> {
	const began = monotonicMs();
	await send();
	return monotonicMs() - began;
}

class World {
	#count = 0;

	private constructor(
		readonly folder: string,
		readonly process: LinkedProcess<GatewayHandlers>,
		readonly url: string,
		readonly made: ClosableKit,
		readonly handle: SessionHandle,
	) {}

	static async start(): Promise<World> {
		const folder = await mkdtemp(join(tmpdir(), 'whatsapp-kit-bench-'));
		const process = await startProcess<GatewayHandlers>(
			join(__dirname, '..', 'processes', 'gateway-process'),
		);
		const url = await process.tell('open', account);
		const kit = createKit({ logger: silentLogger }, { WHATSAPP_KIT_HOME: folder });
		const credential = {
			...account,
			baseUrl: url,
			allowPrivateAddress: true,
			limitsPreset: 'unlimited',
		};
		const handle = await kit.acquire({ id: 'a', name: 'Shop', engine: 'wawp', credential });
		return new World(folder, process, url, kit, handle);
	}

	readonly kit: Send = async () => {
		const { outcome } = await this.handle.session.send({
			recipient: TO,
			message: { kind: 'text', text: 'Hello' },
			idempotencyKey: `bench-${this.#count++}`,
		});
		if (outcome !== 'sent') throw new Error(`The kit said ${outcome}`);
	};

	readonly bare: Send = async () => {
		const { status } = await axios.post(
			`${this.url}/v2/send/text`,
			{ chatId: `${TO.slice(1)}@c.us`, message: 'Hello' },
			{ params: { instance_id: account.instanceId, access_token: account.accessToken } },
		);
		if (status !== 200) throw new Error(`The gateway said ${status}`);
	};

	/** Every message must have arrived, whoever sent it. */
	async measure(way: (send: Send) => Promise<Batch>, send: Send): Promise<Batch> {
		const batch = await way(send);
		const taken = await this.process.tell('taken');
		if (taken !== batch.times.length) throw new Error(`${taken} of ${batch.times.length} messages arrived`);
		return batch;
	}

	async dispose(): Promise<void> {
		this.handle.release();
		await this.made.close();
		await this.process.stop();
		await rm(this.folder, { recursive: true, force: true });
	}
}

const silent = (): void => undefined;
const silentLogger = { debug: silent, info: silent, warn: silent, error: silent };
