import type { SendOutcome } from '../../../engines/engine';
import { KitError } from '../../../messages/kit-error';
import { OPEN_STATE } from '../../fixtures/scripted-connection';
import { settle } from '../../fixtures/manual-clock';
import { ANA, sendingWorld } from './sending-world';

const lost: SendOutcome = {
	outcome: 'unknown',
	error: new KitError({ code: 'outcomeUnknown', what: 'The line broke.' }),
};
const refused: SendOutcome = {
	outcome: 'refused',
	error: new KitError({ code: 'refused', what: 'Not allowed.', reason: '479' }),
};

describe('a message that was sent', () => {
	test('is told with its id, chat, number and time', async () => {
		const { send, clock, connection } = sendingWorld();
		connection.outcomes.push({ outcome: 'sent', sentAt: clock.now() - 5 });
		expect(await send('a')).toEqual({
			messageId: connection.sends[0]!.messageId,
			recipient: ANA,
			chatId: '4915123456789@s.whatsapp.net',
			outcome: 'sent',
			sentAt: new Date(clock.now() - 5).toISOString(),
			via: 'text',
		});
		expect(clock.sleeping).toBe(1);
		await clock.advance(20);
		expect(clock.sleeping).toBe(0);
	});

	test('to a chat without a number is told with the recipient as it was given', async () => {
		const { send, connection } = sendingWorld();
		connection.resolve = async () => await Promise.resolve({ chatId: '1@g.us', phone: null, lid: null });
		expect(await send('a', { recipient: '120363041234567890@g.us' })).toMatchObject({
			recipient: '120363041234567890@g.us',
			chatId: '1@g.us',
		});
	});

	test('went to the engine as it was asked for', async () => {
		const { send, connection } = sendingWorld();
		await send('a', { extras: { mentions: [ANA] }, experimental: true, secret: true });
		await send('b');
		expect(connection.sends).toMatchObject([
			{
				chat: { phone: ANA },
				composed: { message: { kind: 'text', text: 'a' }, via: 'text' },
				extras: { mentions: [ANA] },
				resend: false,
				experimental: true,
				secret: true,
			},
			{ extras: {}, resend: false, experimental: false, secret: false },
		]);
		expect(connection.sends[0]!.messageId).not.toBe(connection.sends[1]!.messageId);
	});
});

