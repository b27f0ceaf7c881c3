import { KitError } from '../../../messages/kit-error';
import type { JobBell } from '../../../sessions/outbox/job-bell';
import { settle } from '../../fixtures/manual-clock';
import { ANA, BEN, textsOf, watched } from '../sending/sending-world';
import { jobWorld, LARGE, queued } from './job-world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Another process holds the number, so that what is queued stays there. */
function waitingWorld(...args: Parameters<typeof jobWorld>) {
	const world = jobWorld(...args);
	world.elsewhere = true;
	return world;
}

describe('a message that is queued', () => {
	test('is kept for a day, under one writing of its recipient, and told with the time it may leave', async () => {
		const { enqueue, clock, job, jobs } = waitingWorld({}, { storageKey: 'secret' });
		const told = queued(await enqueue('a', { recipient: '+49 151 234-56789' }));
		expect(told).toEqual({
			jobId: expect.stringMatching(/^[\w-]{20}$/) as string,
			recipient: ANA,
			outcome: 'queued',
			leavesAt: new Date(clock.now()).toISOString(),
		});
		expect(job(told.jobId)).toMatchObject({
			state: 'queued',
			recipient: ANA,
			createdAt: clock.now(),
			expiresAt: clock.now() + DAY,
		});
		expect(jobs.storageKeys).toEqual(['secret']);
		await settle();
		// The runner's next look, and nothing else.
		expect(clock.sleeping).toBe(1);
	});

	test('leaves as it was checked: with the fallback the number can show, after a restart as well', async () => {
		const world = waitingWorld();
		const sections = [{ title: 'S', rows: [{ id: 'x', title: 'X' }] }];
		const list = { kind: 'list', body: 'Choose', buttonText: 'Open', sections };
		await world.enqueue('a', { message: list, fallback: 'text' });
		world.elsewhere = false;
		world.runner.wake();
		await settle();
		expect(world.connection.sends).toMatchObject([{ composed: { message: { kind: 'text' } } }]);
	});

	test('is one job however often it is asked for', async () => {
		const { enqueue, queue, jobs, clock } = waitingWorld({ perHour: 1 });
		await queue('before');
		const first = await enqueue('a');
		const add = jest.spyOn(jobs, 'add');
		expect(await enqueue('a')).toEqual(first);
		expect(add).not.toHaveBeenCalled();
		await clock.advance(HOUR + 1);
		// Its turn was a moment ago.
		expect(await enqueue('a')).toEqual({ ...first, leavesAt: new Date(clock.now()).toISOString() });
	});

	test('by two at once is one job, and leaves one file in the store', async () => {
		const { enqueue, shelf } = waitingWorld();
		const [first, second] = await Promise.all([enqueue('a', LARGE), enqueue('a', LARGE)]);
		expect(second).toEqual(first);
		expect(new Set([...shelf.parts.values()].map(({ id }) => id)).size).toBe(1);
		expect([...shelf.parts.values()][0]!.until).toBeGreaterThan(DAY);
	});

	test('that cannot be kept leaves no file in the store', async () => {
		const { enqueue, shelf, jobs, logger, clock } = waitingWorld();
		jobs.failing.add('add');
		await expect(enqueue('a', LARGE)).rejects.toMatchObject({ code: 'storage' });
		await settle();
		expect(shelf.parts.size).toBe(0);
		expect(clock.sleeping).toBe(0);
		shelf.stuck = true;
		await expect(enqueue('a', LARGE)).rejects.toMatchObject({ code: 'storage' });
		await settle();
		expect(logger.lines).toEqual([
			{
				level: 'debug',
				message: 'A file that was not queued was not removed',
				details: { error: 'Error: The disk is read-only.' },
			},
		]);
	});

	test('is told of while it is on its way', async () => {
		const { enqueue, connection, clock } = jobWorld();
		connection.outcomes.push('never');
		const { jobId } = queued(await enqueue('a'));
		await clock.advance(1_000);
		expect(await enqueue('a')).toEqual({
			jobId,
			recipient: ANA,
			outcome: 'queued',
			leavesAt: new Date(clock.now()).toISOString(),
		});
	});

	test('is told of as sent when it was', async () => {
		const { enqueue, connection, clock } = jobWorld();
		const { jobId } = queued(await enqueue('a'));
		await clock.advance(1_000);
		expect(await enqueue('a')).toEqual({
			jobId,
			messageId: connection.sends[0]!.messageId,
			recipient: ANA,
			chatId: '4915123456789@s.whatsapp.net',
			outcome: 'sent',
			sentAt: new Date(clock.now() - 1_000).toISOString(),
			via: 'text',
		});
		expect(connection.sends).toHaveLength(1);
	});

	test('is told of as sent when it was sent without the queue, a moment ago', async () => {
		const { enqueue, send, connection, clock } = jobWorld();
		const sent = await send('a');
		expect(await enqueue('a')).toEqual(sent);
		await clock.advance(1_000);
		expect(textsOf(connection)).toEqual(['a']);
	});

	test('is refused when it was refused without the queue', async () => {
		const { enqueue, book } = jobWorld();
		book.know('a', { outcome: 'refused', error: 'Not allowed.' });
		await expect(enqueue('a')).rejects.toMatchObject({ code: 'refused', why: 'Not allowed.' });
	});

	test('is refused when its turn would come later than it may wait', async () => {
		const { enqueue, queue, clock, shelf } = waitingWorld({ perHour: 1 });
		await queue('a');
		await queue('b');
		await expect(enqueue('c', { maxQueuedMs: 2 * HOUR, ...LARGE })).rejects.toMatchObject({
			code: 'limited',
			reason: 'perHour',
			retryAt: clock.now() + 2 * HOUR,
			what: expect.stringContaining('"Shop"') as string,
			why: expect.stringMatching(/^2 queued messages are before it, and it may wait 2 hours\./) as string,
		});
		await settle();
		expect(shelf.parts.size).toBe(0);
		const last = queued(await enqueue('c', { maxQueuedMs: 2 * HOUR + 1 }));
		expect(last.leavesAt).toBe(new Date(clock.now() + 2 * HOUR).toISOString());
	});

	test('is refused at once when something is wrong with it, and opens no connection', async () => {
		const world = jobWorld();
		const { enqueue, jobs, clock } = world;
		for (const wrong of [{ recipient: 'nobody' }, { message: {} }, { timeoutMs: 1 }, { maxQueuedMs: 59_999 }])
			await expect(enqueue('a', wrong)).rejects.toMatchObject({ code: 'invalidInput' });
		expect([world.opened, jobs.looks, clock.sleeping]).toEqual([0, 0, 0]);
	});

	test('is not waited for longer than its time when its file does not come', async () => {
		const waits = async ({ signal }: { signal: AbortSignal }) =>
			await new Promise<never>((_resolve, reject) =>
				signal.addEventListener('abort', () => reject(new KitError({ code: 'media', what: 'Too slow.' }))),
			);
		const { outbox, clock, engine } = jobWorld({}, { fetchMedia: waits as never });
		(engine.capabilities.native as Set<string>).add('image');
		const source = { type: 'url', url: 'https://example.com/a.png' };
		const request = { recipient: ANA, message: { kind: 'image', source }, idempotencyKey: 'a' };
		const waiting = await watched(outbox.enqueue({ ...request, timeoutMs: 5_000 }));
		await clock.advance(4_999);
		expect(waiting()).toBeUndefined();
		await clock.advance(1);
		expect(waiting()).toMatchObject({ code: 'media' });
	});
});

