import { KitError } from '../../../messages/kit-error';
import { settle } from '../../fixtures/manual-clock';
import { queueWorld, type QueueWorld } from './queueing-session';

describe('queued sends', () => {
	let world: QueueWorld;

	beforeEach(async () => {
		world = await queueWorld();
	});

	afterEach(async () => await world.dispose());

	it('are told with the time they may leave, and leave then, in the order they came', async () => {
		const { session, queue, texts } = world.start({ perMinute: 2 });
		const began = world.clock.now();
		const told = [await queue('a'), await queue('b'), await queue('c'), await queue('d'), await queue('e')];
		expect(told.map(({ leavesAt }) => Date.parse(leavesAt) - began)).toEqual([0, 0, 60_000, 60_000, 120_000]);
		await world.clock.advance(0);
		expect(texts()).toEqual(['a', 'b']);
		await world.clock.advance(59_999);
		expect(texts()).toEqual(['a', 'b']);
		await world.clock.advance(1);
		expect(texts()).toEqual(['a', 'b', 'c', 'd']);
		await world.clock.advance(60_000);
		expect(texts()).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(await session.getJob(told[4]!.jobId)).toMatchObject({
			state: 'sent',
			attempts: 1,
			sentTo: '+4915123456789',
			chatId: '4915123456789@s.whatsapp.net',
			messageId: world.store && expect.stringMatching(/^3EB0/),
			sentAt: began + 120_000,
			via: 'text',
		});
	});

	it('are one job under one key, however often it is asked for, and tell of the send when it was sent', async () => {
		const { session, queue, texts } = world.start({ perHour: 1 });
		await queue('first');
		const { jobId } = await queue('b');
		expect(await queue('b')).toMatchObject({ jobId, outcome: 'queued' });
		await world.clock.advance(3_600_000);
		expect(texts()).toEqual(['first', 'b']);
		const again = await session.enqueue({
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'b' },
			idempotencyKey: 'b',
		});
		expect(again).toMatchObject({ outcome: 'sent', jobId, recipient: '+4915123456789', via: 'text' });
		await world.clock.advance(3_600_000);
		expect(texts()).toEqual(['first', 'b']);
	});

	it('share their keys with direct sends', async () => {
		const { session, queue, texts } = world.start({ perMinute: 1 });
		const direct = {
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'a' },
			idempotencyKey: 'a',
		};
		const sent = await session.send(direct);
		expect(await session.enqueue(direct)).toMatchObject({ outcome: 'sent', messageId: sent.messageId });
		const { jobId } = await queue('b');
		await world.clock.advance(60_000);
		const again = await session.send({
			...direct,
			message: { kind: 'text', text: 'b' },
			idempotencyKey: 'b',
		});
		expect(await session.getJob(jobId)).toMatchObject({ state: 'sent', messageId: again.messageId });
		expect(texts()).toEqual(['a', 'b']);
	});

	it('are refused at once when something is wrong with them', async () => {
		const { session, engine } = world.start();
		const add = async (change: object) =>
			await session.enqueue({
				recipient: '+49 151 23456789',
				message: { kind: 'text', text: 'a' },
				idempotencyKey: 'key',
				...change,
			});
		await expect(add({ recipient: 'nobody' })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(add({ message: { kind: 'text', text: '' } })).rejects.toMatchObject({
			code: 'invalidInput',
		});
		await expect(add({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(add({ maxQueuedMs: 59_999 })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(add({ message: { kind: 'location', latitude: 1, longitude: 1 } })).rejects.toMatchObject({
			code: 'notSupported',
		});
		expect(engine.made).toEqual([]);
		await expect(session.getJob('none')).rejects.toMatchObject({
			code: 'invalidInput',
			what: expect.stringContaining('"none"') as string,
		});
	});

	it('are refused at once when their turn would come later than they may wait', async () => {
		const { queue } = world.start({ perHour: 1 });
		await queue('a');
		await queue('b');
		await expect(queue('c', { maxQueuedMs: 3_600_000 })).rejects.toMatchObject({
			code: 'limited',
			reason: 'perHour',
			retryAt: world.clock.now() + 2 * 3_600_000,
			why: expect.stringContaining('at most 1 message per hour') as string,
		});
		await queue('c', { maxQueuedMs: 2 * 3_600_000 + 1 });
	});

	it('end as refused, with the reason, when WhatsApp or the person says no, and are never tried again', async () => {
		const { session, queue, texts, connection } = world.start();
		await session.resolve({ recipient: '+49 151 23456789' }, new AbortController().signal);
		connection().outcomes.push({
			outcome: 'refused',
			error: new KitError({ code: 'refused', what: 'No new chats now.', reason: '463' }),
		});
		const { jobId } = await queue('a');
		const absent = await queue('b', { recipient: '+49 151 23456404' });
		await world.clock.advance(600_000);
		expect(await session.getJob(jobId)).toMatchObject({
			state: 'refused',
			error: { code: 'refused', what: 'No new chats now.', reason: '463' },
		});
		expect(await session.getJob(absent.jobId)).toMatchObject({
			state: 'refused',
			error: { code: 'notOnWhatsApp' },
		});
		expect(texts()).toEqual(['a']);
		await expect(queue('a')).rejects.toMatchObject({ code: 'refused', what: 'No new chats now.' });
	});

	it('are not sent any more when they got too old', async () => {
		const { session, queue, texts, connection } = world.start();
		await session.resolve({ recipient: '+49 151 23456789' }, new AbortController().signal);
		const away = new KitError({ code: 'notConnected', what: 'Not connected.' });
		const unreachable = connection();
		unreachable.whenOpen = async () => await Promise.reject(away);
		const { jobId } = await queue('a', { maxQueuedMs: 60_000 });
		await settle();
		expect(await session.getJob(jobId)).toMatchObject({ state: 'queued', error: { what: 'Not connected.' } });
		await world.clock.advance(60_000);
		expect(await session.getJob(jobId)).toMatchObject({
			state: 'expired',
			error: { what: 'Not connected.' },
		});
		unreachable.whenOpen = async () => await Promise.resolve();
		await world.clock.advance(60_000);
		expect(await session.getJob(jobId)).toMatchObject({ state: 'expired' });
		expect(texts()).toEqual([]);
		await expect(queue('a')).rejects.toMatchObject({ code: 'timedOut' });
	});

	it('are repeated under their message id while nobody knows whether they arrived', async () => {
		const { session, queue, connection } = world.start();
		await session.resolve({ recipient: '+49 151 23456789' }, new AbortController().signal);
		const lost = { outcome: 'unknown', error: new KitError({ code: 'outcomeUnknown', what: '?' }) } as const;
		connection().outcomes.push(...Array.from({ length: 6 }, () => lost));
		const { jobId } = await queue('a');
		await world.clock.advance(5_000);
		expect(await session.getJob(jobId)).toMatchObject({ state: 'sending' });
		expect(await session.cancelJob(jobId)).toMatchObject({ cancelled: false, job: { state: 'sending' } });
		await world.clock.advance(60_000);
		expect(await session.getJob(jobId)).toMatchObject({ state: 'sent' });
		const sends = connection().sends;
		expect(new Set(sends.map(({ messageId }) => messageId)).size).toBe(1);
		expect(sends.slice(1).every(({ resend }) => resend)).toBe(true);
	});

	it('that were leaving when n8n ended are not repeated when it comes back after their time', async () => {
		const first = world.start();
		await first.session.resolve({ recipient: '+49 151 23456789' }, new AbortController().signal);
		first.connection().outcomes.push('never');
		const { jobId } = await first.queue('a', { maxQueuedMs: 3_600_000 });
		await settle();
		expect(await first.session.getJob(jobId)).toMatchObject({ state: 'sending' });
		await world.close(first.session);
		await world.clock.advance(2 * 3_600_000);
		const next = world.start();
		next.session.resumeJobs();
		await world.clock.advance(1_000);
		expect(next.texts()).toEqual([]);
		expect(await next.session.getJob(jobId)).toMatchObject({
			state: 'unknown',
			error: { code: 'outcomeUnknown' },
		});
		await expect(next.queue('a')).rejects.toMatchObject({ code: 'outcomeUnknown' });
	});

	it('that were sent when n8n ended are found to be sent, however late', async () => {
		const { session, queue, texts } = world.start();
		const finish = jest
			.spyOn(world.store.jobs, 'finish')
			.mockRejectedValue(new Error('the process is dying'));
		const { jobId } = await queue('a', { maxQueuedMs: 3_600_000 });
		await world.clock.advance(1_000);
		expect(texts()).toEqual(['a']);
		expect(await session.getJob(jobId)).toMatchObject({ state: 'sending' });
		await world.close(session);
		finish.mockRestore();
		await world.clock.advance(2 * 3_600_000);
		const next = world.start();
		next.session.resumeJobs();
		await world.clock.advance(1_000);
		expect(await next.session.getJob(jobId)).toMatchObject({ state: 'sent', attempts: 2 });
		expect(next.texts()).toEqual([]);
	});

	it('are refused when the person asked for no more messages meanwhile', async () => {
		const { session, queue, texts } = world.start({ perMinute: 1 });
		await queue('a', { recipient: '+49 151 23456781' });
		const { jobId } = await queue('b');
		await world.clock.advance(1_000);
		const recipient = { recipient: '+49 151 23456789' };
		await session.setOptOut({ recipient, optedOut: true, signal: new AbortController().signal });
		await world.clock.advance(60_000);
		expect(await session.getJob(jobId)).toMatchObject({ state: 'refused', error: { reason: 'optedOut' } });
		expect(texts()).toEqual(['a']);
	});

	it('move up when one before them is cancelled', async () => {
		const { session, queue, texts } = world.start({ perMinute: 1 });
		await queue('a');
		const { jobId } = await queue('b');
		await queue('c');
		await world.clock.advance(10_000);
		await session.cancelJob(jobId);
		await world.clock.advance(50_000);
		expect(texts()).toEqual(['a', 'c']);
	});

	it('that wait for a reason of their own let others go before them', async () => {
		const { queue, texts, states, session } = world.start({ newChatsPerDay: 1 });
		const stranger = await queue('a', { recipient: '+49 151 23456781' });
		const maxQueuedMs = 2 * 24 * 3_600_000;
		const another = await queue('b', { recipient: '+49 151 23456782', maxQueuedMs });
		const known = await queue('c', { recipient: '+49 151 23456781' });
		expect(Date.parse(another.leavesAt) - world.clock.now()).toBe(24 * 3_600_000);
		await world.clock.advance(60_000);
		expect(texts()).toEqual(['a', 'c']);
		const jobIds = [stranger, another, known].map(({ jobId }) => jobId);
		expect(await states(jobIds)).toEqual(['sent', 'queued', 'sent']);
		expect(session.idle).toBe(false);
	});

	it('leave by the limits of the credential as it was edited last', async () => {
		const { session, queue, texts, config } = world.start({ perHour: 1 });
		for (const text of ['a', 'b', 'c']) await queue(text);
		await world.clock.advance(1_000);
		expect(texts()).toEqual(['a']);
		await session.reconfigure(config({ perMinute: 2 }));
		await world.clock.advance(1_000);
		expect(texts()).toEqual(['a', 'b']);
		await world.clock.advance(60_000);
		expect(texts()).toEqual(['a', 'b', 'c']);
	});

	it('wait in the store, a few at a time in memory', async () => {
		const { queue, connection, texts, session } = world.start();
		const many = Array.from({ length: 40 }, (_, index) => index);
		const told = await Promise.all(
			many.map(async (index) => await queue(`m${index}`, { recipient: `+49 151 234567${10 + index}` })),
		);
		await settle();
		expect(connection().sends.length).toBeGreaterThan(0);
		await world.clock.advance(0);
		for (let turn = 0; turn < 20; turn += 1) await settle();
		expect(texts()).toHaveLength(40);
		expect(session.idle).toBe(true);
		expect(told).toHaveLength(40);
	});
});