describe('a message nobody knows of', () => {
	test('is repeated under its id until it is known, a moment apart', async () => {
		const { begin, connection, clock, ledger } = sendingWorld({ perHour: 5 });
		connection.outcomes.push(lost, lost);
		const sending = await begin('a');
		await clock.advance(249);
		expect(connection.sends).toHaveLength(1);
		await clock.advance(1);
		expect(connection.sends).toHaveLength(2);
		await clock.advance(250);
		expect(sending()).toMatchObject({ outcome: 'sent' });
		expect(connection.sends.map(({ resend }) => resend)).toEqual([false, true, true]);
		expect(new Set(connection.sends.map(({ messageId }) => messageId)).size).toBe(1);
		expect(ledger.booked).toBe(1);
	});

	test('is given up after five times, stays counted, and is repeated by the next run', async () => {
		const { send, begin, connection, clock, ledger, book } = sendingWorld({ perHour: 5 });
		connection.outcomes.push(lost, lost, lost, lost, lost);
		const sending = await begin('a');
		await clock.advance(10_000);
		expect(sending()).toBe(lost.error);
		expect(connection.sends).toHaveLength(5);
		expect(ledger.booked).toBe(1);
		expect(book.find('a')).toMatchObject({
			outcome: 'unknown',
			at: clock.now() - 9_000,
			error: 'The line broke.',
		});
		const { messageId } = connection.sends[0]!;
		expect(await send('a')).toMatchObject({ messageId });
		expect(ledger.booked).toBe(1);
	});

	test('is not repeated where that could make a second message', async () => {
		const { begin, connection, clock, book } = sendingWorld({}, { resendsSafely: false });
		connection.outcomes.push(lost);
		const sending = await begin('a');
		await clock.advance(10_000);
		expect(sending()).toBe(lost.error);
		expect(connection.sends).toHaveLength(1);
		expect(book.find('a')).toMatchObject({ outcome: 'unknown' });
	});

	test.each([
		['connecting', { kind: 'connecting' }, 2],
		['backing off', { kind: 'backingOff', until: 0, reason: '', attempt: 1 }, 2],
		['open', OPEN_STATE, 2],
		['logged out', { kind: 'loggedOut', reason: '' }, 1],
		['closed', { kind: 'closed' }, 1],
	] as const)(
		'is tried again only on a connection that passes its trouble: %s',
		async (_name, state, times) => {
			const { begin, connection, clock } = sendingWorld();
			connection.outcomes.push(lost);
			connection.setState(state);
			const sending = await begin('a');
			await clock.advance(10_000);
			expect(connection.sends).toHaveLength(times);
			expect(sending()).toMatchObject(times === 2 ? { outcome: 'sent' } : { code: 'outcomeUnknown' });
		},
	);

	test('is not repeated any more when the time is over', async () => {
		const { begin, connection, clock, book } = sendingWorld();
		connection.outcomes.push('never');
		const sending = await begin('a', { timeoutMs: 1_000 });
		await clock.advance(999);
		expect(sending()).toBeUndefined();
		await clock.advance(5_000);
		expect(sending()).toMatchObject({
			code: 'outcomeUnknown',
			what: 'Nobody can say whether WhatsApp took the message.',
			why: 'Sending the message did not end in the time given.',
			cause: { code: 'timedOut' },
		});
		expect(connection.sends).toHaveLength(1);
		expect(connection.sends[0]!.signal.aborted).toBe(true);
		expect(book.find('a')).toMatchObject({
			outcome: 'unknown',
			error: 'Nobody can say whether WhatsApp took the message.',
		});
		expect(clock.sleeping).toBe(0);
	});

	test('is what somebody leaves behind who cancels while it is on its way', async () => {
		const { begin, connection, ledger, book } = sendingWorld({ perHour: 5 });
		connection.outcomes.push('never');
		const cancelling = new AbortController();
		const sending = await begin('a', { signal: cancelling.signal });
		cancelling.abort();
		await settle();
		expect(sending()).toMatchObject({ code: 'outcomeUnknown', cause: { code: 'cancelled' } });
		expect(book.find('a')).toMatchObject({ outcome: 'unknown' });
		expect(ledger.booked).toBe(1);
	});

	test('stays so for somebody who cancels between two repetitions', async () => {
		const { begin, connection, book, clock } = sendingWorld();
		connection.outcomes.push(lost);
		const cancelling = new AbortController();
		const sending = await begin('a', { signal: cancelling.signal });
		cancelling.abort(new Error('stop'));
		await settle();
		expect(sending()).toMatchObject({ code: 'outcomeUnknown' });
		expect(book.find('a')).toMatchObject({ outcome: 'unknown' });
		expect(clock.sleeping).toBe(0);
	});

	test('stays unknown when a repetition fails before it leaves', async () => {
		const { begin, connection, clock, ledger, book } = sendingWorld({ perHour: 5 });
		connection.outcomes.push(lost);
		const sending = await begin('a');
		connection.send = async () => {
			connection.setState({ kind: 'loggedOut', reason: '' });
			return await Promise.reject(new TypeError('undefined is not a function'));
		};
		await clock.advance(250);
		expect(sending()).toMatchObject({ code: 'outcomeUnknown', why: 'Sending the message failed.' });
		expect(ledger.booked).toBe(1);
		expect(book.find('a')).toMatchObject({ outcome: 'unknown' });
	});

	test('stays unknown when the repetition of a later run finds the account not linked', async () => {
		const { send, connection, book } = sendingWorld();
		book.know('a', { outcome: 'unknown', messageId: 'M1' });
		connection.setState({ kind: 'loggedOut', reason: '' });
		connection.send = async () =>
			await Promise.reject(new KitError({ code: 'notLinked', what: 'It is not linked.' }));
		await expect(send('a')).rejects.toMatchObject({ code: 'outcomeUnknown', why: 'It is not linked.' });
		expect(book.find('a')).toMatchObject({ outcome: 'unknown', messageId: 'M1' });
	});
});

