import type { SendOutcome } from '../../../engines/engine';
import { KitError } from '../../../messages/kit-error';
import { settle } from '../../fixtures/manual-clock';
import { ANA, BEN, textsOf } from '../sending/sending-world';
import { jobWorld, LARGE } from './job-world';

const lost: SendOutcome = {
	outcome: 'unknown',
	error: new KitError({ code: 'outcomeUnknown', what: 'The line broke.' }),
};
const nobody = (index: number) => `+491512345670${index}`;

describe('queued messages of one number', () => {
	test('leave at once when nothing holds them back, and what became of them is kept', async () => {
		const { queue, job, clock, connection, runner } = jobWorld();
		expect(runner.hasJobs).toBe(false);
		const jobId = await queue('a');
		await clock.advance(5);
		const { messageId } = connection.sends[0]!;
		expect(job(jobId)).toEqual({
			jobId,
			recipient: ANA,
			createdAt: clock.now() - 5,
			expiresAt: clock.now() - 5 + 24 * 3_600_000,
			attempts: 1,
			state: 'sent',
			endedAt: clock.now() - 5,
			messageId,
			chatId: '4915123456789@s.whatsapp.net',
			via: 'text',
			sentTo: ANA,
			sentAt: clock.now() - 5,
		});
		expect(runner.hasJobs).toBe(false);
		expect(runner.leaving).toBe(0);
	});

	test('leave nothing in the store but what became of them', async () => {
		const { queue, shelf, clock, connection } = jobWorld();
		await queue('a', LARGE);
		await clock.advance(0);
		expect(connection.sends).toMatchObject([{ extras: LARGE.extras }]);
		expect(shelf.parts.size).toBe(0);
	});

	test('that leave something behind are sent all the same', async () => {
		const { queue, shelf, clock, logger, job } = jobWorld();
		shelf.stuck = true;
		const jobId = await queue('a', LARGE);
		await clock.advance(0);
		expect(job(jobId)).toMatchObject({ state: 'sent' });
		expect(logger.lines).toEqual([
			{
				level: 'debug',
				message: 'The file of a job was not removed',
				details: { error: 'Error: The disk is read-only.' },
			},
		]);
	});

	test('keep their order for one person, who gets one after the other', async () => {
		const { queue, clock, connection, runner } = jobWorld();
		const sends = connection.send.bind(connection);
		const held: (() => void)[] = [];
		connection.send = async (request) => {
			await new Promise<void>((resolve) => held.push(resolve));
			return await sends(request);
		};
		for (const text of ['a', 'b']) await queue(text);
		await queue('to Ben', { recipient: BEN });
		await clock.advance(0);
		expect(held).toHaveLength(2);
		expect(runner.leaving).toBe(2);
		expect(runner.hasJobs).toBe(true);
		while (held.length > 0) {
			held.shift()!();
			await settle();
		}
		expect(textsOf(connection)).toEqual(['a', 'to Ben', 'b']);
		expect(runner.leaving).toBe(0);
	});

	test('are in memory eight at a time', async () => {
		const world = jobWorld();
		const { queue, clock, connection, runner } = world;
		world.elsewhere = true;
		for (let index = 0; index < 10; index += 1) await queue(`${index}`, { recipient: nobody(index) });
		connection.outcomes.push(...Array.from({ length: 8 }, () => 'never' as const));
		world.elsewhere = false;
		runner.wake();
		await clock.advance(0);
		expect(connection.sends).toHaveLength(8);
		expect(runner.leaving).toBe(8);
	});

	test('are not leaving while they wait for the limits, and can be cancelled until then', async () => {
		const { queue, clock, connection, runner, outbox, job, ledger } = jobWorld({ perMinute: 1 });
		await queue('a');
		const jobId = await queue('b');
		await clock.advance(59_000);
		expect(runner.leaving).toBe(0);
		expect(job(jobId)).toMatchObject({ state: 'queued', attempts: 0 });
		expect(await outbox.cancel(jobId)).toMatchObject({ cancelled: true });
		await clock.advance(60_000);
		expect(textsOf(connection)).toEqual(['a']);
		expect(job(jobId)).toMatchObject({ state: 'cancelled' });
		expect(ledger.booked).toBe(1);
	});

	test('that are refused end so, and do not hold up the next', async () => {
		const { queue, clock, connection, job, logger } = jobWorld();
		const error = new KitError({ code: 'refused', what: 'Not allowed.', reason: '479' });
		connection.outcomes.push({ outcome: 'refused', error });
		const jobId = await queue('a');
		await queue('b');
		await clock.advance(0);
		expect(job(jobId)).toMatchObject({ state: 'refused', error: { reason: '479' } });
		expect(textsOf(connection)).toEqual(['a', 'b']);
		expect(logger.lines).toEqual([]);
	});

	test('write what became of them for the owner of then', async () => {
		const { queue, clock, connection, reconnect, jobs } = jobWorld();
		const sends = connection.send.bind(connection);
		connection.send = async (request) => {
			reconnect();
			return await sends(request);
		};
		await queue('a');
		await clock.advance(0);
		expect(jobs.writes).toEqual(['letGo 1', 'finish 2']);
	});
});

