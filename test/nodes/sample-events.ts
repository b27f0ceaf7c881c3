import type { EngineEventEnvelope } from '../../engines/engine';
import type { MessageEvent } from '../../messages/incoming';

export const ana = { phone: '+5511987654321', lid: '77@lid', name: 'Ana', isMe: false };

export function messageEvent(changes: Partial<MessageEvent> = {}): MessageEvent {
	return {
		event: 'message',
		messageId: 'A1',
		timestamp: Date.UTC(2026, 0, 1),
		chat: { id: '5511987654321@s.whatsapp.net', type: 'private' },
		from: ana,
		type: 'text',
		text: 'Hello',
		offline: false,
		...changes,
	};
}

export function envelope(
	event: EngineEventEnvelope['event'] = messageEvent(),
	id = 'message:c|p|A1',
): EngineEventEnvelope {
	return { id, inboxSeq: 1, event, raw: () => ({ key: { id: 'A1' } }) };
}
