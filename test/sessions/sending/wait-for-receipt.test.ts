import { ReceiptBook } from '../../../sessions/receipt-book';
import type { SendReceipt } from '../../../sessions/session';
import { checkWait, waitForReceipt } from '../../../sessions/wait-for-receipt';
import { ManualClock } from '../../fixtures/manual-clock';
import { scriptedEngine } from '../../fixtures/scripted-connection';
import { statusOf } from './message-status';
import { watched } from './sending-world';

const receipt: SendReceipt = {
	messageId: 'A',
	recipient: '+4915123456789',
	chatId: 'c',
	outcome: 'sent',
	sentAt: '2026-01-01T00:00:00.000Z',
	via: 'text',
};

function world() {
	const clock = new ManualClock();
	return { clock, book: new ReceiptBook(clock) };
}

describe('a send that waits for a receipt', () => {
	test.each([
		['delivered', 'delivered', 'delivered'],
		['delivered', 'read', 'read'],
		['read', 'read', 'read'],
	] as const)('until it is %s ends when it is %s', async (waitFor, told, outcome) => {
		const { book, clock } = world();
		const waiting = await watched(waitForReceipt(receipt, { waitFor }, book));
		expect(waiting()).toBeUndefined();
		book.see(statusOf('A', told));
		await clock.advance(0);
		expect(waiting()).toEqual({ ...receipt, outcome, waitedFor: waitFor, timedOut: false });
	});

	test('in vain is sent all the same, and says so after half a minute', async () => {
		const { book, clock } = world();
		const waiting = await watched(waitForReceipt(receipt, { waitFor: 'delivered' }, book));
		await clock.advance(29_999);
		expect(waiting()).toBeUndefined();
		await clock.advance(1);
		expect(waiting()).toEqual({ ...receipt, outcome: 'sent', waitedFor: 'delivered', timedOut: true });
	});

	test('of being read was in vain when it was only delivered', async () => {
		const { book, clock } = world();
		book.see(statusOf('A', 'delivered'));
		const waiting = await watched(waitForReceipt(receipt, { waitFor: 'read', waitForMs: 1_000 }, book));
		await clock.advance(1_000);
		expect(waiting()).toMatchObject({ outcome: 'delivered', waitedFor: 'read', timedOut: true });
	});

	test('ends with what is known when it is cancelled', async () => {
		const { book } = world();
		const cancelled = { waitFor: 'read', signal: AbortSignal.abort() } as const;
		expect(await waitForReceipt(receipt, cancelled, book)).toMatchObject({ outcome: 'sent', timedOut: true });
	});

	test.each([undefined, 'sent'] as const)('is not asked for by %s', async (waitFor) => {
		const { book, clock } = world();
		expect(await waitForReceipt(receipt, { waitFor }, book)).toBe(receipt);
		expect(clock.sleeping).toBe(0);
	});

	test('does not wait for what was not sent', async () => {
		const unknown = { ...receipt, outcome: 'unknown' } as const;
		expect(await waitForReceipt(unknown, { waitFor: 'read' }, world().book)).toBe(unknown);
	});
});

describe('a wait for a receipt', () => {
	const engine = scriptedEngine();
	const deaf = { ...engine, capabilities: { ...engine.capabilities, receipts: false } };

	test.each([999, 600_001, Number.NaN])('of %d ms is refused before anything leaves', (waitForMs) => {
		expect(() => checkWait({ waitFor: 'read', waitForMs }, engine)).toThrow(
			expect.objectContaining({
				code: 'invalidInput',
				what: 'The option "Wait For Time Limit" is out of range.',
				why: `It must be 1 to 600 seconds, ${waitForMs / 1_000} was given.`,
				next: expect.stringContaining('Nothing was sent.') as string,
			}),
		);
	});

	test.each([undefined, 1_000, 600_000])('may be %d ms', (waitForMs) => {
		expect(() => checkWait({ waitFor: 'delivered', waitForMs }, engine)).not.toThrow();
	});

	test('is refused where nobody tells of receipts', () => {
		expect(() => checkWait({ waitFor: 'read' }, deaf)).toThrow(
			expect.objectContaining({
				code: 'notSupported',
				what: 'This connection does not tell whether a message arrived.',
				why: 'The option "Wait For" is set to "read".',
				next: 'Set it to "Sent". Nothing was sent.',
			}),
		);
	});

	test.each([undefined, 'sent'] as const)('for %s is none, whatever else is set', (waitFor) => {
		expect(() => checkWait({ waitFor, waitForMs: 1 }, deaf)).not.toThrow();
	});
});
