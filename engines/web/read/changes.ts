import type { WAMessageKey } from '@whiskeysockets/baileys';
import type { DeletedEvent, EditedEvent, ReactionEvent } from '../../../messages/incoming';
import { spokenText } from './spoken-text';
import { fieldsOf, textOf } from './untrusted-fields';
import { unwrap, type Content } from './unwrap';

/** WhatsApp's numbers for the protocol messages that people cause. */
const REVOKE = 0;
const MESSAGE_EDIT = 14;

/** What a change says beyond who and when. */
export type Change =
	| Pick<ReactionEvent, 'event' | 'emoji' | 'targetId'>
	| Pick<EditedEvent, 'event' | 'text' | 'targetId'>
	| Pick<DeletedEvent, 'event' | 'targetId'>;

/** A reaction, edit or delete; undefined for everything else, also for those that name no target. */
export function changeIn(content: Content, key: WAMessageKey): Change | undefined {
	const { fields } = content;
	const targetId = textOf(fieldsOf(fields.key)?.id);
	if (content.type === 'reactionMessage') {
		return targetId ? { event: 'reaction', emoji: textOf(fields.text) ?? '', targetId } : undefined;
	}
	if (content.type === 'protocolMessage') return targetId ? protocolChange(fields, targetId) : undefined;
	// The library's own form of an edit: the new content alone, under the key of the edited message.
	const ownId = textOf(key.id);
	return content.edited && ownId
		? { event: 'edited', text: spokenText(content), targetId: ownId }
		: undefined;
}

function protocolChange(fields: Record<string, unknown>, targetId: string): Change | undefined {
	const { type } = fields;
	if (type === REVOKE || type === 'REVOKE') return { event: 'deleted', targetId };
	if (type !== MESSAGE_EDIT && type !== 'MESSAGE_EDIT') return undefined;
	const content = unwrap(fields.editedMessage);
	return { event: 'edited', text: content ? spokenText(content) : '', targetId };
}
