import { join } from 'node:path';
import type { Bench } from '../bench';
import type { IdleHandlers } from '../processes/idle-orders';
import type { LinkedProcess } from '../processes/process-link';
import { Lines } from '../report';
import { World } from '../world';

const ACCOUNTS = 50;
const ROUNDS = 3;
const MIB = 2 ** 20;

interface Household {
	readonly program: string;
	readonly env: Readonly<Record<string, string>>;
	readonly owners: readonly string[];
}

export const idleAccounts: Bench = {
	name: 'idle-accounts',
	about: `Resident memory of a process that holds ${ACCOUNTS} linked accounts, beside ${ACCOUNTS} bare sockets.`,
	async run() {
		const world = await World.start();
		try {
			const folder = await world.folder();
			const kit = {
				program: 'idle-kit-process',
				env: world.kitEnvironment(folder),
				owners: numbers('551198765'),
			};
			const bare = {
				program: 'idle-bare-process',
				env: { BENCH_SESSIONS: join(folder, 'sessions.json') },
				owners: numbers('551197654'),
			};
			for (const household of [kit, bare]) await link(world, household);
			const [ofKit, ofBare]: number[][] = [[], []];
			for (let round = 0; round < ROUNDS; round += 1) {
				ofKit!.push(await measure(world, kit));
				ofBare!.push(await measure(world, bare));
			}
			const lines = new Lines('idle-accounts');
			const ratios = ofKit!.map((bytes, round) => bytes / ofBare![round]!);
			lines.add('resident memory, kit / bare', ratios, { target: { atMost: 1.15 } });
			lines.add(
				'bare',
				ofBare!.map((bytes) => bytes / MIB),
				{ unit: 'MiB' },
			);
			lines.add(
				'kit',
				ofKit!.map((bytes) => bytes / MIB),
				{ unit: 'MiB' },
			);
			return lines.all;
		} finally {
			await world.dispose();
		}
	},
};

const numbers = (prefix: string): string[] =>
	Array.from({ length: ACCOUNTS }, (_, index) => `${prefix}${(1000 + index).toString()}`);

/** In a process of its own, so that what linking cost is not counted. */
async function link(world: World, { program, env, owners }: Household): Promise<void> {
	for (const phone of owners) await world.whatsapp.tell('addPhone', { phone, name: 'Shop' });
	const child = await start(world, program, env);
	const scanned = new Set<string>();
	child.on('qr', ({ owner, qr }: { owner: string; qr: string }) => {
		if (!scanned.has(owner)) void world.whatsapp.tell('scan', { phone: owner, qr });
		scanned.add(owner);
	});
	await child.tell('link', { url: world.url, owners });
	await child.stop();
}

async function measure(world: World, { program, env, owners }: Household): Promise<number> {
	const child = await start(world, program, env);
	await child.tell('open', { url: world.url, owners });
	const bytes = await child.tell('memory');
	await child.stop();
	return bytes;
}

async function start(
	world: World,
	program: string,
	env: Household['env'],
): Promise<LinkedProcess<IdleHandlers>> {
	return await world.process<IdleHandlers>(program, env);
}
