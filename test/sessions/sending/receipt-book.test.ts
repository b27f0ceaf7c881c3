import { ReceiptBook } from '../../../sessions/receipt-book';
import { ManualClock, settle } from '../../fixtures/manual-clock';
import { textEvent } from '../../fixtures/scripted-connection';
import { statusOf } from './message-status';
import { watched } from './sending-world';

describe('waiting for a receipt', () => {
	let clock: ManualClock;
	let book: ReceiptBook;

	beforeEach(() => {
		clock = new ManualClock();
		book = new ReceiptBook(clock);
	});

	it('ends with the receipt, and not with one of less or of another message', async () => {
		const outcome = await watched(book.wait('A', 'read', 10_000, undefined));
		for (const told of [statusOf('A', 'sent'), statusOf('A', 'delivered'), statusOf('B', 'read')])
			book.see(told);
		await settle();
		expect(outcome()).toBeUndefined();
		book.see(statusOf('A', 'read'));
		await settle();
		expect([outcome(), clock.sleeping]).toEqual(['read', 0]);
	});

	it.each([
		['delivered', 'delivered', 'delivered'],
		['delivered', 'read', 'read'],
		['read', 'played', 'read'],
	] as const)('for %s is over at once when %s came before', async (wanted, told, outcome) => {
		book.see(statusOf('A', told));
		const waiting = await watched(book.wait('A', wanted, 10_000, undefined));
		expect([waiting(), clock.sleeping]).toEqual([outcome, 0]);
	});

	it('ends in time with what is known', async () => {
		const outcomes = [
			await watched(book.wait('A', 'read', 10_000, undefined)),
			await watched(book.wait('B', 'delivered', 10_000, undefined)),
		];
		book.see(statusOf('A', 'delivered'));
		await clock.advance(9_999);
		expect(outcomes.map((outcome) => outcome())).toEqual([undefined, undefined]);
		await clock.advance(1);
		expect(outcomes.map((outcome) => outcome())).toEqual(['delivered', 'sent']);
	});

	it('does not go back when a receipt of less comes later', async () => {
		book.see(statusOf('A', 'read'));
		book.see(statusOf('A', 'delivered'));
		const waiting = await watched(book.wait('A', 'read', 10_000, undefined));
		expect(waiting()).toBe('read');
	});

	it('does not begin for somebody who has cancelled already', async () => {
		const outcome = await watched(book.wait('A', 'read', 10_000, AbortSignal.abort()));
		expect([outcome(), clock.sleeping]).toEqual(['sent', 0]);
	});

	it('is not ended by anything else the engine tells', async () => {
		const outcome = await watched(book.wait('A', 'delivered', 10_000, undefined));
		book.see(textEvent('A', 1, 'delivered'));
		book.see(statusOf('A', 'sent'));
		await settle();
		expect(outcome()).toBeUndefined();
	});

	it('that is over leaves the others of the same message waiting', async () => {
		const cancelling = new AbortController();
		const first = await watched(book.wait('A', 'read', 10_000, cancelling.signal));
		const second = await watched(book.wait('A', 'read', 10_000, undefined));
		cancelling.abort();
		await settle();
		expect([first(), second()]).toEqual(['sent', undefined]);
		const third = await watched(book.wait('A', 'delivered', 10_000, undefined));
		book.see(statusOf('A', 'read'));
		await settle();
		expect([second(), third(), clock.sleeping]).toEqual(['read', 'read', 0]);
	});

	it.each(['cancelled', 'closed'])('ends at once when it is %s', async (how) => {
		const cancelled = new AbortController();
		const outcome = await watched(book.wait('A', 'read', 10_000, cancelled.signal));
		await settle();
		if (how === 'cancelled') cancelled.abort();
		else book.close();
		await settle();
		expect([outcome(), clock.sleeping]).toEqual(['sent', 0]);
	});

	it('serves everybody who waits for the same message', async () => {
		const both = [
			await watched(book.wait('A', 'delivered', 5_000, undefined)),
			await watched(book.wait('A', 'read', 5_000, undefined)),
		];
		book.see(statusOf('A', 'delivered'));
		await settle();
		expect(both.map((outcome) => outcome())).toEqual(['delivered', undefined]);
		await clock.advance(5_000);
		expect(both[1]!()).toBe('delivered');
	});

	it('remembers the newest 10 000 messages, not all of a long life', async () => {
		book.see(statusOf('renewed', 'delivered'));
		for (let n = 0; n < 9_999; n += 1) book.see(statusOf(`M${n}`, 'delivered'));
		book.see(statusOf('renewed', 'read'));
		book.see(statusOf('M9999', 'delivered'));
		const known = async (messageId: string) =>
			(await watched(book.wait(messageId, 'delivered', 1_000, undefined)))();
		expect(await known('renewed')).toBe('read');
		expect(await known('M1')).toBe('delivered');
		expect(await known('M9999')).toBe('delivered');
		const forgotten = await watched(book.wait('M0', 'delivered', 1_000, undefined));
		expect(forgotten()).toBeUndefined();
		await clock.advance(1_000);
		expect(forgotten()).toBe('sent');
	});
});
