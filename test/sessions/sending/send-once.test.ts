import type { KitError } from '../../../messages/kit-error';
import { ANA, sendingWorld, textsOf } from './sending-world';

describe('a message under the key of an earlier one', () => {
	test('that was sent is not sent again: what became of the first is told, and no place is taken', async () => {
		const { send, connection, clock, ledger } = sendingWorld({ perHour: 5 });
		const first = await send('a');
		await clock.advance(1_000);
		expect(await send('a')).toEqual(first);
		expect(textsOf(connection)).toEqual(['a']);
		expect(ledger.booked).toBe(1);
	});

	test('that was refused is refused again with the reason of then', async () => {
		const { send, book, connection, ledger } = sendingWorld({ perHour: 5 });
		book.know('a', { outcome: 'refused', error: 'Not allowed.' });
		await expect(send('a')).rejects.toMatchObject({
			code: 'refused',
			what: 'This message was refused by WhatsApp before and is not sent again.',
			why: 'Not allowed.',
			next: 'Start a new execution, or set another idempotency key, when the reason is gone.',
		});
		expect(connection.sends).toEqual([]);
		expect(ledger.booked).toBe(0);
	});

	test('that was refused without a word has no reason to tell', async () => {
		const { send, book } = sendingWorld();
		book.know('a', { outcome: 'refused', error: null });
		const error = await send('a').catch((thrown: KitError) => thrown);
		expect(error).toMatchObject({ code: 'refused', why: undefined });
	});

	test('that nobody knows of goes out under the id of then, and takes no second place', async () => {
		const { send, book, connection, ledger } = sendingWorld({ perHour: 1 });
		await send('other');
		book.know('a', { outcome: 'unknown', messageId: 'M1' });
		expect(await send('a', { whenLimited: 'fail' })).toMatchObject({ messageId: 'M1', outcome: 'sent' });
		expect(connection.sends.at(-1)).toMatchObject({ messageId: 'M1', resend: true });
		expect(ledger.booked).toBe(1);
		expect(book.confirmed).toEqual([]);
		await send('a');
		expect(connection.sends).toHaveLength(2);
	});

	test.each(['unknown', 'sending'] as const)(
		'that is %s stays so where repeating could make a second message',
		async (outcome) => {
			const { send, book, connection, ledger } = sendingWorld({ perHour: 1 }, { resendsSafely: false });
			book.know('a', { outcome, error: 'The line broke.' });
			await expect(send('a')).rejects.toMatchObject({
				code: 'outcomeUnknown',
				what: 'Nobody can say whether WhatsApp took the message.',
				why: 'The line broke.',
				next: expect.stringContaining('Look on the phone') as string,
			});
			expect(connection.sends).toEqual([]);
			expect(ledger.booked).toBe(0);
		},
	);

	test('a crash left behind goes out under the id of then, after it took a place', async () => {
		const { send, book, connection, ledger } = sendingWorld({ perHour: 2 });
		book.know('a', { outcome: 'sending', messageId: 'M1' });
		expect(await send('a')).toMatchObject({ messageId: 'M1' });
		expect(connection.sends).toMatchObject([{ messageId: 'M1', resend: true }]);
		expect(ledger.booked).toBe(1);
		// Nobody knows how long ago it was claimed.
		expect(book.confirmed).toMatchObject([
			{ messageId: 'M1', names: expect.arrayContaining([ANA]) as string[] },
		]);
	});

	test('a crash left behind is kept for a later run when the limits hold it back', async () => {
		const { send, book } = sendingWorld({ perHour: 1 });
		await send('other');
		book.know('a', { outcome: 'sending', messageId: 'M1' });
		await expect(send('a', { whenLimited: 'fail' })).rejects.toMatchObject({ code: 'limited' });
		expect(book.find('a')).toMatchObject({ messageId: 'M1', outcome: 'sending' });
	});

	test('a crash left behind is not sent to who has asked for no more messages since', async () => {
		const { send, book, connection, ledger } = sendingWorld({ perHour: 2 });
		book.know('a', { outcome: 'sending', messageId: 'M1' });
		book.optedOut.add(ANA);
		await expect(send('a')).rejects.toMatchObject({ reason: 'optedOut' });
		expect(connection.sends).toEqual([]);
		expect(ledger.booked).toBe(0);
		expect(book.find('a')).toBeUndefined();
	});
});

describe('the claim of a message', () => {
	test('names the chat and everybody behind it, and is ended by the outcome', async () => {
		const { send, book, records, clock } = sendingWorld();
		const { messageId } = await send('a');
		expect(book.claims).toMatchObject([
			{
				lease: { accountId: 'a', fence: 1 },
				idempotencyKey: 'a',
				messageId,
				chatId: '4915123456789@s.whatsapp.net',
				names: expect.arrayContaining([ANA]) as string[],
				now: clock.now(),
			},
		]);
		expect(book.claims[0]).not.toHaveProperty('jobId');
		await records.settled();
		expect(book.find('a')).toMatchObject({ messageId, outcome: 'sent', at: clock.now() });
	});

	test('of somebody who does not want messages fails, and nothing is asked of the limits', async () => {
		const { send, book, connection, ledger } = sendingWorld({ perHour: 1 });
		book.optedOut.add(ANA);
		await expect(send('a')).rejects.toMatchObject({ code: 'refused', reason: 'optedOut' });
		expect(connection.sends).toEqual([]);
		expect(ledger.asked).toBe(0);
	});

	test('lets the one message through that confirms the end of all others', async () => {
		const { send, book, connection } = sendingWorld();
		book.optedOut.add(ANA);
		await send('bye', { confirmsOptOut: true });
		book.know('after a crash', { outcome: 'sending' });
		await send('after a crash', { confirmsOptOut: true });
		expect(textsOf(connection)).toEqual(['bye', 'after a crash']);
		expect(book.confirmed).toEqual([]);
	});

	test('that the store does not take keeps the message here', async () => {
		const { send, book, connection } = sendingWorld();
		book.failing.add('claimSend');
		await expect(send('a')).rejects.toMatchObject({ code: 'storage' });
		expect(connection.sends).toEqual([]);
	});

	test('remembers once a day whom a number without limits writes to, and nobody of one with limits', async () => {
		const remembered = async (world: ReturnType<typeof sendingWorld>) => {
			await world.send('a');
			await world.send('b');
			await world.clock.advance(24 * 3_600_000);
			await world.send('c');
			return world.book.claims.map(({ remember }) => remember);
		};
		expect(await remembered(sendingWorld())).toEqual([`to:${ANA}`, undefined, `to:${ANA}`]);
		expect(await remembered(sendingWorld({ perDay: 5 }))).toEqual([undefined, undefined, undefined]);
	});

	test('remembers nobody by a code, whose cooldown is booked', async () => {
		const { send, book, ledger } = sendingWorld();
		await send('a', { purpose: 'verification' });
		expect(book.claims[0]).not.toHaveProperty('remember');
		expect(ledger.asked).toBe(1);
	});
});
