import { ChangeFeed, LOOK_MS } from '../../verification/change-feed';
import { settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { soon } from '../fixtures/soon';
import { MINUTE } from './a-verification';
import { ANA, CodeWorld, wrong } from './code-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;
let world: CodeWorld;
const feeds: ChangeFeed[] = [];

const kept = () => opened.store;

beforeEach(async () => {
	opened = await openVerifications();
	world = new CodeWorld(kept());
});
afterEach(async () => {
	await Promise.all(feeds.splice(0).map(async (feed) => await feed.close()));
	await opened.dispose();
});

interface Heard {
	readonly told: string[];
	readonly feed: ChangeFeed;
	readonly logger: ReturnType<typeof recordingLogger>;
}

/** Listens, and answers once nothing is missed any more. */
async function listen({
	id = 'workflow:node',
	resume = true,
	durable = true,
	store = kept(),
	deliver = async (_status: string): Promise<void> => undefined,
} = {}): Promise<Heard> {
	const told: string[] = [];
	const logger = recordingLogger();
	const feed = new ChangeFeed(
		'account',
		{
			id,
			resume,
			durable,
			deliver: async (item) => {
				told.push(`${item.purpose} ${item.status}`);
				await deliver(item.status);
			},
		},
		{ store, clock: world.clock, logger },
	);
	feeds.push(feed);
	let attached = false;
	void feed.run(() => (attached = true));
	await soon(() => attached);
	return { told, feed, logger };
}

describe('whoever listens to verifications', () => {
	it('hears of each change once, at once', async () => {
		const { told } = await listen();
		const { code } = await world.send();
		await world.check(wrong(code!));
		await world.check(code!);
		await soon(() => told.length === 2);
		await world.clock.advance(10 * MINUTE);
		expect(told).toEqual(['authentication requested', 'authentication validated']);
	});

	it('hears of an expiry in the moment it comes', async () => {
		const { told } = await listen();
		await world.send({ expiryMinutes: 1 });
		await world.clock.advance(MINUTE - 1);
		await settle();
		expect(told).toEqual(['authentication requested']);
		await world.clock.advance(1);
		await soon(() => told.length === 2);
		expect(told[1]).toBe('authentication expired');
		expect(await world.codes.getStatus({ recipient: ANA })).toMatchObject({ status: 'expired' });
	});

	it('hears what another process changes, at the next look', async () => {
		const { told } = await listen();
		const there = new CodeWorld(await opened.reopen());
		await there.send();
		await settle();
		expect(told).toEqual([]);
		await world.clock.advance(LOOK_MS);
		await soon(() => told.length === 1);
	});

	it('catches up with what happened while it was away, expiries too, and hears nothing twice', async () => {
		const first = await listen();
		await world.send();
		await soon(() => first.told.length === 1);
		await settle();
		await first.feed.close();
		await world.send({ purpose: 'pay', expiryMinutes: 1 }, '+442079460123');
		await world.codes.cancel({ recipient: ANA });
		await world.clock.advance(MINUTE);
		const { told } = await listen();
		await soon(() => told.length === 3);
		expect(told).toEqual(['pay requested', 'authentication failed', 'pay expired']);
	});

	it('hears again what it was not done with when it ended', async () => {
		const first = await listen({ deliver: async () => await new Promise<void>(() => undefined) });
		await world.send();
		await soon(() => first.told.length === 1);
		await first.feed.close();
		const { told } = await listen();
		await soon(() => told.length === 1);
		await settle();
		expect(told).toEqual(['authentication requested']);
	});

	it('hears again what it refused, after a pause', async () => {
		let refuses = true;
		const { told, logger } = await listen({
			deliver: async () => {
				if (refuses) throw new Error('not now');
			},
		});
		await world.send();
		await soon(() => logger.lines.length === 1);
		refuses = false;
		await world.clock.advance(6_000);
		await soon(() => told.length === 2);
		await world.clock.advance(MINUTE);
		await settle();
		expect(told).toHaveLength(2);
	});

	it('begins afresh when a person activates it, and leaves nothing behind when it was a test', async () => {
		const first = await listen();
		await first.feed.close();
		await world.send();
		const afresh = await listen({ resume: false });
		await world.codes.cancel({ recipient: ANA });
		await soon(() => afresh.told.length === 1);
		expect(afresh.told).toEqual(['authentication failed']);
		const test = await listen({ id: 'manual:1', durable: false });
		await test.feed.close();
		await world.send({ purpose: 'pay' }, '+442079460123');
		expect(await kept().pendingChanges('account', 'manual:1', 10)).toEqual([]);
		expect(await kept().pendingChanges('account', 'workflow:node', 10)).not.toEqual([]);
	});

	it('goes on when the store was away, and says so once', async () => {
		const store = kept();
		let away = true;
		const flaky = new Proxy(store, {
			get: (target, name: keyof typeof store) => {
				if (away && name === 'pendingChanges')
					return async () => await Promise.reject(new Error('The store is away'));
				const member = target[name] as (...args: unknown[]) => unknown;
				return member.bind(target);
			},
		});
		const { told, logger } = await listen({ store: flaky });
		await world.send();
		for (let tries = 0; tries < 5; tries += 1) await world.clock.advance(5_000);
		expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
		away = false;
		await world.clock.advance(5_000);
		await soon(() => told.length === 1);
	});
});
