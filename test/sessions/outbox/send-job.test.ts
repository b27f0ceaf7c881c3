import { KitError } from '../../../messages/kit-error';
import { sendJob, type LeavingJob } from '../../../sessions/outbox/send-job';
import type { SendMessageRequest } from '../../../sessions/session';
import { settle } from '../../fixtures/manual-clock';
import { ANA, BEN, promptly, sendingWorld, textsOf, watched } from '../sending/sending-world';

const MINUTE = 60_000;

function leavingWorld(...args: Parameters<typeof sendingWorld>) {
	const sending = sendingWorld(...args);
	const waiting = new AbortController();
	const cut = new AbortController();
	const began: string[] = [];
	const start = async (key: string, more: Partial<LeavingJob> & Partial<SendMessageRequest> = {}) => {
		const { begun = false, tooLate = false, ...request } = more;
		const job: LeavingJob = {
			request: sending.request(key, request),
			composed: { message: { kind: 'text', text: key }, via: 'text' },
			jobId: `job of ${key}`,
			begun,
			tooLate,
		};
		const onLeaving = () => void began.push(`${key} with ${sending.book.claims.length} claims`);
		return await sendJob(job, sending.ports, { waiting: waiting.signal, sending: cut.signal, onLeaving });
	};
	return Object.assign(sending, {
		...{ waiting, cut, began },
		leave: async (...of: Parameters<typeof start>) => await promptly(start(...of)),
		begin: async (...of: Parameters<typeof start>) => await watched(start(...of)),
	});
}

describe('a job that leaves', () => {
	test('is claimed with its message, after it was said to be leaving', async () => {
		const { leave, book, began, connection, clock, records } = leavingWorld();
		expect(await leave('a')).toMatchObject({
			outcome: 'sent',
			messageId: connection.sends[0]!.messageId,
			recipient: ANA,
			sentAt: new Date(clock.now()).toISOString(),
		});
		expect(book.claims).toMatchObject([{ jobId: 'job of a', idempotencyKey: 'a' }]);
		expect(began).toEqual(['a with 0 claims']);
		await records.settled();
		expect(clock.sleeping).toBe(0);
	});

	test('that was cancelled meanwhile is not sent, and costs no place', async () => {
		const { leave, book, ledger, connection, clock } = leavingWorld({ perHour: 5 });
		const cancelled = new KitError({ code: 'cancelled', what: 'It has ended.' });
		book.beginJob = () => {
			throw cancelled;
		};
		await expect(leave('a')).rejects.toBe(cancelled);
		expect(connection.sends).toEqual([]);
		expect(ledger.booked).toBe(0);
		expect(clock.sleeping).toBe(0);
	});

	test('whose message was sent before tells of that, sends nothing, and costs no place', async () => {
		const { leave, book, ledger, connection } = leavingWorld({ perHour: 5 });
		book.know('a', { messageId: 'M1', at: 7 });
		expect(await leave('a')).toMatchObject({
			messageId: 'M1',
			outcome: 'sent',
			via: 'text',
			sentAt: new Date(7).toISOString(),
		});
		expect(connection.sends).toEqual([]);
		expect(ledger.booked).toBe(0);
	});

	test('whose message was refused before costs no place', async () => {
		const { leave, book, ledger } = leavingWorld({ perHour: 5 });
		book.know('a', { outcome: 'refused', error: 'Not allowed.' });
		await expect(leave('a')).rejects.toMatchObject({ code: 'refused', why: 'Not allowed.' });
		expect(ledger.booked).toBe(0);
	});

	test('that certainly did not is free to be sent anew', async () => {
		const { leave, book, ledger, connection } = leavingWorld({ perHour: 5 });
		const error = new KitError({ code: 'notConnected', what: 'Not connected.' });
		connection.send = async () => await Promise.reject(error);
		await expect(leave('a')).rejects.toBe(error);
		expect(book.find('a')).toBeUndefined();
		expect(ledger.booked).toBe(0);
	});

	test('and whose outcome cannot be kept is not forgotten', async () => {
		const { leave, book, connection } = leavingWorld({}, { resendsSafely: false });
		book.failing.add('finishSend');
		await expect(leave('a')).rejects.toMatchObject({ code: 'storage' });
		book.failing.clear();
		await expect(leave('a', { begun: true })).rejects.toMatchObject({ code: 'outcomeUnknown' });
		expect(connection.sends).toHaveLength(1);
	});

	test('is stopped in the middle when the process cannot wait any more', async () => {
		const { begin, connection, cut, clock } = leavingWorld();
		connection.outcomes.push('never');
		const leaving = await begin('a');
		cut.abort();
		await settle();
		expect(leaving()).toMatchObject({ code: 'outcomeUnknown' });
		expect(clock.sleeping).toBe(0);
	});

	test('has so much time as its message may take', async () => {
		const { leave, begin, connection, clock } = leavingWorld();
		connection.outcomes.push('never');
		const leaving = await begin('a', { timeoutMs: 5_000 });
		await clock.advance(4_999);
		expect(leaving()).toBeUndefined();
		await clock.advance(1);
		expect(leaving()).toMatchObject({ code: 'outcomeUnknown' });
		await expect(leave('a', { timeoutMs: 1 })).rejects.toMatchObject({ code: 'invalidInput' });
	});

	test('has as much time to find its recipient', async () => {
		const { begin, connection, clock, began } = leavingWorld();
		connection.resolve = async () => await new Promise<never>(() => undefined);
		const leaving = await begin('a', { timeoutMs: 5_000 });
		await clock.advance(5_000);
		expect(leaving()).toMatchObject({
			code: 'timedOut',
			what: 'Looking up the number did not end in the time given.',
		});
		expect(began).toEqual([]);
	});

	test('reads its recipient as it was queued: by the country that was set', async () => {
		const { leave, connection } = leavingWorld();
		await leave('a', { recipient: '0151 23456789', defaultCountry: 'DE' });
		expect(connection.sends).toMatchObject([{ chat: { phone: ANA } }]);
		await expect(leave('b', { recipient: '0151 23456789' })).rejects.toMatchObject({ code: 'invalidInput' });
	});
});

