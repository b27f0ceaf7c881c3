import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import { extractMessageContent, getMediaKeys } from '@whiskeysockets/baileys';
import type { MediaType, proto } from '@whiskeysockets/baileys';
import type { MediaHost } from './media-host';
import type { Random } from './ports';

export type FileKind = 'image' | 'video' | 'audio' | 'ptt' | 'document' | 'sticker';

export interface FileToSend {
	readonly kind: FileKind;
	readonly bytes: Uint8Array;
	/** @default by kind */
	readonly mimeType?: string;
	readonly caption?: string;
	/** Documents only. */
	readonly fileName?: string;
	/** Audio and video. */
	readonly seconds?: number;
}

const MAC_BYTES = 10;
const MIME_TYPES: Readonly<Record<FileKind, string>> = {
	image: 'image/jpeg',
	video: 'video/mp4',
	audio: 'audio/mpeg',
	ptt: 'audio/ogg; codecs=opus',
	document: 'application/octet-stream',
	sticker: 'image/webp',
};

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Encrypts a file as WhatsApp does (AES-CBC, then 10 bytes of HMAC). */
export async function encryptFile(bytes: Uint8Array, mediaKey: Uint8Array, type: MediaType): Promise<Buffer> {
	const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type);
	const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
	const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
	const mac = createHmac('sha256', required(macKey)).update(iv).update(encrypted).digest();
	return Buffer.concat([encrypted, mac.subarray(0, MAC_BYTES)]);
}

/** Uploads a file and returns the message that speaks of it. */
export async function fileMessage(
	host: { keepFile(bytes: Buffer): string; hostname: string },
	random: Random,
	file: FileToSend,
	nowSeconds: number,
): Promise<proto.IMessage> {
	const mediaKey = random.bytes(32);
	const encrypted = await encryptFile(file.bytes, mediaKey, file.kind);
	const directPath = host.keepFile(encrypted);
	const media = {
		url: `https://${host.hostname}${directPath}`,
		directPath,
		mediaKey,
		mediaKeyTimestamp: nowSeconds,
		mimetype: file.mimeType ?? MIME_TYPES[file.kind],
		fileLength: file.bytes.length,
		fileSha256: sha256(file.bytes),
		fileEncSha256: sha256(encrypted),
	};
	switch (file.kind) {
		case 'image':
			return { imageMessage: { ...media, caption: file.caption } };
		case 'video':
			return { videoMessage: { ...media, caption: file.caption, seconds: file.seconds } };
		case 'audio':
		case 'ptt':
			return { audioMessage: { ...media, ptt: file.kind === 'ptt', seconds: file.seconds } };
		case 'sticker':
			return { stickerMessage: media };
		case 'document':
			return documentMessage({ ...media, fileName: file.fileName ?? 'file', caption: file.caption });
	}
}

function documentMessage(documentMessage: proto.Message.IDocumentMessage): proto.IMessage {
	return documentMessage.caption
		? { documentWithCaptionMessage: { message: { documentMessage } } }
		: { documentMessage };
}

/** The file part of a message, whatever kind it is. */
export function mediaOf(message: proto.IMessage) {
	const content = extractMessageContent(message);
	return (
		content?.imageMessage ??
		content?.videoMessage ??
		content?.audioMessage ??
		content?.documentMessage ??
		content?.stickerMessage ??
		content?.ptvMessage ??
		undefined
	);
}

/** Downloads, checks every hash and decrypts, as the app does when a picture is opened. */
export async function openFile(host: MediaHost, message: proto.IMessage): Promise<Buffer> {
	const media = mediaOf(message);
	if (!media?.mediaKey || !media.directPath) throw new Error('This message holds no file');
	const stored = host.fetch(media.directPath);
	if (media.fileEncSha256 && !sha256(stored).equals(media.fileEncSha256))
		throw new Error('fileEncSha256 is wrong');
	const { iv, cipherKey, macKey } = await getMediaKeys(media.mediaKey, typeOf(message));
	const encrypted = stored.subarray(0, -MAC_BYTES);
	const mac = createHmac('sha256', required(macKey)).update(iv).update(encrypted).digest();
	if (!mac.subarray(0, MAC_BYTES).equals(stored.subarray(-MAC_BYTES)))
		throw new Error('The file MAC is wrong');
	const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
	const plain = Buffer.concat([decipher.update(encrypted), decipher.final()]);
	if (media.fileSha256 && !sha256(plain).equals(media.fileSha256)) throw new Error('fileSha256 is wrong');
	return plain;
}

function typeOf(message: proto.IMessage): MediaType {
	const content = extractMessageContent(message);
	if (content?.imageMessage) return 'image';
	if (content?.videoMessage || content?.ptvMessage) return 'video';
	if (content?.audioMessage) return 'audio';
	return content?.stickerMessage ? 'sticker' : 'document';
}

function required<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('The client library derived no MAC key');
	return value;
}
