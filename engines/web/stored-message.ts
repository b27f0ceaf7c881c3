import type { WAMessage } from '@whiskeysockets/baileys';
import type { Baileys } from './load-baileys';

/** First byte of a stored message that did not arrive as an encrypted stanza. Stored stanzas begin otherwise. */
const MESSAGE_FORM = 0x80;

/** A message with what the library tells beside it. */
export interface StoredMessage {
	readonly message: WAMessage;
	/** The server had kept it because this n8n was away. */
	readonly offline: boolean;
}

export function isStoredMessage(body: Uint8Array): boolean {
	return body[0] === MESSAGE_FORM;
}

/**
 * JSON with the library's marking of bytes around the protocol form: the protocol's own message key has no
 * room for the other address of a person (`remoteJidAlt`), without which a replay would lose the number.
 */
export function encodeStoredMessage({ message, offline }: StoredMessage, baileys: Baileys): Uint8Array {
	const { proto, BufferJSON } = baileys;
	const bytes = proto.WebMessageInfo.encode(proto.WebMessageInfo.fromObject(message)).finish();
	const text = JSON.stringify(
		{ key: message.key, message: Buffer.from(bytes), ...(offline && { offline }) },
		BufferJSON.replacer,
	);
	return Buffer.concat([Buffer.from([MESSAGE_FORM]), Buffer.from(text, 'utf8')]);
}

export function decodeStoredMessage(body: Uint8Array, baileys: Baileys): StoredMessage {
	const text = Buffer.from(body.subarray(1)).toString('utf8');
	const stored = JSON.parse(text, baileys.BufferJSON.reviver) as {
		key: WAMessage['key'];
		message: Buffer;
		offline?: boolean;
	};
	const message = baileys.proto.WebMessageInfo.decode(stored.message) as WAMessage;
	message.key = stored.key;
	return { message, offline: stored.offline === true };
}
