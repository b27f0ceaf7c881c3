import type { EngineEventEnvelope } from '../../../engines/engine';
import type { MessageStatusEvent } from '../../../messages/incoming';

/** As the engine tells that a message of ours came somewhere. */
export function statusOf(messageId: string, status: MessageStatusEvent['status']): EngineEventEnvelope {
	const from = { phone: null, lid: null, name: null, isMe: false };
	const chat = { id: 'c', type: 'private' } as const;
	const event = { event: 'messageStatus', messageId, timestamp: 0, chat, from, status } as const;
	return { id: `${messageId}:${status}`, inboxSeq: null, event, raw: null };
}
