import type { InboxEntry, KeyChanges } from '../../../engines/engine';

/**
 * The commit with this number: three keys and one received thing that all say the number, so that half a
 * commit is seen by two of them disagreeing.
 */
export function commitOf(number: number): { changes: KeyChanges; received: readonly InboxEntry[] } {
	const value = Buffer.from(String(number));
	return {
		changes: {
			session: { first: value, [`of-${number}`]: value },
			'pre-key': { last: value },
		},
		received: [
			{ eventId: `event-${number}`, chatId: 'chat', cipherHash: null, body: value, receivedAt: number },
		],
	};
}
