import { texts, type Bench } from '../bench';
import type { Batch } from '../processes/client-orders';
import { Lines } from '../report';
import { median } from '../statistics';
import { World, type Side } from '../world';

const ROUNDS = 11;
const ONE_BY_ONE = 200;
const AT_ONCE = 50;
const BATCHES_AT_ONCE = 5;
/** Before the first round: the code of both sides is hot, sessions and number look-ups are there. */
const WARM_UP = 400;

export const sending: Bench = {
	name: 'sending',
	about:
		'Texts through WhatsAppKit.execute on the real store, beside the bare library awaiting the same acknowledgement.',
	async run(note) {
		const world = await World.start();
		try {
			const [kit, bare] = [await world.kit(), await world.bare()];
			for (const side of [kit, bare]) await sendRound(world, side, 'oneByOne', WARM_UP);
			for (const side of [kit, bare]) await sendRound(world, side, 'atOnce', WARM_UP);
			note('The phones open what they got after each round, so their decrypting takes nobody’s time.');
			const lines = new Lines('sending');
			for (const way of ['oneByOne', 'atOnce'] as const) {
				const count = way === 'oneByOne' ? ONE_BY_ONE : AT_ONCE * BATCHES_AT_ONCE;
				const rounds: Round[] = [];
				for (let round = 0; round < ROUNDS; round += 1)
					rounds.push(await bothSides(world, kit, bare, way, count, round));
				report(lines, way === 'oneByOne' ? 'one by one' : `${AT_ONCE} at once`, rounds);
			}
			return lines.all;
		} finally {
			await world.dispose();
		}
	},
};

type Way = 'oneByOne' | 'atOnce';

interface Round {
	readonly count: number;
	readonly kit: Batch;
	readonly bare: Batch;
}

async function bothSides(
	world: World,
	kit: Side,
	bare: Side,
	way: Way,
	count: number,
	round: number,
): Promise<Round> {
	// Who goes first changes: a machine that slows down must not favour one side.
	const order = round % 2 === 0 ? [kit, bare] : [bare, kit];
	const measured = new Map<Side, Batch>();
	for (const side of order) measured.set(side, await sendRound(world, side, way, count));
	return { count, kit: measured.get(kit)!, bare: measured.get(bare)! };
}

async function sendRound(world: World, side: Side, way: Way, count: number): Promise<Batch> {
	const { whatsapp } = world;
	await whatsapp.tell('leaveUnopened');
	const sending = { to: side.contact, texts: texts(side.name, count) };
	const batch =
		way === 'oneByOne'
			? await side.client.tell('sendOneByOne', sending)
			: await side.client.tell('sendAtOnce', { ...sending, width: AT_ONCE });
	await whatsapp.tell('open');
	const { messages, failures } = await whatsapp.tell('screen', side.contact);
	if (messages.length !== count || failures > 0) {
		throw new Error(
			`${side.name}: ${messages.length} of ${count} messages on the phone, ${failures} unreadable`,
		);
	}
	await whatsapp.tell('forgetScreens');
	return batch;
}

function report(lines: Lines, what: string, rounds: readonly Round[]): void {
	const ratio = (of: (batch: Batch) => number): number[] => rounds.map(({ kit, bare }) => of(kit) / of(bare));
	lines.add(
		`${what}: throughput, kit / bare`,
		ratio((batch) => 1 / batch.elapsedMs),
		{ target: { atLeast: 0.9 } },
	);
	const added = rounds.map(({ kit, bare, count }) =>
		// Fifty begun at once wait for each other; what one adds is its share of the time all took.
		what === 'one by one'
			? median(kit.latencies) - median(bare.latencies)
			: (kit.elapsedMs - bare.elapsedMs) / count,
	);
	const per = what === 'one by one' ? 'added median latency' : 'added time per message';
	lines.add(`${what}: ${per}`, added, { unit: 'ms', target: { atMost: 0.5 } });
	lines.add(
		`${what}: bare, per message`,
		rounds.map(({ bare, count }) => bare.elapsedMs / count),
		{ unit: 'ms' },
	);
	lines.add(
		`${what}: kit, per message`,
		rounds.map(({ kit, count }) => kit.elapsedMs / count),
		{ unit: 'ms' },
	);
	lines.add(
		`${what}: CPU per message, kit / bare`,
		ratio((batch) => batch.cpuMs),
	);
}
