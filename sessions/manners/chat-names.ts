import type { ResolvedChat } from '../../engines/engine';
import { readChatId } from '../../messages/chat-id';
import type { MessageEvent } from '../../messages/incoming';

/** Every name the chat of an event is known by. Of a private chat that is the other person, whoever wrote. */
export function namesOfChat({ chat, from }: Pick<MessageEvent, 'chat' | 'from'>): readonly string[] {
	if (chat.type !== 'private') return [chat.id];
	return distinct([...namesInId(chat.id), ...(from.isMe ? [] : [from.phone, from.lid])]);
}

/** As `namesOfChat`, of somebody a message is sent to. */
export function namesOfRecipient({ chatId, phone, lid }: ResolvedChat): readonly string[] {
	return distinct([...namesInId(chatId), phone, lid]);
}

/** An id says a number or a LID, which other events may know without the id. */
function namesInId(id: string): readonly (string | null)[] {
	const read = readChatId(id);
	if (read?.kind !== 'id') return [id];
	const { recipient } = read;
	if (recipient.kind === 'phone') return [id, recipient.e164];
	return recipient.kind === 'lid' ? [id, recipient.lid] : [id];
}

function distinct(names: readonly (string | null)[]): readonly string[] {
	return [...new Set(names.filter((name) => name !== null && name !== ''))] as string[];
}