describe('a job of the queue', () => {
	test('is found, and cancelled as long as it has not begun to leave', async () => {
		const { queue, outbox, clock, connection } = waitingWorld();
		const jobId = await queue('a');
		expect(await outbox.find(jobId)).toMatchObject({ jobId, state: 'queued' });
		await clock.advance(5);
		const cancelled = { jobId, state: 'cancelled', endedAt: clock.now() };
		expect(await outbox.cancel(jobId)).toMatchObject({ cancelled: true, job: cancelled });
		expect(await outbox.cancel(jobId)).toMatchObject({ cancelled: false, job: cancelled });
		expect(connection.sends).toEqual([]);
	});

	test('that was cancelled is not queued again under its key', async () => {
		const { queue, outbox, enqueue } = waitingWorld();
		await outbox.cancel(await queue('a'));
		await expect(enqueue('a')).rejects.toMatchObject({ code: 'cancelled' });
	});

	test('that is not there says of which number', async () => {
		const { outbox } = jobWorld();
		const unknown = { code: 'invalidInput', what: 'There is no job "x" of "Shop".' };
		await expect(outbox.find('x')).rejects.toMatchObject(unknown);
		await expect(outbox.cancel('x')).rejects.toMatchObject(unknown);
	});

	test('that is too old has ended, whether or not somebody has written that down', async () => {
		const { queue, outbox, clock, enqueue, jobs } = waitingWorld();
		const jobId = await queue('a', { maxQueuedMs: 60_000 });
		const error = { code: 'notConnected', what: 'Not connected.' };
		jobs.alter(jobId, { job: { error } });
		await clock.advance(59_999);
		expect(await outbox.find(jobId)).toMatchObject({ state: 'queued', leavesAt: clock.now() });
		await clock.advance(1);
		const job = await outbox.find(jobId);
		expect(job).toMatchObject({ state: 'expired', endedAt: clock.now(), error });
		expect(job).not.toHaveProperty('leavesAt');
		await expect(enqueue('a')).rejects.toMatchObject({ code: 'timedOut', why: 'Not connected.' });
	});
});

