import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageStatusEvent } from '../../messages/incoming';
import { ReceiptBook } from '../../sessions/receipt-book';
import { ManualClock, settle } from '../fixtures/manual-clock';

function status(messageId: string, told: MessageStatusEvent['status']): EngineEventEnvelope {
	const person = { phone: null, lid: null, name: null, isMe: false };
	const chat = { id: 'c', type: 'private' } as const;
	const event = {
		event: 'messageStatus',
		messageId,
		timestamp: 0,
		chat,
		from: person,
		status: told,
	} as const;
	return { id: `${messageId}:${told}`, inboxSeq: null, event, raw: null };
}

describe('waiting for a receipt', () => {
	let clock: ManualClock;
	let book: ReceiptBook;

	beforeEach(() => {
		clock = new ManualClock();
		book = new ReceiptBook(clock);
	});

	const result = (waiting: Promise<string>): (() => string | undefined) => {
		let known: string | undefined;
		void waiting.then((outcome) => (known = outcome));
		return () => known;
	};

	it('ends with the receipt, and not with one of less or of another message', async () => {
		const outcome = result(book.wait('A', 'read', 10_000, undefined));
		for (const told of [status('A', 'sent'), status('A', 'delivered'), status('B', 'read')]) book.see(told);
		await settle();
		expect(outcome()).toBeUndefined();
		book.see(status('A', 'read'));
		await settle();
		expect([outcome(), clock.sleeping]).toEqual(['read', 0]);
	});

	it.each([
		['delivered', 'delivered', 'delivered'],
		['delivered', 'read', 'read'],
		['read', 'played', 'read'],
	] as const)('for %s is over at once when %s came before', async (wanted, told, outcome) => {
		book.see(status('A', told));
		await expect(book.wait('A', wanted, 10_000, undefined)).resolves.toBe(outcome);
		expect(clock.sleeping).toBe(0);
	});

	it('ends in time with what is known', async () => {
		const outcomes = [
			result(book.wait('A', 'read', 10_000, undefined)),
			result(book.wait('B', 'delivered', 10_000, undefined)),
		];
		book.see(status('A', 'delivered'));
		await clock.advance(9_999);
		expect(outcomes.map((outcome) => outcome())).toEqual([undefined, undefined]);
		await clock.advance(1);
		expect(outcomes.map((outcome) => outcome())).toEqual(['delivered', 'sent']);
	});

	it('does not go back when a receipt of less comes later', async () => {
		book.see(status('A', 'read'));
		book.see(status('A', 'delivered'));
		await expect(book.wait('A', 'read', 10_000, undefined)).resolves.toBe('read');
	});

	it.each(['cancelled', 'closed'])('ends at once when it is %s', async (how) => {
		const cancelled = new AbortController();
		const outcome = result(book.wait('A', 'read', 10_000, cancelled.signal));
		await settle();
		if (how === 'cancelled') cancelled.abort();
		else book.close();
		await settle();
		expect([outcome(), clock.sleeping]).toEqual(['sent', 0]);
	});

	it('serves everybody who waits for the same message', async () => {
		const both = [
			result(book.wait('A', 'delivered', 5_000, undefined)),
			result(book.wait('A', 'read', 5_000, undefined)),
		];
		book.see(status('A', 'delivered'));
		await settle();
		expect(both.map((outcome) => outcome())).toEqual(['delivered', undefined]);
		await clock.advance(5_000);
		expect(both[1]!()).toBe('delivered');
	});

	it('remembers the newest 10 000 messages, not all of a long life', async () => {
		for (let n = 0; n <= 10_000; n += 1) book.see(status(`M${n}`, 'delivered'));
		await expect(book.wait('M1', 'delivered', 1_000, undefined)).resolves.toBe('delivered');
		const forgotten = result(book.wait('M0', 'delivered', 1_000, undefined));
		await clock.advance(1_000);
		expect(forgotten()).toBe('sent');
	});
});
