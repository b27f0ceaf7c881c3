import type { BinaryNode, WAMessage } from '@whiskeysockets/baileys';
import { eventIdAt, eventIdOf } from './event-id';
import { bareJid } from './jid';
import type { Baileys } from './load-baileys';

export interface StanzaName {
	readonly eventId: string;
	readonly chatId: string;
}

/** A person without device, and a person with or without one: the addresses nearly every message has. */
const PERSON = /^\d+@(?:s\.whatsapp\.net|lid)$/;
const DEVICE = /^\d+(?::\d+)?@(?:s\.whatsapp\.net|lid)$/;
const GROUP = /^[\d-]+@g\.us$/;

/**
 * The same name the message gets once the library has read and cleaned it. The library's own reading decides;
 * the plain cases, which are nearly all, are answered without it (a test holds both against each other).
 */
export function nameStanza(
	node: BinaryNode,
	baileys: Pick<Baileys, 'decodeMessageNode' | 'cleanMessage'>,
	me: { readonly id: string; readonly lid: string },
): StanzaName {
	return namePlainly(node.attrs) ?? nameByReading(node, baileys, me);
}

/** Undefined for everything that is not plain. */
export function namePlainly({
	from = '',
	participant,
	recipient,
	id,
}: BinaryNode['attrs']): StanzaName | undefined {
	if (!id || recipient) return undefined;
	if (!participant && PERSON.test(from))
		return { eventId: eventIdAt({ chatId: from, participant: '', id }), chatId: from };
	if (participant && GROUP.test(from) && DEVICE.test(participant))
		return { eventId: eventIdAt({ chatId: from, participant: bareJid(participant), id }), chatId: from };
	return undefined;
}

export function nameByReading(
	node: BinaryNode,
	baileys: Pick<Baileys, 'decodeMessageNode' | 'cleanMessage'>,
	me: { readonly id: string; readonly lid: string },
): StanzaName {
	const { fullMessage } = baileys.decodeMessageNode(node, me.id, me.lid);
	baileys.cleanMessage(fullMessage, me.id, me.lid);
	const chatId = fullMessage.key.remoteJid ?? '';
	return {
		eventId:
			eventIdOf(fullMessage as WAMessage) ?? eventIdAt({ chatId, participant: '', id: node.attrs.id ?? '' }),
		chatId,
	};
}
