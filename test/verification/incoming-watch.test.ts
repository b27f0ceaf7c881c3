import type { Subscriber } from '../../sessions/session';
import { IncomingWatch } from '../../verification/incoming-watch';
import { settle } from '../fixtures/manual-clock';
import { soon } from '../fixtures/soon';
import { MINUTE } from './a-verification';
import { LinkWorld } from './link-world';
import { openVerifications, type OpenVerifications } from './open-verifications';

let opened: OpenVerifications;
let world: LinkWorld;
let watch: IncomingWatch;
let listening: Subscriber[];
let forgotten: string[];
let failures: number;

beforeEach(async () => {
	opened = await openVerifications();
	world = new LinkWorld(opened.store);
	[listening, forgotten, failures] = [[], [], 0];
	watch = new IncomingWatch('account', {
		store: world.store,
		clock: world.clock,
		logger: world.logger,
		see: async (envelope) => await world.matcher.see(envelope),
		forget: async (id) => void forgotten.push(await Promise.resolve(id)),
		async subscribe(subscriber) {
			if (failures-- > 0) throw new Error('The store is away');
			listening.push(subscriber);
			return await Promise.resolve(() => void listening.splice(listening.indexOf(subscriber), 1));
		},
	});
});
afterEach(async () => {
	await watch.close();
	await opened.dispose();
});

test('an account is listened to as long as one of its links is live, and a moment longer', async () => {
	await world.create({ expiryMinutes: 2 });
	watch.wake();
	watch.wake();
	await soon(() => listening.length === 1);
	expect(listening[0]).toMatchObject({ durable: true, resume: true });
	await world.clock.advance(2 * MINUTE);
	expect(listening).toHaveLength(1);
	await world.clock.advance(2 * MINUTE);
	await soon(() => forgotten.length === 1);
	expect(listening).toHaveLength(0);
	await world.create();
	watch.wake();
	await soon(() => listening.length === 1);
});

test('what could not be listened to is tried again', async () => {
	failures = 2;
	await world.create();
	watch.wake();
	await settle();
	await world.clock.advance(15_000);
	await soon(() => listening.length === 1);
	expect(world.logger.lines).toHaveLength(2);
});

test('closing keeps what is pending: the link may live on after a restart', async () => {
	await world.create();
	watch.wake();
	await soon(() => listening.length === 1);
	await watch.close();
	expect([listening.length, forgotten.length]).toEqual([0, 0]);
	watch.wake();
	await settle();
	expect(listening).toHaveLength(0);
});