describe('a queued message nobody knows of', () => {
	test('is repeated under its id every 15 s, and nothing else leaves in between', async () => {
		const { queue, clock, connection, job, logger, outbox } = jobWorld();
		connection.outcomes.push(lost, lost, lost, lost, lost);
		const jobId = await queue('a');
		await clock.advance(1_000);
		expect(job(jobId)).toMatchObject({ state: 'sending', error: { what: 'The line broke.' } });
		expect(await outbox.cancel(jobId)).toMatchObject({ cancelled: false });
		await queue('to Ben', { recipient: BEN });
		await clock.advance(14_999);
		expect(connection.sends).toHaveLength(5);
		await clock.advance(1);
		expect(job(jobId)).toMatchObject({ state: 'sent', attempts: 2 });
		expect(textsOf(connection).slice(5)).toEqual(['a', 'to Ben']);
		expect(new Set(connection.sends.slice(0, 6).map(({ messageId }) => messageId)).size).toBe(1);
		expect(logger.lines).toEqual([
			{
				level: 'info',
				message: 'Queued WhatsApp messages wait: The line broke.',
				details: { account: 'a', nextTry: new Date(clock.now() - 15_000).toISOString() },
			},
		]);
	});

	test('ends so where repeating it could make a second message', async () => {
		const { queue, clock, connection, job } = jobWorld({}, { resendsSafely: false });
		connection.outcomes.push(lost);
		const jobId = await queue('a');
		await clock.advance(600_000);
		expect(connection.sends).toHaveLength(1);
		expect(job(jobId)).toMatchObject({ state: 'unknown', error: { what: 'The line broke.' } });
	});

	test('and was sent is not sent again when only that could not be written down', async () => {
		const { queue, clock, connection, job, jobs, logger } = jobWorld();
		jobs.failing.add('finish');
		const jobId = await queue('a');
		await clock.advance(1_000);
		expect(job(jobId)).toMatchObject({ state: 'sending' });
		expect(logger.lines).toMatchObject([{ message: expect.stringContaining('finish failed') as string }]);
		jobs.failing.clear();
		await clock.advance(15_000);
		expect(job(jobId)).toMatchObject({ state: 'sent', attempts: 2 });
		expect(connection.sends).toHaveLength(1);
	});

	test('that was leaving when n8n ended is looked for, and not sent after its time', async () => {
		const world = jobWorld();
		const { queue, clock, connection, job, jobs, book, runner } = world;
		world.elsewhere = true;
		const lostOnes = [await queue('a'), await queue('b', { recipient: BEN })] as const;
		book.know('a', { outcome: 'sent', messageId: 'M1', at: 7 });
		book.know('b', { outcome: 'sending', messageId: 'M2' });
		for (const jobId of lostOnes) jobs.alter(jobId, { job: { state: 'sending' } });
		await clock.advance(24 * 3_600_000);
		world.elsewhere = false;
		runner.wake();
		await clock.advance(0);
		expect(job(lostOnes[0])).toMatchObject({ state: 'sent', messageId: 'M1', sentAt: 7 });
		expect(job(lostOnes[1])).toMatchObject({ state: 'unknown', error: { code: 'outcomeUnknown' } });
		expect(connection.sends).toEqual([]);
	});
});

