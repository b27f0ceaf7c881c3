import { KitError } from '../../../messages/kit-error';
import { EnginePause } from '../../../sessions/engine-pause';
import type { SendMessageRequest, SendReceipt } from '../../../sessions/session';
import { ManualClock, settle } from '../../fixtures/manual-clock';

const receipt: SendReceipt = {
	messageId: 'A1',
	recipient: '+491701234567',
	chatId: '491701234567@s.whatsapp.net',
	outcome: 'sent',
	sentAt: '2026-01-01T00:00:00.000Z',
	via: 'text',
};

describe('a pause the other side asks for', () => {
	let clock: ManualClock;
	let pause: EnginePause;
	/** When each attempt was made, ms after the start, and what it was allowed to wait. */
	let attempts: { readonly at: number; readonly key: string; readonly maxWaitMs: number | undefined }[];
	let start: number;

	/** What the next attempts meet, one after the other; then they are sent. */
	let refusals: ((now: number) => unknown)[];

	beforeEach(() => {
		clock = new ManualClock();
		start = clock.now();
		pause = new EnginePause(clock);
		attempts = [];
		refusals = [];
	});

	const tooFast = (seconds: number) => (now: number) =>
		new KitError({
			code: 'limited',
			reason: 'gateway',
			what: 'Wawp takes no more messages.',
			retryAt: now + seconds * 1_000,
		});

	/** Begins a send; `ended` says what came of it so far. */
	const send = async (key: string, more: Partial<SendMessageRequest> = {}) => {
		const ended: { receipt?: SendReceipt; error?: unknown } = {};
		const request = { recipient: '+491701234567', message: {}, idempotencyKey: key, ...more };
		const attempt = async ({ idempotencyKey, maxWaitMs }: SendMessageRequest): Promise<SendReceipt> => {
			attempts.push({ at: clock.now() - start, key: idempotencyKey, maxWaitMs });
			const refusal = refusals.shift()?.(clock.now());
			if (refusal !== undefined) throw refusal;
			return await Promise.resolve(receipt);
		};
		void pause.send(request, attempt).then(
			(sent) => (ended.receipt = sent),
			(error: unknown) => (ended.error = error),
		);
		await settle();
		return ended;
	};
	const times = (): readonly number[] => attempts.map(({ at }) => at);

	it('is waited for, nothing is tried before its end, and the receipt says how long it was', async () => {
		refusals = [tooFast(30)];
		const ended = await send('one');
		await clock.advance(29_999);
		expect([times(), ended]).toEqual([[0], {}]);
		await clock.advance(1);
		expect(times()).toEqual([0, 30_000]);
		expect(ended.receipt).toEqual({ ...receipt, waitedMs: 30_000 });
	});

	it('is added to what the limits of the account held the message back', async () => {
		refusals = [tooFast(10)];
		const ended: { receipt?: SendReceipt } = {};
		const request = { recipient: '+491701234567', message: {}, idempotencyKey: 'one' };
		void pause
			.send(request, async () => {
				const refusal = refusals.shift()?.(clock.now());
				if (refusal !== undefined) throw refusal;
				return await Promise.resolve({ ...receipt, waitedMs: 500 });
			})
			.then((sent) => (ended.receipt = sent));
		await clock.advance(10_000);
		expect(ended.receipt?.waitedMs).toBe(10_500);
	});

	it('that comes again is waited for again, with what is left of the wait', async () => {
		refusals = [tooFast(20), tooFast(30)];
		const ended = await send('one');
		await clock.advance(50_000);
		expect(attempts.map(({ at, maxWaitMs }) => [at, maxWaitMs])).toEqual([
			[0, 60_000],
			[20_000, 40_000],
			[50_000, 10_000],
		]);
		expect(ended.receipt?.waitedMs).toBe(50_000);
	});

	it.each([
		['60 s unless told otherwise', {}, 60, 61],
		['the time chosen in the node', { maxWaitMs: 5_000 }, 5, 6],
	])('is waited for up to %s', async (_limit, more, longest, tooLong) => {
		refusals = [tooFast(longest)];
		const waits = await send('waits', more);
		expect(waits).toEqual({});
		await clock.advance(longest * 1_000);
		expect(waits.receipt).toBeDefined();
		refusals = [tooFast(tooLong)];
		const fails = await send('fails', more);
		expect(fails.error).toMatchObject({ code: 'limited', reason: 'gateway' });
		expect(clock.sleeping).toBe(0);
	});

	it('ends the second wait when both are longer than the request may wait', async () => {
		refusals = [tooFast(40), tooFast(30)];
		const ended = await send('one');
		await clock.advance(40_000);
		expect(ended.error).toMatchObject({ retryAt: start + 70_000 });
		expect(times()).toEqual([0, 40_000]);
	});

	it('fails at once with its time where nobody wants to wait', async () => {
		refusals = [tooFast(30)];
		const ended = await send('one', { whenLimited: 'fail', maxWaitMs: 60_000 });
		expect(ended.error).toMatchObject({ code: 'limited', retryAt: start + 30_000 });
		expect(attempts).toEqual([{ at: 0, key: 'one', maxWaitMs: 0 }]);
		expect(clock.sleeping).toBe(0);
	});

	it('holds back the other sends of the account, which are not even tried', async () => {
		refusals = [tooFast(30)];
		await send('first');
		const waits = await send('waits');
		const fails = await send('fails', { whenLimited: 'fail' });
		expect(fails.error).toMatchObject({ code: 'limited', retryAt: start + 30_000 });
		await clock.advance(29_999);
		expect(attempts.map(({ key }) => key)).toEqual(['first']);
		await clock.advance(1);
		expect(waits.receipt?.waitedMs).toBe(30_000);
		expect(times()).toEqual([0, 30_000, 30_000]);
	});

	it('that is shorter than a standing one does not shorten it', async () => {
		const [long, short] = [tooFast(30)(start), tooFast(10)(start)];
		expect([pause.note(long), pause.note(short)]).toEqual([start + 30_000, start + 10_000]);
		const ended = await send('one');
		await clock.advance(29_999);
		expect(ended).toEqual({});
		await clock.advance(1);
		expect(times()).toEqual([30_000]);
	});

	it('that is over holds nothing back', async () => {
		pause.note(tooFast(30)(start));
		await clock.advance(30_000);
		const ended = await send('one', { whenLimited: 'fail' });
		expect(ended.receipt).toEqual(receipt);
	});

	it('for one person holds back what is of the same kind to that person, and nothing else', async () => {
		const error = new KitError({
			...{ code: 'limited', reason: 'gatewayRecipient', what: 'Too often.', retryAt: start + 30_000 },
		});
		refusals = [() => error];
		const fails = { whenLimited: 'fail', purpose: 'verification' } as const;
		expect((await send('first', fails)).error).toBe(error);
		expect((await send('again', fails)).error).toBe(error);
		expect((await send('text', { whenLimited: 'fail' })).receipt).toEqual(receipt);
		expect((await send('other', { ...fails, recipient: '+491701234568' })).receipt).toEqual(receipt);
		const waits = await send('waits', { purpose: 'verification' });
		await clock.advance(30_000);
		expect(waits.receipt?.waitedMs).toBe(30_000);
		expect(attempts.map(({ key }) => key)).toEqual(['first', 'text', 'other', 'waits']);
	});

	it('of no time at all is a second: nothing is asked without end', async () => {
		refusals = Array.from({ length: 100 }, () => tooFast(0));
		const ended = await send('one', { maxWaitMs: 3_000 });
		await clock.advance(10_000);
		expect(times()).toEqual([0, 1_000, 2_000, 3_000]);
		expect(ended.error).toMatchObject({ code: 'limited' });
	});

	it('is left at once when the workflow is stopped, and nothing is sent', async () => {
		refusals = [tooFast(30)];
		const stopped = new AbortController();
		const ended = await send('one', { signal: stopped.signal });
		stopped.abort();
		await settle();
		expect(ended.error).toMatchObject({
			code: 'cancelled',
			what: expect.stringContaining('Nothing was sent'),
		});
		expect(clock.sleeping).toBe(0);
		await clock.advance(60_000);
		expect(times()).toEqual([0]);
	});

	it.each([
		['another limit', new KitError({ code: 'limited', reason: 'perHour', what: 'Enough.', retryAt: 1 })],
		['an outcome nobody knows', new KitError({ code: 'outcomeUnknown', what: 'Lost.' })],
		['a pause without a time', new KitError({ code: 'limited', reason: 'gateway', what: 'Too fast.' })],
		['anything else', new Error('broken')],
	])('is not read into %s: it is told, and not tried again', async (_what, error) => {
		refusals = [() => error];
		const ended = await send('one');
		expect(ended.error).toBe(error);
		await clock.advance(120_000);
		expect(times()).toEqual([0]);
	});
});
