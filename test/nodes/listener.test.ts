import { deliverEvent, runWaitMs, type DeliveryPorts } from '../../nodes/WhatsAppKitTrigger/deliver-event';
import { hostClock } from '../../nodes/shared/host-clock';
import { Listener } from '../../nodes/WhatsAppKitTrigger/listener';
import { RunPatience } from '../../nodes/shared/run-patience';
import { ManualClock, settle } from '../fixtures/manual-clock';
import { recordingLogger } from '../fixtures/quiet-logger';
import { FakeKit } from './fake-kit';
import { envelope } from './sample-events';

const account = { id: 'credential-1', name: 'Shop', engine: 'web' as const, credential: {} };

function setUp(subscriberId = 'w:n') {
	const kit = new FakeKit();
	const clock = new ManualClock();
	const logger = recordingLogger();
	const subscriber = { id: subscriberId, durable: true, resume: true, deliver: async () => undefined };
	const listener = new Listener(subscriber, {
		clock,
		logger,
		acquire: async () => await kit.acquire(account),
	});
	return { kit, clock, logger, listener };
}

describe('a listener that cannot subscribe', () => {
	it('tries again after 1 s, then twice as long each time, up to a minute', async () => {
		const { kit, clock, listener } = setUp();
		kit.failures = Array.from({ length: 9 }, () => new Error('down'));
		void listener.run();
		await settle();
		const pauses: number[] = [];
		for (let tries = 1; tries <= 9; tries += 1) {
			const before = clock.now();
			while (kit.acquired.length === tries) await clock.advance(1_000);
			pauses.push((clock.now() - before) / 1_000);
		}
		expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
		expect(kit.session.subscribers.has('w:n')).toBe(true);
		expect(clock.sleeping).toBe(0);
	});

	it('says so in the log, with the time of the next try', async () => {
		const { kit, logger, listener } = setUp();
		kit.failures = [new Error('the store is locked')];
		void listener.run();
		await settle();
		expect(logger.lines).toEqual([
			{
				level: 'warn',
				message: expect.stringContaining('tries again'),
				details: { error: 'the store is locked', nextTryInSeconds: 1 },
			},
		]);
	});

	it('gives the session back when subscribing to it was refused', async () => {
		const { kit, clock, listener } = setUp();
		let refusals = 1;
		const subscribe = (subscriber: { id: string }) => {
			if (refusals-- > 0) throw new Error('not now');
			kit.session.subscribers.set(subscriber.id, subscriber as never);
			return () => undefined;
		};
		kit.session.answers.subscribe = subscribe as never;
		void listener.run();
		await settle();
		expect(kit.released).toBe(1);
		await clock.advance(1_000);
		expect(kit.session.subscribers.has('w:n')).toBe(true);
		expect(kit.released).toBe(1);
	});

	it('ends its pause at once when it is closed', async () => {
		const { kit, clock, listener } = setUp();
		kit.failures = [new Error('down')];
		const running = listener.run();
		await settle();
		listener.close();
		await running;
		expect(clock.sleeping).toBe(0);
		expect(kit.acquired).toHaveLength(1);
	});
});

describe('a listener', () => {
	it('tells what to do when the number is not linked, and stays subscribed', async () => {
		const { kit, logger, listener } = setUp();
		kit.session.answers.status = () => ({
			account: 'Shop',
			state: 'needsLink',
			text: 'Not linked yet.',
			next: 'Run Session → Link.',
		});
		await listener.run();
		expect(logger.lines).toMatchObject([
			{ level: 'info', message: 'WhatsApp trigger is listening', details: { subscriber: 'w:n' } },
			{ level: 'warn', message: expect.stringContaining('Run Session → Link.') },
		]);
		expect(kit.session.subscribers.has('w:n')).toBe(true);
	});

	it('gives back what arrives after it was closed', async () => {
		const { kit, listener } = setUp();
		const running = listener.run();
		listener.close();
		await running;
		expect([kit.acquired.length, kit.released, kit.session.subscribers.size]).toEqual([1, 1, 0]);
	});

	it('closes without a word when giving back fails', async () => {
		const { kit, logger, listener } = setUp();
		kit.session.answers.subscribe = () => () => {
			throw new Error('already gone');
		};
		await listener.run();
		listener.close();
		listener.close();
		expect(kit.released).toBe(1);
		expect(logger.lines.map(({ level }) => level)).toEqual(['info', 'warn']);
	});
});

describe('the wait for an execution', () => {
	const ports = (clock: ManualClock, run: Promise<unknown>): DeliveryPorts => ({
		patience: new RunPatience(clock, runWaitMs),
		source: { account: 'Shop', engine: 'web' },
		includeRaw: false,
		filter: { events: new Set(['message']), chats: 'all', ignoreOwn: true },
		start: () => run,
	});

	it('has an end', async () => {
		const clock = new ManualClock();
		let done = false;
		void deliverEvent(envelope(), ports(clock, new Promise(() => undefined))).then(() => (done = true));
		await clock.advance(runWaitMs - 1);
		expect(done).toBe(false);
		await clock.advance(1);
		expect(done).toBe(true);
	});

	it('keeps one timer for all of them, and none once nobody waits', async () => {
		const clock = new ManualClock();
		const patience = new RunPatience(clock, runWaitMs);
		let end = (): void => undefined;
		const ended: string[] = [];
		const wait = (name: string, run: Promise<unknown>) =>
			void patience.wait(run).then(() => ended.push(name));
		wait('early', Promise.reject(new Error('failed')));
		wait('never', new Promise(() => undefined));
		await clock.advance(1_000);
		wait('late', new Promise<void>((resolve) => (end = resolve)));
		await settle();
		expect(ended).toEqual(['early']);
		expect(clock.sleeping).toBe(1);
		await clock.advance(runWaitMs - 1_000);
		expect(ended).toEqual(['early', 'never']);
		end();
		await settle();
		expect(ended).toEqual(['early', 'never', 'late']);
		await clock.advance(runWaitMs);
		expect(clock.sleeping).toBe(0);
	});
});

it('the real clock sleeps, and wakes with the reason it was aborted for', async () => {
	const before = hostClock.now();
	await hostClock.sleep(5);
	expect(hostClock.now()).toBeGreaterThanOrEqual(before + 4);
	const aborted = new AbortController();
	const sleeping = hostClock.sleep(60_000, aborted.signal);
	aborted.abort();
	await expect(sleeping).rejects.toThrow();
});