describe('a queued message that cannot be sent', () => {
	test('in its time is not sent later, and says what held it up', async () => {
		const world = jobWorld();
		const { queue, clock, connection, job, jobs, runner } = world;
		world.elsewhere = true;
		const jobId = await queue('a', { maxQueuedMs: 60_000, ...LARGE });
		const error = { code: 'notConnected', what: 'Not connected.' };
		jobs.alter(jobId, { job: { error } });
		await clock.advance(60_000);
		world.elsewhere = false;
		runner.wake();
		await clock.advance(0);
		expect(connection.sends).toEqual([]);
		expect(job(jobId)).toMatchObject({ state: 'expired', endedAt: clock.now(), error });
		expect(world.shelf.parts.size).toBe(0);
	});

	test('a moment before its time is over is still sent', async () => {
		const world = jobWorld();
		const { queue, clock, connection, runner } = world;
		world.elsewhere = true;
		await queue('a', { maxQueuedMs: 60_000 });
		await clock.advance(59_999);
		world.elsewhere = false;
		runner.wake();
		await clock.advance(0);
		expect(textsOf(connection)).toEqual(['a']);
	});

	test.each([
		['sealed with another key', new KitError({ code: 'storage', what: 'Another key.' }), 'Another key.'],
		['not what was written', Buffer.from('no JSON'), 'It is not JSON.'],
	])(
		'because its body is %s is tried three times, 15 s apart, and holds up nobody',
		async (_name, body, why) => {
			const world = jobWorld();
			const { queue, clock, connection, job, jobs, runner } = world;
			world.elsewhere = true;
			const jobId = await queue('a');
			jobs.alter(jobId, { body });
			await queue('b');
			world.elsewhere = false;
			runner.wake();
			await clock.advance(0);
			expect(textsOf(connection)).toEqual(['b']);
			const error = { code: 'unexpected', what: 'A queued message could not be read again.', why };
			expect(job(jobId)).toMatchObject({ state: 'queued', error });
			const tries = () => jobs.writes.filter((write) => write === 'postpone 1').length;
			expect(tries()).toBe(1);
			await clock.advance(14_999);
			expect(tries()).toBe(1);
			await clock.advance(1);
			expect(tries()).toBe(2);
			await clock.advance(15_000);
			expect(job(jobId)).toMatchObject({ state: 'refused', error });
			expect(connection.sends).toHaveLength(1);
			expect(runner.hasJobs).toBe(false);
		},
	);

	test('because of a defect is tried three times in all, however far the tries came', async () => {
		const { queue, clock, connection, job } = jobWorld();
		let asked = 0;
		connection.resolve = async () => {
			asked += 1;
			return await Promise.reject(new TypeError('undefined is not a function'));
		};
		const jobId = await queue('a');
		await clock.advance(600_000);
		expect(asked).toBe(3);
		expect(job(jobId)).toMatchObject({ state: 'refused', error: { why: 'undefined is not a function' } });
	});

	test('because somebody cancelled it in that moment stays cancelled, and the next one leaves', async () => {
		const { queue, clock, book, connection, job, jobs, outbox } = jobWorld();
		const begin = book.beginJob.bind(book);
		book.beginJob = (jobId) => {
			book.beginJob = begin;
			void outbox.cancel(jobId);
			begin(jobId);
		};
		const jobId = await queue('a');
		await queue('b');
		await clock.advance(0);
		expect(textsOf(connection)).toEqual(['b']);
		expect(job(jobId)).toMatchObject({ state: 'cancelled' });
		expect(jobs.writes).toEqual(['letGo 1', 'finish 1']);
	});
});
