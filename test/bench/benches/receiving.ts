import { texts, type Bench } from '../bench';
import { Lines } from '../report';
import { median } from '../statistics';
import { World, type Side } from '../world';

const ROUNDS = 11;
const ONE_BY_ONE = 150;
const BURST = 500;
const WARM_UP = 400;
/** Far more than a round takes: a message that is not there by then is lost. */
const WITHIN_MS = 60_000;

export const receiving: Bench = {
	name: 'receiving',
	about:
		'From the server writing a stanza to emit of the real trigger node, beside messages.upsert of the bare library.',
	async run(note) {
		const world = await World.start();
		try {
			const [kit, bare] = [await world.kit(), await world.bare()];
			for (const side of [kit, bare]) await burst(world, side, WARM_UP);
			for (const side of [kit, bare]) await oneByOne(world, side, WARM_UP / 2);
			note('Messages are encrypted before the clock starts; the server only writes them.');
			const lines = new Lines('receiving');
			const single = await alternate(kit, bare, async (side) => await oneByOne(world, side, ONE_BY_ONE));
			const bursts = await alternate(kit, bare, async (side) => await burst(world, side, BURST));
			lines.add(
				'added median latency to emit',
				single.map((round) => round.kit.latencyMs - round.bare.latencyMs),
				{
					unit: 'ms',
					target: { atMost: 0.5 },
				},
			);
			lines.add(
				'bare: median latency',
				single.map((round) => round.bare.latencyMs),
				{ unit: 'ms' },
			);
			lines.add(
				'kit: median latency',
				single.map((round) => round.kit.latencyMs),
				{ unit: 'ms' },
			);
			lines.add(
				`burst of ${BURST}: throughput, kit / bare`,
				bursts.map((round) => round.bare.elapsedMs / round.kit.elapsedMs),
				{
					target: { atLeast: 0.9 },
				},
			);
			lines.add(
				`burst of ${BURST}: bare, per message`,
				bursts.map((round) => round.bare.elapsedMs / BURST),
				{ unit: 'ms' },
			);
			lines.add(
				`burst of ${BURST}: kit, per message`,
				bursts.map((round) => round.kit.elapsedMs / BURST),
				{ unit: 'ms' },
			);
			lines.add(
				`burst of ${BURST}: CPU per message, kit / bare`,
				bursts.map((round) => round.kit.cpuMs / round.bare.cpuMs),
			);
			lines.add(
				`burst of ${BURST}: server wrote all within`,
				bursts.map((round) => round.kit.writingMs),
				{ unit: 'ms' },
			);
			return lines.all;
		} finally {
			await world.dispose();
		}
	},
};

interface Measured {
	readonly latencyMs: number;
	/** From the first stanza written to the last message handed over. */
	readonly elapsedMs: number;
	readonly cpuMs: number;
	/** How long the server took to write them. */
	readonly writingMs: number;
}

async function alternate(kit: Side, bare: Side, measure: (side: Side) => Promise<Measured>) {
	const rounds: { readonly kit: Measured; readonly bare: Measured }[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const kitFirst = round % 2 === 0 ? await measure(kit) : undefined;
		const ofBare = await measure(bare);
		rounds.push({ kit: kitFirst ?? (await measure(kit)), bare: ofBare });
	}
	return rounds;
}

async function burst(world: World, side: Side, count: number): Promise<Measured> {
	const { whatsapp } = world;
	const ids = await whatsapp.tell('prepare', {
		from: side.contact,
		to: side.owner,
		texts: texts('burst', count),
	});
	await side.client.tell('expect', { count });
	const coming = side.client.tell('received', { withinMs: WITHIN_MS });
	const { took } = await whatsapp.tell('release');
	return await evaluate(world, ids, await coming, took);
}

async function oneByOne(world: World, side: Side, count: number): Promise<Measured> {
	const { whatsapp } = world;
	const ids = await whatsapp.tell('prepare', {
		from: side.contact,
		to: side.owner,
		texts: texts('single', count),
	});
	await side.client.tell('expect', { count, tellEach: true });
	const coming = side.client.tell('received', { withinMs: WITHIN_MS });
	let arrived = (): void => undefined;
	side.client.on('arrived', () => arrived());
	for (let index = 0; index < count; index += 1) {
		const next = new Promise<void>((resolve) => {
			arrived = resolve;
		});
		await whatsapp.tell('releaseOne');
		await next;
	}
	return await evaluate(world, ids, await coming, 0);
}

async function evaluate(
	{ whatsapp }: World,
	ids: readonly string[],
	{ arrivals, cpuMs }: { readonly arrivals: readonly { id: string; at: number }[]; readonly cpuMs: number },
	writingMs: number,
): Promise<Measured> {
	const written = await whatsapp.tell('writtenAt', ids);
	const arrivedAt = new Map(arrivals.map(({ id, at }) => [id, at]));
	const missing = ids.filter((id) => !arrivedAt.has(id));
	if (missing.length > 0 || arrivals.length !== ids.length) {
		throw new Error(`${missing.length} of ${ids.length} messages never arrived, ${arrivals.length} arrivals`);
	}
	await whatsapp.tell('forgetScreens');
	const first = Math.min(...written);
	return {
		latencyMs: median(ids.map((id, index) => arrivedAt.get(id)! - written[index]!)),
		elapsedMs: Math.max(...arrivals.map(({ at }) => at)) - first,
		cpuMs,
		writingMs,
	};
}
