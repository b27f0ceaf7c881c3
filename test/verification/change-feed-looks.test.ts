import { settle } from '../fixtures/manual-clock';
import { soon } from '../fixtures/soon';
import { MINUTE, START } from './a-verification';
import { FeedWorld } from './feed-world';

let world: FeedWorld;

beforeEach(() => {
	world = new FeedWorld();
});
afterEach(async () => await world.feed.close());

async function run(): Promise<void> {
	let attached = false;
	void world.feed.run(() => (attached = true));
	await soon(() => attached);
}

const warnings = () =>
	world.logger.lines.map(({ message, details }) => `${message}: ${String(details?.error)}`);

describe('a change', () => {
	test('of this process is told at once, as workflows see it', async () => {
		await run();
		await world.put({ id: 'v-1', codeHash: Uint8Array.from([1]) });
		await settle();
		expect(world.told).toEqual([
			expect.objectContaining({
				id: 'v-1',
				status: 'requested',
				requested_at: new Date(START).toISOString(),
			}),
		]);
		expect(JSON.stringify(world.told)).not.toContain('odeHash');
		expect(world.pending).toBe(0);
	});

	test('of another process is told at the next look, a second after the one before', async () => {
		await run();
		await world.put({ id: 'v-1' }, world.elsewhere);
		await world.clock.advance(999);
		expect(world.heard).toEqual([]);
		await world.clock.advance(1);
		expect(world.heard).toEqual(['v-1 requested']);
	});

	test('of another account is not looked for', async () => {
		await run();
		await world.put({ id: 'v-1' }, world.elsewhere);
		await world.put({ id: 'x-1', accountId: 'another' });
		await settle();
		expect(world.heard).toEqual([]);
	});

	test('that comes while it is looked is told at once', async () => {
		await run();
		const { pendingChanges } = world.store;
		world.store.pendingChanges = async (...of) => {
			world.store.pendingChanges = pendingChanges;
			const seen = await pendingChanges.apply(world.store, of);
			await world.put({ id: 'v-2' });
			return seen;
		};
		await world.put({ id: 'v-1' });
		await settle();
		expect(world.heard).toEqual(['v-1 requested', 'v-2 requested']);
	});

	test('of hundreds at once is told once each, in order', async () => {
		await run();
		const of = Array.from({ length: 250 }, (_, index) => `v-${index}`);
		for (const id of of) await world.put({ id }, world.elsewhere);
		await world.clock.advance(1_000);
		await settle();
		expect(world.heard).toEqual(of.map((id) => `${id} requested`));
	});

	test('is told while others are not done with yet, and each of those once', async () => {
		world.deliver = async () => await new Promise<void>(() => undefined);
		await run();
		for (let made = 0; made < 150; made += 1) await world.put({ id: `v-${made}` });
		await world.clock.advance(5_000);
		expect(world.told).toHaveLength(150);
		expect(world.pending).toBe(150);
	});
});

describe('an expiry', () => {
	test('is told in its very millisecond, of hundreds at once too', async () => {
		const expiresAt = START + 1_500;
		for (let made = 0; made < 250; made += 1)
			await world.put({ id: `v-${made}`, expiresAt }, world.elsewhere);
		await run();
		await world.clock.advance(1_499);
		expect(world.told).toEqual([]);
		await world.clock.advance(1);
		for (let page = 0; page < 5; page += 1) await world.clock.advance(0);
		expect(world.told).toHaveLength(250);
		expect(new Set(world.told.map(({ status }) => status))).toEqual(new Set(['expired']));
	});

	test('is told one after the other, each in its time', async () => {
		await world.put({ id: 'v-1', expiresAt: START + 10 });
		await world.put({ id: 'v-2', expiresAt: START + 20 });
		await run();
		await world.clock.advance(10);
		expect(world.heard).toEqual(['v-1 expired']);
		await world.clock.advance(10);
		expect(world.heard).toEqual(['v-1 expired', 'v-2 expired']);
	});
});

describe('a change that was refused', () => {
	test('is told again after five seconds, and said why', async () => {
		let refusals = 1;
		world.deliver = async () => {
			if (refusals-- > 0) throw await Promise.resolve(new Error('not now'));
		};
		await run();
		await world.put({ id: 'v-1' });
		await world.clock.advance(4_999);
		expect(world.heard).toEqual(['v-1 requested']);
		expect(world.logger.lines).toEqual([
			{
				level: 'warn',
				message: 'A change of a verification could not be told and is told again',
				details: { verification: 'v-1', error: 'Error: not now' },
			},
		]);
		await world.clock.advance(1_001);
		expect(world.heard).toEqual(['v-1 requested', 'v-1 requested']);
		await world.clock.advance(MINUTE);
		expect([world.told.length, world.pending]).toEqual([2, 0]);
	});

	test('holds up no other', async () => {
		world.deliver = async ({ id }) => {
			if (id === 'v-1') throw await Promise.resolve(new Error('not now'));
		};
		await run();
		await world.put({ id: 'v-1' });
		await world.put({ id: 'v-2' });
		await settle();
		expect(world.heard).toEqual(['v-1 requested', 'v-2 requested']);
		expect(world.pending).toBe(1);
	});
});

describe('while the store is away', () => {
	/** From now on what is pending cannot be read, for this reason; undefined ends it. */
	function away(why: unknown): void {
		const { pendingChanges } = Object.getPrototypeOf(world.store) as typeof world.store;
		world.store.pendingChanges = async (...of) => {
			if (why !== undefined) throw await Promise.resolve(why);
			return await pendingChanges.apply(world.store, of);
		};
	}

	test('it is tried again every five seconds', async () => {
		await run();
		away(new Error('gone'));
		await world.put({ id: 'v-1' });
		await settle();
		away(undefined);
		await world.clock.advance(4_999);
		expect(world.heard).toEqual([]);
		await world.clock.advance(1);
		expect(world.heard).toEqual(['v-1 requested']);
	});

	test('each reason is said once, and again when it was back in between', async () => {
		await run();
		away(new Error('gone'));
		await world.clock.advance(30_000);
		const line = 'Changes of verifications cannot be read now';
		expect(warnings()).toEqual([`${line}: gone`]);
		away('locked');
		await world.clock.advance(30_000);
		expect(warnings()).toEqual([`${line}: gone`, `${line}: locked`]);
		away(undefined);
		await world.clock.advance(5_000);
		away('locked');
		await world.clock.advance(5_000);
		expect(warnings()).toHaveLength(3);
	});

	test('nobody is attached yet: that is said once it is back', async () => {
		const { attachListener } = world.store;
		world.store.attachListener = async () => await Promise.reject(new Error('gone'));
		let attached = 0;
		void world.feed.run(() => (attached += 1));
		await world.clock.advance(5_000);
		expect(attached).toBe(0);
		world.store.attachListener = attachListener;
		await world.clock.advance(10_000);
		expect(attached).toBe(1);
	});
});
