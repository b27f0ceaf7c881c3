import { KitError } from '../../../messages/kit-error';
import { settle } from '../../fixtures/manual-clock';
import { policyOf } from '../governor/policies';
import { ANA, BEN, textsOf } from '../sending/sending-world';
import { jobWorld, LARGE } from './job-world';

const MINUTE = 60_000;
const away = new KitError({ code: 'notConnected', what: 'Not connected.' });

describe('the queue of a number', () => {
	test('is left to another process that holds the number, and looked at every 30 s', async () => {
		const world = jobWorld();
		world.elsewhere = true;
		await world.queue('a');
		await settle();
		expect(world.runner.hasJobs).toBe(false);
		const { looks } = world.jobs;
		await world.clock.advance(29_999);
		expect(world.jobs.looks).toBe(looks);
		world.elsewhere = false;
		await world.clock.advance(1);
		expect(textsOf(world.connection)).toEqual(['a']);
	});

	test('needs no looking at when nothing waits in it', async () => {
		const { queue, clock, jobs } = jobWorld();
		await queue('a');
		await clock.advance(1_000);
		const { looks } = jobs;
		expect(clock.sleeping).toBe(0);
		await clock.advance(10 * MINUTE);
		expect(jobs.looks).toBe(looks);
	});

	test('is looked at every 30 s where others may add to it unheard', async () => {
		const bell = {
			ring: async () => await Promise.resolve(),
			answer: () => ({ stop: async () => await Promise.resolve() }),
		};
		const { outbox, clock, jobs, close } = jobWorld({}, { bell });
		outbox.opened();
		await settle();
		const { looks } = jobs;
		await clock.advance(29_999);
		expect(jobs.looks).toBe(looks);
		await clock.advance(1);
		expect(jobs.looks).toBe(looks + 1);
		await close();
		expect(clock.sleeping).toBe(0);
	});

	test('waits for the number to be opened, tries every 15 s, and says each reason once', async () => {
		const world = jobWorld();
		const { queue, clock, connection, logger, runner } = world;
		world.opening = async () => await Promise.reject(away);
		await queue('a');
		await settle();
		expect(world.opened).toBe(1);
		expect(runner.hasJobs).toBe(true);
		const told = (error: string) => ({
			level: 'info',
			message: `Queued WhatsApp messages wait: ${error}`,
			details: { account: 'a', nextTry: new Date(clock.now() + 15_000).toISOString() },
		});
		expect(logger.lines).toEqual([told('KitError: Not connected.')]);
		await clock.advance(14_999);
		expect(world.opened).toBe(1);
		await clock.advance(15_001);
		expect(world.opened).toBe(3);
		expect(logger.lines).toHaveLength(1);
		world.opening = async () => await Promise.reject(new Error('Something else.'));
		await clock.advance(15_000);
		expect(logger.lines.slice(1)).toEqual([told('Error: Something else.')]);
		world.opening = undefined;
		await clock.advance(15_000);
		expect(textsOf(connection)).toEqual(['a']);
	});

	test('is tried at once when somebody knows that it is mended, and by nobody else', async () => {
		const world = jobWorld();
		world.opening = async () => await Promise.reject(away);
		await world.queue('a');
		await settle();
		world.opening = undefined;
		world.runner.wake();
		await settle();
		expect(textsOf(world.connection)).toEqual([]);
		world.runner.wake({ mended: true });
		await settle();
		expect(textsOf(world.connection)).toEqual(['a']);
	});

	test('is read again after 15 s when the store failed', async () => {
		const { queue, clock, jobs, connection } = jobWorld();
		jobs.failing.add('nextAt');
		await queue('a');
		await clock.advance(14_999);
		jobs.failing.clear();
		expect(connection.sends).toEqual([]);
		await clock.advance(1);
		expect(textsOf(connection)).toEqual(['a']);
	});

	test('says in its next message why it waits, as long as that is new', async () => {
		const { queue, clock, connection, job, jobs } = jobWorld();
		connection.whenOpen = async () => await Promise.reject(away);
		const jobId = await queue('a');
		const next = await queue('to Ben', { recipient: BEN });
		await clock.advance(40_000);
		expect(job(jobId)).toMatchObject({
			state: 'queued',
			leavesAt: clock.now() - 40_000,
			error: { code: 'notConnected', what: 'Not connected.' },
		});
		expect(job(next)).toMatchObject({ error: null });
		expect(jobs.writes).toEqual(['postpone 1']);
	});

	test('waits half a minute for the connection, then tries anew', async () => {
		const { queue, clock, connection } = jobWorld();
		const signals: AbortSignal[] = [];
		connection.whenOpen = async (signal?: AbortSignal) => {
			signals.push(signal!);
			await new Promise((_resolve, reject) =>
				signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
			);
		};
		await queue('a');
		await clock.advance(29_999);
		expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
		await clock.advance(15_001);
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
		expect(connection.sends).toEqual([]);
	});
});

