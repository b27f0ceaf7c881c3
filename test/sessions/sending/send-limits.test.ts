import { KitError } from '../../../messages/kit-error';
import { settle } from '../../fixtures/manual-clock';
import { ANA, BEN, sendingWorld, textsOf } from './sending-world';

const MINUTE = 60_000;

describe('a message the limits hold back', () => {
	test('leaves when it is its turn, and says how long it waited', async () => {
		const { send, begin, connection, clock } = sendingWorld({ perMinute: 1 });
		expect(await send('a')).not.toHaveProperty('waitedMs');
		const second = await begin('b', { timeoutMs: 600_000 });
		await clock.advance(MINUTE - 1);
		expect(second()).toBeUndefined();
		expect(textsOf(connection)).toEqual(['a']);
		await clock.advance(1);
		expect(second()).toMatchObject({ outcome: 'sent', waitedMs: MINUTE });
		expect(textsOf(connection)).toEqual(['a', 'b']);
		await clock.advance(1_000);
		expect(clock.sleeping).toBe(0);
	});

	test('waits a minute when nothing else is asked for, and no longer', async () => {
		const { send, begin, clock } = sendingWorld({ perRecipientGapMs: MINUTE });
		await send('a');
		const inTime = await begin('b');
		await clock.advance(MINUTE);
		expect(inTime()).toMatchObject({ outcome: 'sent' });
		const { send: sendLater } = sendingWorld({ perRecipientGapMs: MINUTE + 1 });
		await sendLater('a');
		await expect(sendLater('b')).rejects.toMatchObject({ code: 'limited' });
	});

	test('fails at once when it may not wait, with rule and time, and its key is free', async () => {
		const { send, book, connection, clock, ledger } = sendingWorld({ perHour: 1 });
		const began = clock.now();
		await send('a');
		await expect(send('b', { whenLimited: 'fail', maxWaitMs: 3_600_000 })).rejects.toMatchObject({
			code: 'limited',
			reason: 'perHour',
			retryAt: began + 3_600_000,
		});
		expect(book.find('b')).toBeUndefined();
		await clock.advance(3_600_000);
		expect(await send('b', { whenLimited: 'fail' })).toMatchObject({ outcome: 'sent' });
		expect(textsOf(connection)).toEqual(['a', 'b']);
		expect(ledger.booked).toBe(2);
	});

	test('fails with its own reason also when its key could not be given back', async () => {
		const { send, book } = sendingWorld({ perHour: 1 });
		await send('a');
		book.failing.add('releaseSend');
		await expect(send('b', { whenLimited: 'fail' })).rejects.toMatchObject({ code: 'limited' });
	});

	test('leaves another recipient alone', async () => {
		const { send, begin, connection } = sendingWorld({ perRecipientGapMs: MINUTE });
		await send('a');
		const second = await begin('b');
		await send('c', { recipient: BEN });
		expect(textsOf(connection)).toEqual(['a', 'c']);
		expect(second()).toBeUndefined();
	});

	test('can be cancelled: nothing is sent, and its key is free', async () => {
		const { send, begin, book, connection, clock } = sendingWorld({ perMinute: 1 });
		await send('a');
		const cancelling = new AbortController();
		const second = await begin('b', { signal: cancelling.signal });
		cancelling.abort(new Error('stop'));
		await settle();
		expect(second()).toMatchObject({
			code: 'cancelled',
			what: 'Waiting for the limits of the account was cancelled. Nothing was sent.',
			cause: new Error('stop'),
		});
		expect(book.find('b')).toBeUndefined();
		await clock.advance(MINUTE);
		expect(textsOf(connection)).toEqual(['a']);
		expect(clock.sleeping).toBe(0);
	});

	test('has the whole time for WhatsApp when it leaves', async () => {
		const { send, begin, connection, clock } = sendingWorld({ perMinute: 1 });
		await send('a');
		connection.outcomes.push('never');
		const second = await begin('b', { timeoutMs: 5_000 });
		await clock.advance(MINUTE + 4_999);
		expect(connection.sends).toHaveLength(2);
		expect(second()).toBeUndefined();
		await clock.advance(1);
		expect(second()).toMatchObject({ code: 'outcomeUnknown' });
		expect(clock.sleeping).toBe(0);
	});

	test('leaves on the connection there is then', async () => {
		const { send, begin, connection, reconnect, clock, book, records } = sendingWorld({ perMinute: 1 });
		await send('a');
		await records.settled();
		const second = await begin('b');
		const next = reconnect();
		await clock.advance(MINUTE);
		expect(second()).toMatchObject({ outcome: 'sent' });
		expect([textsOf(connection), textsOf(next)]).toEqual([['a'], ['b']]);
		await records.settled();
		expect(book.find('b')).toMatchObject({ outcome: 'sent' });
		expect(book.confirmed).toMatchObject([{ lease: { fence: 2 } }]);
	});

	test('costs no place and no key when the account cannot be opened any more', async () => {
		const world = sendingWorld({ perMinute: 1 });
		await world.send('a');
		await world.clock.advance(1);
		const second = await world.begin('b');
		const gone = new KitError({ code: 'ownedElsewhere', what: 'Another process has it.' });
		world.opening = async () => await Promise.reject(gone);
		await world.clock.advance(MINUTE);
		expect(second()).toBe(gone);
		expect(world.ledger.booked).toBe(1);
		expect(world.book.find('b')).toBeUndefined();
		expect(world.connection.sends).toHaveLength(1);
	});

	test('is not sent to who asked for no more messages meanwhile, and costs no place', async () => {
		const { send, begin, book, connection, clock, ledger } = sendingWorld({ perMinute: 1 });
		await send('a', { recipient: BEN });
		const second = await begin('b');
		book.optedOut.add(ANA);
		await clock.advance(MINUTE);
		expect(second()).toMatchObject({ code: 'refused', reason: 'optedOut' });
		expect(textsOf(connection)).toEqual(['a']);
		expect(ledger.booked).toBe(1);
		expect(book.find('b')).toBeUndefined();
	});

	test('is not sent when nobody can look whether it is still wanted, and can be run again', async () => {
		const { send, begin, book, connection, clock, ledger } = sendingWorld({ perMinute: 1 });
		await send('a');
		const second = await begin('b');
		book.failing.add('confirmSend');
		await clock.advance(MINUTE);
		expect(second()).toMatchObject({ code: 'storage' });
		expect(textsOf(connection)).toEqual(['a']);
		expect(ledger.booked).toBe(1);
		expect(book.find('b')).toBeUndefined();
	});

	test('that did not wait is not looked at a second time', async () => {
		const world = sendingWorld({ perMinute: 5 });
		await world.send('a');
		expect(world.book.confirmed).toEqual([]);
		expect(world.opened).toBe(1);
	});
});