describe('word of a new job', () => {
	function bellWorld() {
		const rung: string[] = [];
		const answering: (() => void)[] = [];
		let stopped = 0;
		const bell: JobBell = {
			ring: async (accountId, jobId) => await Promise.resolve(void rung.push(`${accountId} ${jobId}`)),
			answer: (_accountId, onRing) => {
				answering.push(onRing);
				return { stop: async () => await Promise.resolve(void (stopped += 1)) };
			},
		};
		return { ...jobWorld({}, { bell }), rung, answering, stopped: () => stopped };
	}

	test('goes to whoever holds the number, and not to itself', async () => {
		const { outbox, close, queue, rung } = bellWorld();
		const jobId = await queue('a', { recipient: BEN });
		expect(rung).toEqual([`a ${jobId}`]);
		outbox.opened();
		await queue('b');
		expect(rung).toHaveLength(1);
		await outbox.lost();
		await queue('c');
		expect(rung).toHaveLength(2);
		await close();
	});

	test('is listened for once, as long as this process holds the number', async () => {
		const { outbox, close, answering, stopped } = bellWorld();
		await outbox.lost();
		outbox.opened();
		outbox.opened();
		expect(answering).toHaveLength(1);
		await outbox.lost();
		await outbox.lost();
		expect(stopped()).toBe(1);
		outbox.opened();
		expect(answering).toHaveLength(2);
		await close();
	});

	test('makes the owner look at once', async () => {
		const { outbox, close, answering, jobs } = bellWorld();
		outbox.opened();
		await settle();
		const { looks } = jobs;
		answering[0]!();
		await settle();
		expect(jobs.looks).toBe(looks + 1);
		await close();
	});
});

test('a number that is opened again tries at once what waited for it', async () => {
	const world = jobWorld();
	world.opening = async () => await Promise.reject(new KitError({ code: 'notConnected', what: 'Away.' }));
	await world.queue('a');
	await settle();
	world.opening = undefined;
	world.outbox.opened();
	await settle();
	expect(textsOf(world.connection)).toEqual(['a']);
});
