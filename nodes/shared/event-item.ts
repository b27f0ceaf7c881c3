import type { IDataObject } from 'n8n-workflow';
import type { IncomingEvent, IncomingMedia } from '../../messages/incoming';

export interface EventSource {
	/** Name of the account, for people. */
	readonly account: string;
	readonly engine: string;
}

/** What every event has; all else is passed on under its own name. */
type EventPart = Record<string, unknown>;

/**
 * The item of an event, under the fixed names. `timestamp` is an ISO 8601 string in UTC: it reads well in
 * the editor, and n8n's date functions take it as it is.
 */
export function eventItem(received: IncomingEvent, source: EventSource): IDataObject {
	const { event, messageId, timestamp, chat, from, raw, ...rest } = received;
	const { media, ...other } = rest as EventPart & { media?: IncomingMedia };
	return withoutUndefined({
		event,
		account: source.account,
		engine: source.engine,
		messageId,
		timestamp: new Date(timestamp).toISOString(),
		chat: withoutUndefined({ ...chat }),
		from: { ...from },
		...other,
		media: media === undefined ? undefined : { ...media },
		raw,
	}) as IDataObject;
}

function withoutUndefined(part: EventPart): EventPart {
	const defined: EventPart = {};
	for (const name of Object.keys(part)) if (part[name] !== undefined) defined[name] = part[name];
	return defined;
}