describe('what counts in the limits', () => {
	test('does not: taking a message back', async () => {
		const { send, engine, ledger } = sendingWorld({ perHour: 2 });
		for (const kind of ['edit', 'delete'] as const) (engine.capabilities.native as Set<string>).add(kind);
		const { messageId } = await send('a');
		const target = { messageId, fromMe: true };
		await send('taken back', { message: { kind: 'delete', target } });
		expect(ledger.booked).toBe(1);
		await send('edited', { message: { kind: 'edit', text: 'b', target } });
		expect(ledger.booked).toBe(2);
	});

	test('of a number without any is nothing but the cooldown of codes', async () => {
		const { send, clock, ledger } = sendingWorld();
		await send('a');
		await send('b');
		expect(ledger.asked).toBe(0);
		const code = { purpose: 'verification', whenLimited: 'fail' } as const;
		await send('first code', code);
		await expect(send('second code', code)).rejects.toMatchObject({
			reason: 'verificationCooldown',
			retryAt: clock.now() + MINUTE,
		});
		await send('c', { whenLimited: 'fail' });
	});
});

describe('the longest wait for the limits', () => {
	test.each([-1, 3_600_001, Number.NaN])('of %d ms is refused before anything is done', async (maxWaitMs) => {
		const world = sendingWorld();
		await expect(world.send('a', { maxWaitMs })).rejects.toMatchObject({
			code: 'invalidInput',
			what: 'The option "Max Wait" is out of range.',
			why: `It must be 0 to 3600 seconds, ${maxWaitMs / 1_000} was given.`,
			next: 'Correct the option in the node.',
		});
		expect(world.opened).toBe(0);
	});

	test.each([0, 1, 3_600_000])('may be %d ms', async (maxWaitMs) => {
		const { send, connection } = sendingWorld({ perHour: 1 });
		await send('a', { maxWaitMs });
		expect(textsOf(connection)).toEqual(['a']);
	});

	test('is kept to', async () => {
		const { send, begin, clock } = sendingWorld({ perHour: 1 });
		await send('a');
		await clock.advance(2);
		await expect(send('b', { maxWaitMs: 3_599_997 })).rejects.toMatchObject({ code: 'limited' });
		const second = await begin('b', { maxWaitMs: 3_599_998 });
		await clock.advance(3_599_998);
		expect(second()).toMatchObject({ outcome: 'sent' });
	});
});
