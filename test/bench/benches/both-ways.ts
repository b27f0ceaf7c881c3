import { setTimeout as pause } from 'node:timers/promises';
import { texts, type Bench } from '../bench';
import { Lines } from '../report';
import { World, type Side } from '../world';

const EACH_WAY = 150;
const ROUNDS = 3;
/** Spreads what comes in over the time the sends take: keys change when the two cross. */
const EVERY_MS = 3;
/** Time for retries: what is not there by then stands on a screen as "Waiting for this message". */
const WITHIN_MS = 15_000;

export const bothWays: Bench = {
	name: 'both-ways',
	about: `${EACH_WAY} messages each way at once with one contact: what cannot be read or never arrives.`,
	async run(note) {
		const lines = new Lines('both-ways');
		const world = await World.start();
		try {
			const kit = await inRounds(world, async () => await world.kit());
			const files = await inRounds(world, async () => await world.bareOnFiles());
			const none = { target: { atMost: 0 } } as const;
			lines.add(
				'kit: not readable on the phone',
				kit.map(({ unreadable }) => unreadable),
				none,
			);
			lines.add(
				'kit: not readable by the client',
				kit.map(({ stubs }) => stubs),
				none,
			);
			lines.add(
				'kit: lost on the way out',
				kit.map(({ lostOut }) => lostOut),
				none,
			);
			lines.add(
				'kit: lost on the way in',
				kit.map(({ lostIn }) => lostIn),
				none,
			);
			lines.add(
				'stock file store: not readable on the phone',
				files.map(({ unreadable }) => unreadable),
			);
			lines.add(
				'stock file store: not readable by the client',
				files.map(({ stubs }) => stubs),
			);
			lines.add(
				'stock file store: lost on the way out',
				files.map(({ lostOut }) => lostOut),
			);
			lines.add(
				'stock file store: lost on the way in',
				files.map(({ lostIn }) => lostIn),
			);
			note('The stock file store (useMultiFileAuthState) is what most packages ship; it has no target.');
			return lines.all;
		} finally {
			await world.dispose();
		}
	},
};

interface Outcome {
	readonly unreadable: number;
	readonly stubs: number;
	readonly lostOut: number;
	readonly lostIn: number;
}

async function inRounds(world: World, open: () => Promise<Side>): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		// Every round begins with a new link, as sessions that went wrong stay wrong.
		const side = await open();
		outcomes.push(await exchange(world, side));
		await side.client.stop();
	}
	return outcomes;
}

async function exchange(world: World, side: Side): Promise<Outcome> {
	const { whatsapp } = world;
	const { client, owner, contact } = side;
	await begin(world, side);
	await client.tell('expect', { count: EACH_WAY });
	const [out, into] = [texts('out', EACH_WAY), texts('in', EACH_WAY)];
	const sending = client.tell('sendAtOnce', { to: contact, texts: out, width: EACH_WAY });
	const saying = whatsapp.tell('say', { from: contact, to: owner, texts: into, everyMs: EVERY_MS });
	const received = client.tell('received', { withinMs: WITHIN_MS });
	const [ids] = await Promise.all([saying, sending]);
	const { arrivals } = await received;
	const arrived = new Set(arrivals.map(({ id }) => id));
	const onScreen = await screenWhenComplete(world, contact);
	const shown = new Set(onScreen.messages.map(({ text }) => text));
	return {
		unreadable: onScreen.failures,
		stubs: side.stubs.length,
		lostOut: out.filter((text) => !shown.has(text)).length,
		lostIn: ids.filter((id) => !arrived.has(id)).length,
	};
}

/** One message each way: with a session there, sends and decrypts work on the same one from the start. */
async function begin({ whatsapp }: World, { client, owner, contact }: Side): Promise<void> {
	await client.tell('expect', { count: 1 });
	await whatsapp.tell('say', { from: contact, to: owner, texts: ['first'] });
	await client.tell('received', { withinMs: WITHIN_MS });
	await client.tell('sendOneByOne', { to: contact, texts: ['first'] });
}

async function screenWhenComplete({ whatsapp }: World, contact: string) {
	const deadline = Date.now() + WITHIN_MS;
	for (;;) {
		const screen = await whatsapp.tell('screen', contact);
		if (screen.messages.length > EACH_WAY || Date.now() > deadline) return screen;
		await pause(50);
	}
}
