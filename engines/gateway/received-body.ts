/** A delivery as it lies in the inbox: the gateway's own words, to be read again by the code of today. */
export interface ReceivedBody {
	/** Which of the events in it. */
	readonly eventId: string;
	readonly body: unknown;
}

export function encodeReceived(received: ReceivedBody): Uint8Array {
	return Buffer.from(JSON.stringify(received), 'utf8');
}

/** Null when it is not readable as one. */
export function decodeReceived(bytes: Uint8Array): ReceivedBody | null {
	try {
		const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Partial<ReceivedBody> | null;
		return typeof value?.eventId === 'string' ? { eventId: value.eventId, body: value.body } : null;
	} catch {
		return null;
	}
}
