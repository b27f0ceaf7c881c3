import type { BinaryNode, MessageGenerationOptions, WAMessage, WASocket } from '@whiskeysockets/baileys';
import type { AccountStore, SendRequest, SentRow } from '../engine';
import type { Baileys } from './load-baileys';
import { toWire } from './write-message';

export interface BuiltMessage {
	readonly message: WAMessage;
	readonly attributes: Record<string, string>;
	readonly nodes: BinaryNode[];
}

/**
 * Builds the protocol message without sending it, uploading media on the way: the same steps as the
 * library's `sendMessage`, which would send at once and leave no moment to store the message first.
 */
export async function buildWireMessage(
	request: SendRequest,
	earlier: SentRow | null,
	context: { readonly baileys: Baileys; readonly socket: WASocket; readonly store: AccountStore },
): Promise<BuiltMessage> {
	const { baileys, socket, store } = context;
	const me = socket.user;
	if (earlier) {
		// The first attempt may have arrived: what is sent again must be the same down to a poll's secret.
		const message = {
			key: { id: request.messageId },
			message: baileys.proto.Message.decode(earlier.body),
		} as WAMessage;
		return { message, ...stanzaMarks(request, baileys) };
	}
	const quoted = request.extras.quoted ? await store.findSent(request.extras.quoted.messageId) : null;
	const wire = toWire(request.composed, request.extras, baileys, {
		chatId: request.chat.chatId,
		experimental: request.experimental,
		quotedBody: quoted?.body,
	});
	const options = {
		logger: undefined,
		userJid: me?.id ?? '',
		messageId: request.messageId,
		upload: socket.waUploadToServer,
	};
	if (wire.via === 'relay') {
		const message = baileys.generateWAMessageFromContent(request.chat.chatId, wire.message, {
			...options,
			...wire.options,
		} as MessageGenerationOptions);
		return { message, attributes: {}, nodes: [...wire.nodes] };
	}
	const message = await baileys.generateWAMessage(request.chat.chatId, wire.content, {
		...options,
		...wire.options,
	} as MessageGenerationOptions);
	return { message, ...stanzaMarks(request, baileys) };
}

/** What the stanza around the message has to say about it; the server refuses an edit or poll without. */
function stanzaMarks(
	{ composed, chat }: SendRequest,
	baileys: Baileys,
): { attributes: Record<string, string>; nodes: BinaryNode[] } {
	const { message } = composed;
	switch (message.kind) {
		case 'delete': {
			// 8: an admin takes back somebody else's message in a group.
			const byAdmin = baileys.isJidGroup(chat.chatId) && !message.target.fromMe;
			return { attributes: { edit: byAdmin ? '8' : '7' }, nodes: [] };
		}
		case 'edit':
			return { attributes: { edit: '1' }, nodes: [] };
		case 'poll':
			return { attributes: {}, nodes: [{ tag: 'meta', attrs: { polltype: 'creation' } }] };
		default:
			return { attributes: {}, nodes: [] };
	}
}