describe('a queue the limits hold back', () => {
	test('lies in the store until a minute before its turn', async () => {
		const world = jobWorld({ perHour: 1 });
		const { queue, clock, connection, outbox } = world;
		await queue('a');
		const jobId = await queue('b');
		await settle();
		const { opened } = world;
		await clock.advance(59 * MINUTE - 1);
		expect(world.opened).toBe(opened);
		expect(await outbox.find(jobId)).toMatchObject({ state: 'queued', attempts: 0, error: null });
		await clock.advance(1);
		expect(world.opened).toBeGreaterThan(opened);
		await clock.advance(MINUTE - 1);
		expect(textsOf(connection)).toEqual(['a']);
		await clock.advance(1);
		expect(textsOf(connection)).toEqual(['a', 'b']);
	});

	test('is asked for once, not by each of its messages', async () => {
		const { queue, clock, ledger, jobs, logger } = jobWorld({ perHour: 1 });
		await queue('a');
		await settle();
		for (const recipient of [ANA, BEN]) await queue(`to ${recipient}`, { recipient });
		await settle();
		const { asked } = ledger;
		const writes = jobs.writes.length;
		await queue('later', { recipient: '+4915123456701' });
		await clock.advance(30 * MINUTE);
		expect(ledger.asked).toBe(asked);
		expect(jobs.writes).toHaveLength(writes);
		expect(logger.lines).toEqual([]);
	});

	test('leaves by new limits as soon as there are some', async () => {
		const { queue, clock, connection, governor, runner } = jobWorld({ perHour: 1 });
		for (const text of ['a', 'b']) await queue(text);
		await clock.advance(1_000);
		runner.wake({ mended: true });
		await clock.advance(1_000);
		expect(textsOf(connection)).toEqual(['a']);
		governor.configure(policyOf({ perHour: 2 }));
		runner.wake({ afresh: true });
		await clock.advance(0);
		expect(textsOf(connection)).toEqual(['a', 'b']);
	});

	test('is judged by the limits of now when n8n starts, and when they change', async () => {
		const world = jobWorld({ perRecipientGapMs: 60 * MINUTE });
		const { queue, clock, connection, governor, runner, jobs, job } = world;
		await queue('a');
		const jobId = await queue('b');
		await clock.advance(MINUTE);
		expect(job(jobId)).toMatchObject({ state: 'queued' });
		governor.configure(policyOf({}));
		runner.wake();
		await clock.advance(MINUTE);
		expect(textsOf(connection)).toEqual(['a']);
		runner.wake({ afresh: true });
		await clock.advance(0);
		expect(textsOf(connection)).toEqual(['a', 'b']);
		expect(jobs.writes.filter((write) => write === 'letGo 1')).toHaveLength(2);
	});

	test('lets others leave before one that is held for a reason of its own', async () => {
		const { queue, clock, connection } = jobWorld({ perRecipientGapMs: 60 * MINUTE });
		await queue('a');
		await queue('b');
		await clock.advance(MINUTE);
		await queue('to Ben', { recipient: BEN });
		await clock.advance(0);
		expect(textsOf(connection)).toEqual(['a', 'to Ben']);
		await clock.advance(59 * MINUTE - 1);
		expect(textsOf(connection)).toEqual(['a', 'to Ben']);
		await clock.advance(1);
		expect(textsOf(connection)).toEqual(['a', 'to Ben', 'b']);
	});
});

describe('a runner that is closed', () => {
	test('begins with nothing more; what waits stays in the store', async () => {
		const { queue, clock, connection, runner, job, jobs, close } = jobWorld({ perMinute: 1 });
		await queue('a');
		const jobId = await queue('b');
		await clock.advance(0);
		await close();
		expect(runner.hasJobs).toBe(false);
		const { looks } = jobs;
		runner.wake();
		await clock.advance(10 * MINUTE);
		expect(jobs.looks).toBe(looks);
		expect(textsOf(connection)).toEqual(['a']);
		expect(job(jobId)).toMatchObject({ state: 'queued', attempts: 0 });
		expect(clock.sleeping).toBe(0);
	});

	test('is closed at once when nothing is on its way', async () => {
		const { queue, clock, runner } = jobWorld({ perMinute: 1 });
		await queue('a');
		await queue('b');
		await clock.advance(1_000);
		let closed = false;
		void runner.close().then(() => (closed = true));
		await settle();
		expect(closed).toBe(true);
		expect(clock.sleeping).toBe(0);
	});

	test('waits for what is on its way, and writes down what became of it', async () => {
		const { queue, clock, connection, runner, job } = jobWorld();
		const sends = connection.send.bind(connection);
		connection.send = async (request) => {
			await clock.sleep(4_999);
			return await sends(request);
		};
		const jobId = await queue('a');
		await clock.advance(0);
		let closed = false;
		void runner.close().then(() => (closed = true));
		await clock.advance(4_998);
		expect(closed).toBe(false);
		await clock.advance(1);
		expect(closed).toBe(true);
		expect(job(jobId)).toMatchObject({ state: 'sent' });
		expect(clock.sleeping).toBe(1);
	});

	test('does not wait for ever: after 5 s the next process finds out what became of it', async () => {
		const { queue, clock, connection, runner, job, shelf } = jobWorld();
		connection.outcomes.push('never');
		const jobId = await queue('a', LARGE);
		await clock.advance(0);
		let closed = false;
		void runner.close().then(() => (closed = true));
		await clock.advance(4_999);
		expect(closed).toBe(false);
		await clock.advance(1);
		expect(closed).toBe(true);
		expect(job(jobId)).toMatchObject({ state: 'sending' });
		expect(shelf.parts.size).toBeGreaterThan(0);
		expect(clock.sleeping).toBe(0);
	});

	test('waits no longer for a connection that does not open, and says nothing of it', async () => {
		const { queue, clock, connection, runner, logger, job, jobs } = jobWorld();
		connection.whenOpen = async (signal?: AbortSignal) =>
			await new Promise((_resolve, reject) =>
				signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
			);
		const jobId = await queue('a');
		await settle();
		let closed = false;
		void runner.close().then(() => (closed = true));
		await settle();
		expect(closed).toBe(true);
		expect(logger.lines).toEqual([]);
		expect(jobs.writes).toEqual([]);
		expect(job(jobId)).toMatchObject({ state: 'queued', error: null });
		expect(clock.sleeping).toBe(0);
	});
});
