import { KitError, type KitErrorCode } from '../../../messages/kit-error';
import { sendingWorld } from './sending-world';

describe('a message that got an id of the other side', () => {
	test('goes by that id, also when its key is asked for again', async () => {
		const { send, clock, connection } = sendingWorld();
		connection.outcomes.push({ outcome: 'sent', sentAt: clock.now(), messageId: 'wamid.1' });
		expect(await send('a')).toMatchObject({ messageId: 'wamid.1', outcome: 'sent' });
		await clock.advance(20);
		expect(await send('a')).toMatchObject({ messageId: 'wamid.1', outcome: 'sent' });
		expect(connection.sends).toHaveLength(1);
	});

	test('is not called sent while it lies in a queue over there', async () => {
		const { send, clock, connection } = sendingWorld();
		connection.outcomes.push({ outcome: 'sent', sentAt: clock.now(), jobId: '245' });
		expect(await send('a')).toMatchObject({ outcome: 'accepted', jobId: '245' });
	});
});

describe('a message the other side does not take now', () => {
	test.each<KitErrorCode>(['limited', 'notConnected', 'accountStopped', 'notLinked'])(
		'(%s) leaves its key free for a later run',
		async (code) => {
			const { send, book, connection } = sendingWorld();
			const error = new KitError({ code, what: 'Not now.' });
			connection.outcomes.push({ outcome: 'refused', error });
			await expect(send('a')).rejects.toBe(error);
			expect(book.find('a')).toBeUndefined();
			expect(await send('a')).toMatchObject({ outcome: 'sent' });
		},
	);

	test('stays open when an earlier try may have arrived', async () => {
		const { send, book, connection } = sendingWorld();
		book.know('a', { outcome: 'unknown', error: 'The line broke.' });
		const error = new KitError({ code: 'notConnected', what: 'Not now.' });
		connection.outcomes.push({ outcome: 'refused', error });
		await expect(send('a')).rejects.toBe(error);
		expect(book.find('a')).toMatchObject({ outcome: 'unknown', error: 'Not now.' });
	});
});