describe('a message that certainly was not sent', () => {
	test('because it was refused tells why, costs no place, and is not sent again', async () => {
		const { send, connection, ledger, book, clock } = sendingWorld({ perHour: 5 });
		connection.outcomes.push(refused);
		await expect(send('a')).rejects.toBe(refused.error);
		expect(ledger.booked).toBe(0);
		expect(book.find('a')).toMatchObject({ outcome: 'refused', error: 'Not allowed.', at: clock.now() });
		await expect(send('a')).rejects.toMatchObject({ code: 'refused', why: 'Not allowed.' });
		expect(connection.sends).toHaveLength(1);
	});

	test('because there are too many stays counted', async () => {
		const { send, connection, ledger } = sendingWorld({ perHour: 5 });
		const error = new KitError({ code: 'refused', what: 'Too fast.', reason: '429' });
		connection.outcomes.push({ outcome: 'refused', error });
		await expect(send('a')).rejects.toBe(error);
		expect(ledger.booked).toBe(1);
	});

	test.each([true, false])(
		'because it could not leave costs no place, and its key is free (repeated safely: %s)',
		async (resendsSafely) => {
			const { send, connection, ledger, book } = sendingWorld({ perHour: 5 }, { resendsSafely });
			const error = new KitError({ code: 'notLinked', what: 'It is not linked.' });
			const sends = connection.send.bind(connection);
			connection.send = async () => await Promise.reject(error);
			await expect(send('a')).rejects.toBe(error);
			expect(ledger.booked).toBe(0);
			expect(book.find('a')).toBeUndefined();
			connection.send = sends;
			expect(await send('a')).toMatchObject({ outcome: 'sent' });
			expect(connection.sends).toMatchObject([{ resend: false }]);
		},
	);

	test('because of a defect says so as it is', async () => {
		const { send, connection, book } = sendingWorld();
		const defect = new TypeError('undefined is not a function');
		connection.send = async () => await Promise.reject(defect);
		await expect(send('a')).rejects.toBe(defect);
		expect(book.find('a')).toBeUndefined();
	});

	test('because nobody is there says so before anything is claimed', async () => {
		const { send, book, clock } = sendingWorld();
		await expect(send('a', { recipient: '+4915123456404' })).rejects.toMatchObject({ code: 'notOnWhatsApp' });
		expect(book.claims).toEqual([]);
		expect(clock.sleeping).toBe(0);
	});

	test('because the number could not be looked up in time says so', async () => {
		const { begin, connection, clock, book } = sendingWorld();
		connection.resolve = async () => await new Promise<never>(() => undefined);
		const sending = await begin('a', { timeoutMs: 2_000 });
		await clock.advance(1_999);
		expect(sending()).toBeUndefined();
		await clock.advance(1);
		expect(sending()).toMatchObject({
			code: 'timedOut',
			what: 'Looking up the number did not end in the time given.',
		});
		expect(book.claims).toEqual([]);
	});

	test('because something is wrong with it opens no connection', async () => {
		const world = sendingWorld();
		const { send, clock } = world;
		await expect(send('', { message: { kind: 'text', text: '' } })).rejects.toMatchObject({
			code: 'invalidInput',
		});
		await expect(send('a', { recipient: 'nobody' })).rejects.toMatchObject({ code: 'invalidInput' });
		await expect(send('a', { timeoutMs: 1 })).rejects.toMatchObject({ code: 'invalidInput' });
		expect(world.opened).toBe(0);
		expect(clock.sleeping).toBe(0);
	});
});

test('an outcome the store of a careful engine does not take is told as the failure it is', async () => {
	const { send, book, connection } = sendingWorld({}, { resendsSafely: false });
	book.failing.add('finishSend');
	await expect(send('a')).rejects.toMatchObject({ code: 'storage' });
	book.failing.clear();
	// It was sent, so its key stays taken.
	await expect(send('a')).rejects.toMatchObject({ code: 'outcomeUnknown' });
	expect(connection.sends).toHaveLength(1);
});
