import type { Engine } from '../engines/engine';
import { KitError } from '../messages/kit-error';
import type { ReceiptBook } from './receipt-book';
import type { SendMessageRequest, SendReceipt } from './session';

export const RECEIPT_WAIT_MS = { min: 1_000, max: 600_000, default: 30_000 } as const;

type WaitRequest = Pick<SendMessageRequest, 'waitFor' | 'waitForMs' | 'signal'>;

/** Before anything leaves: a wait that can never end well is a mistake in the node. */
export function checkWait({ waitFor, waitForMs }: WaitRequest, engine: Engine): void {
	if (waitFor === undefined || waitFor === 'sent') return;
	const { min, max } = RECEIPT_WAIT_MS;
	if (waitForMs !== undefined && !(waitForMs >= min && waitForMs <= max)) {
		throw new KitError({
			code: 'invalidInput',
			what: 'The option "Wait For Time Limit" is out of range.',
			why: `It must be ${min / 1_000} to ${max / 1_000} seconds, ${waitForMs / 1_000} was given.`,
			next: 'Correct the option in the node. Nothing was sent.',
		});
	}
	if (engine.capabilities.receipts) return;
	throw new KitError({
		code: 'notSupported',
		what: 'This connection does not tell whether a message arrived.',
		why: `The option "Wait For" is set to "${waitFor}".`,
		next: 'Set it to "Sent". Nothing was sent.',
	});
}

/** The receipt with how far the message came. Time running out is no error: it was sent, and says so. */
export async function waitForReceipt(
	receipt: SendReceipt,
	{ waitFor, waitForMs = RECEIPT_WAIT_MS.default, signal }: WaitRequest,
	book: ReceiptBook,
): Promise<SendReceipt> {
	if (waitFor === undefined || waitFor === 'sent' || receipt.outcome !== 'sent') return receipt;
	const outcome = await book.wait(receipt.messageId, waitFor, waitForMs, signal);
	const timedOut = outcome === 'sent' || (waitFor === 'read' && outcome === 'delivered');
	return { ...receipt, outcome, waitedFor: waitFor, timedOut };
}
