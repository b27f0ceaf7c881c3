import { settle } from '../fixtures/manual-clock';
import { soon } from '../fixtures/soon';
import { MINUTE, START } from './a-verification';
import { FeedWorld } from './feed-world';

async function running(listener: ConstructorParameters<typeof FeedWorld>[0] = {}): Promise<FeedWorld> {
	const world = new FeedWorld(listener);
	let attached = false;
	void world.feed.run(() => (attached = true));
	await soon(() => attached);
	return world;
}

const listenerOf = ({ store }: FeedWorld) => store.tables.listener('account', 'workflow:node');

describe('a listener', () => {
	test('says every hour that it is still there, and keeps what is pending then', async () => {
		const world = await running({ resume: false });
		world.deliver = async () => await new Promise<void>(() => undefined);
		await world.put({ id: 'v-1', expiresAt: START + 1_000 * MINUTE });
		await world.clock.advance(60 * MINUTE);
		expect(listenerOf(world)?.seenAt).toBe(START);
		await world.clock.advance(2_000);
		expect(listenerOf(world)!.seenAt).toBeGreaterThan(START + 60 * MINUTE);
		expect([world.told.length, world.pending]).toEqual([1, 1]);
		await world.feed.close();
	});

	test('that begins afresh forgets what was pending before', async () => {
		const before = await running();
		await before.feed.close();
		await before.put({ id: 'v-1' });
		const resumed = new FeedWorld({ resume: false });
		Object.assign(resumed.store.tables, before.store.tables);
		void resumed.feed.run();
		await settle();
		expect(resumed.heard).toEqual([]);
		await resumed.feed.close();
	});

	test('runs once, however often it is started', async () => {
		const world = await running();
		void world.feed.run();
		await world.put({ id: 'v-1' });
		await settle();
		expect([world.heard, world.clock.sleeping]).toEqual([['v-1 requested'], 1]);
		await world.feed.close();
	});

	test('that is closed hears nothing more, leaves no timer, and is kept for the next time', async () => {
		const world = await running();
		const run = world.feed.run();
		await world.feed.close();
		await run;
		await world.put({ id: 'v-1' });
		await world.clock.advance(MINUTE);
		expect([world.heard, world.clock.sleeping, world.pending]).toEqual([[], 0, 1]);
		await world.feed.close();
	});

	test('that is closed while it is told is told nothing more', async () => {
		const world = await running();
		let closing: Promise<void> | undefined;
		world.deliver = async () => {
			closing = world.feed.close();
			await Promise.resolve();
		};
		await world.put({ id: 'v-1' }, world.elsewhere);
		await world.put({ id: 'v-2' }, world.elsewhere);
		await world.clock.advance(1_000);
		await closing;
		expect(world.heard).toEqual(['v-1 requested']);
	});

	test('that is closed while it waits to tell again waits no longer', async () => {
		const world = await running();
		world.deliver = async () => await Promise.reject(new Error('not now'));
		await world.put({ id: 'v-1' });
		await settle();
		await world.feed.close();
		await settle();
		expect([world.clock.sleeping, world.pending]).toEqual([0, 1]);
	});

	test('of a test is forgotten with its end', async () => {
		const world = await running({ durable: false });
		expect(listenerOf(world)).toBeDefined();
		await world.feed.close();
		expect(listenerOf(world)).toBeUndefined();
	});

	test('of a test ends also when the store is away by then', async () => {
		const world = await running({ durable: false });
		world.store.detachListener = async () => await Promise.reject(new Error('gone'));
		const run = world.feed.run();
		await world.feed.close();
		await expect(run).resolves.toBeUndefined();
	});

	test('that never came so far leaves nothing', async () => {
		const world = new FeedWorld({ durable: false });
		let left = 0;
		world.store.detachListener = async () => await Promise.resolve(void (left += 1));
		await world.feed.close();
		await world.feed.run();
		expect([left, listenerOf(world), world.clock.sleeping]).toEqual([0, undefined, 0]);
	});
});
