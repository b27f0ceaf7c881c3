import type { EngineEventEnvelope } from '../../engines/engine';
import type { MergedMessage, MessageEvent } from '../../messages/incoming';
import type { Spoken } from './auto-reply';

/** Several messages as one: the last of them with all their texts, and in `merged` what each was. */
export function mergeBurst(members: readonly Spoken[], id: string): EngineEventEnvelope {
	const last = members.at(-1) as Spoken;
	if (members.length === 1) return last;
	const events = members.map(({ event }) => event);
	const media = events.findLast((event) => event.media !== undefined)?.media;
	const event: MessageEvent = {
		...last.event,
		text: events
			.map(({ text }) => text)
			.filter((text) => text !== '')
			.join('\n'),
		...(media && { media }),
		merged: events.map(partOf),
	};
	return { ...last, id, event };
}

function partOf({ messageId, timestamp, type, text, media }: MessageEvent): MergedMessage {
	return { messageId, timestamp: new Date(timestamp).toISOString(), type, text, ...(media && { media }) };
}
