import { RedisServer } from '../../fixtures/redis-server';
import { texts, type Bench } from '../bench';
import type { BareHandlers } from '../processes/bare-process';
import type { Batch, ClientHandlers } from '../processes/client-orders';
import type { LinkedProcess } from '../processes/process-link';
import type { QueueHandlers } from '../processes/queue-process';
import { Lines } from '../report';
import { median } from '../statistics';
import { World } from '../world';

const ROUNDS = 7;
const ONE_BY_ONE = 200;
const AT_ONCE = 50;
const BATCHES_AT_ONCE = 5;
const WARM_UP = 300;

const none = { kit: 0, send: 0, queue: 0, both: 0 };

/** Who sends in one round, and how its messages leave the phones of the world again. */
interface Way {
	oneByOne(count: number): Promise<Batch>;
	atOnce(count: number): Promise<Batch>;
}

export const queue: Bench = {
	name: 'queue',
	about:
		'Texts from a worker through the owner in another process, beside a bare BullMQ round trip and a bare send.',
	async run(note) {
		const world = await World.start();
		const redis = await RedisServer.start();
		try {
			const shared = { WHATSAPP_KIT_REDIS_URL: redis.url };
			const owner = await world.kit(shared);
			const worker = await world.process<ClientHandlers>('kit-process', owner.environment);
			const bare = await world.bare();
			const port = { BENCH_REDIS_PORT: String(redis.port) };
			const answering = await world.process<QueueHandlers>('queue-process', port);
			const asking = await world.process<QueueHandlers>('queue-process', port);
			const both = await world.process<QueueHandlers>('queue-process', port);
			await answering.tell('answer', { name: 'empty', concurrency: AT_ONCE });
			await asking.tell('ask', { name: 'empty' });
			const sender = bare.client as unknown as LinkedProcess<BareHandlers>;
			await sender.tell('answer', { name: 'send', redisPort: redis.port, concurrency: AT_ONCE });
			await both.tell('ask', { name: 'send' });

			const sending = (client: Pick<typeof worker, 'tell'>, to: string): Way => ({
				oneByOne: async (count) => await client.tell('sendOneByOne', { to, texts: texts('queue', count) }),
				atOnce: async (count) =>
					await client.tell('sendAtOnce', { to, texts: texts('queue', count), width: AT_ONCE }),
			});
			const ways = {
				kit: sending(worker, owner.contact),
				send: sending(bare.client, bare.contact),
				queue: sending(asking as unknown as typeof worker, 'nobody'),
				both: sending(both as unknown as typeof worker, bare.contact),
			};
			const round = async (way: Way, how: keyof Way, count: number): Promise<Batch> => {
				await world.whatsapp.tell('leaveUnopened');
				const batch = await way[how](count);
				await world.whatsapp.tell('open');
				await world.whatsapp.tell('forgetScreens');
				return batch;
			};
			for (const way of Object.values(ways)) {
				await round(way, 'oneByOne', WARM_UP);
				await round(way, 'atOnce', WARM_UP);
			}
			const names = Object.keys(ways) as (keyof typeof ways)[];
			const one: Record<keyof typeof ways, number>[] = [];
			const many: Record<keyof typeof ways, number>[] = [];
			const count = AT_ONCE * BATCHES_AT_ONCE;
			for (let index = 0; index < ROUNDS; index += 1) {
				const [latency, throughput] = [{ ...none }, { ...none }];
				for (const name of names)
					latency[name] = median((await round(ways[name], 'oneByOne', ONE_BY_ONE)).latencies);
				for (const name of names)
					throughput[name] = (count * 1_000) / (await round(ways[name], 'atOnce', count)).elapsedMs;
				one.push(latency);
				many.push(throughput);
			}
			note(
				'"queue" answers at once; "both" is a bare queue whose worker sends with the bare library, as the kit does.',
			);
			const lines = new Lines('queue');
			lines.add(
				'one by one: worker to sent / (bare round trip + bare send)',
				one.map(({ kit, send, queue: bull }) => kit / (send + bull)),
				{ target: { atMost: 1.5 } },
			);
			lines.add(
				`${AT_ONCE} at once: throughput, kit / bare queue that sends`,
				many.map(({ kit, both: bull }) => kit / bull),
				{ target: { atLeast: 0.8 } },
			);
			for (const name of names) {
				lines.add(
					`one by one: ${name}`,
					one.map((values) => values[name]),
					{ unit: 'ms' },
				);
				lines.add(
					`${AT_ONCE} at once: ${name}`,
					many.map((values) => values[name]),
					{ unit: '/s' },
				);
			}
			return lines.all;
		} finally {
			await world.dispose();
			await redis.dispose();
		}
	},
};