describe('a job the limits hold back', () => {
	test('waits up to a minute, whatever its message says, and is not leaving until then', async () => {
		const { leave, begin, clock, began, connection } = leavingWorld({ perMinute: 1 });
		await leave('a');
		const second = await begin('b', { whenLimited: 'fail', maxWaitMs: 0, timeoutMs: 600_000 });
		await clock.advance(MINUTE - 1);
		expect(second()).toBeUndefined();
		expect(began).toHaveLength(1);
		await clock.advance(1);
		expect(second()).toMatchObject({ outcome: 'sent' });
		expect(textsOf(connection)).toEqual(['a', 'b']);
		await clock.advance(1_000);
		expect(clock.sleeping).toBe(0);
	});

	test('for longer goes back into the store', async () => {
		const { leave, clock, began, book } = leavingWorld({ perRecipientGapMs: MINUTE + 1 });
		const began_ = clock.now();
		await leave('a');
		await expect(leave('b')).rejects.toMatchObject({ code: 'limited', retryAt: began_ + MINUTE + 1 });
		expect(began).toHaveLength(1);
		expect(book.claims).toHaveLength(1);
	});

	test('goes back into the store when the queue is being closed', async () => {
		const { leave, begin, clock, waiting, connection, book } = leavingWorld({ perMinute: 1 });
		await leave('a');
		const second = await begin('b');
		waiting.abort();
		await settle();
		expect(second()).toMatchObject({ code: 'cancelled' });
		expect(book.claims).toHaveLength(1);
		await clock.advance(MINUTE);
		expect(textsOf(connection)).toEqual(['a']);
		expect(clock.sleeping).toBe(0);
	});

	test('leaves on the connection there is then, with all its time', async () => {
		const { leave, begin, clock, reconnect, book, connection } = leavingWorld({ perMinute: 1 });
		await leave('a');
		const second = await begin('b', { timeoutMs: 5_000 });
		const next = reconnect();
		next.outcomes.push('never');
		await clock.advance(MINUTE + 4_999);
		expect([textsOf(connection), textsOf(next)]).toEqual([['a'], ['b']]);
		expect(book.claims.at(-1)).toMatchObject({ lease: { fence: 2 } });
		expect(second()).toBeUndefined();
		await clock.advance(1);
		expect(second()).toMatchObject({ code: 'outcomeUnknown' });
		expect(clock.sleeping).toBe(0);
	});

	test('costs no place when the account cannot be opened any more', async () => {
		const world = leavingWorld({ perMinute: 1 });
		await world.leave('a');
		await world.clock.advance(1);
		const second = await world.begin('b');
		const gone = new KitError({ code: 'ownedElsewhere', what: 'Another process has it.' });
		world.opening = async () => await Promise.reject(gone);
		await world.clock.advance(MINUTE);
		expect(second()).toBe(gone);
		expect(world.ledger.booked).toBe(1);
		expect(world.began).toHaveLength(1);
	});

	test('is not sent to who asked for no more messages meanwhile', async () => {
		const { leave, begin, clock, book, ledger, connection } = leavingWorld({ perMinute: 1 });
		await leave('a', { recipient: BEN });
		const second = await begin('b');
		book.optedOut.add(ANA);
		await clock.advance(MINUTE);
		expect(second()).toMatchObject({ reason: 'optedOut' });
		expect(ledger.booked).toBe(1);
		expect(textsOf(connection)).toEqual(['a']);
	});
});

describe('a job that may have left before', () => {
	test('goes out under the id of then, after a look whether it is still wanted, and takes no second place', async () => {
		const { leave, book, connection, ledger } = leavingWorld({ perMinute: 1 });
		await leave('other');
		book.know('a', { outcome: 'sending', messageId: 'M1' });
		expect(await leave('a', { begun: true })).toMatchObject({ messageId: 'M1', outcome: 'sent' });
		expect(connection.sends.at(-1)).toMatchObject({ messageId: 'M1', resend: true });
		expect(book.confirmed).toMatchObject([{ messageId: 'M1' }]);
		expect(ledger.asked).toBe(1);
	});

	test('is not sent to who has asked for no more messages since', async () => {
		const { leave, book, connection } = leavingWorld();
		book.know('a', { outcome: 'sending', messageId: 'M1' });
		book.optedOut.add(ANA);
		await expect(leave('a', { begun: true })).rejects.toMatchObject({ reason: 'optedOut' });
		expect(connection.sends).toEqual([]);
	});

	test('is not looked at again when its earlier try told what became of it', async () => {
		const { leave, book } = leavingWorld();
		book.know('a', { outcome: 'unknown', messageId: 'M1' });
		await leave('a', { begun: true });
		expect(book.confirmed).toEqual([]);
	});

	test('and whose time is over is only asked for', async () => {
		const { leave, book, connection } = leavingWorld();
		book.know('a', { outcome: 'sending' });
		await expect(leave('a', { begun: true, tooLate: true })).rejects.toMatchObject({
			code: 'outcomeUnknown',
			what: 'Nobody can say whether WhatsApp took the message.',
			why: expect.stringContaining('on its way when n8n ended') as string,
			next: expect.stringContaining('Look on the phone') as string,
		});
		book.know('b', { messageId: 'M2' });
		expect(await leave('b', { begun: true, tooLate: true })).toMatchObject({ messageId: 'M2' });
		expect(connection.sends).toEqual([]);
	});
});
