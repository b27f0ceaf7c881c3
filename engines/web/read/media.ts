import type { WAMessageKey } from '@whiskeysockets/baileys';
import type { IncomingKind, IncomingMedia } from '../../../messages/incoming';
import { bareJid } from '../jid';
import { encodeMediaReference, type MediaType } from '../media-reference';
import { bytesOf, fieldsOf, numberOf, textOf } from './untrusted-fields';
import type { Content } from './unwrap';

interface MediaForm {
	readonly type: MediaType;
	readonly kind: (fields: Record<string, unknown>) => IncomingKind;
	/** When the sender named none. */
	readonly mimeType: string;
}

const FORMS: Readonly<Record<string, MediaForm>> = {
	imageMessage: { type: 'image', kind: () => 'image', mimeType: 'image/jpeg' },
	videoMessage: { type: 'video', kind: () => 'video', mimeType: 'video/mp4' },
	ptvMessage: { type: 'video', kind: () => 'video', mimeType: 'video/mp4' },
	audioMessage: {
		type: 'audio',
		kind: (fields) => (fields.ptt === true ? 'voice' : 'audio'),
		mimeType: 'audio/ogg; codecs=opus',
	},
	documentMessage: { type: 'document', kind: () => 'document', mimeType: 'application/octet-stream' },
	stickerMessage: { type: 'sticker', kind: () => 'sticker', mimeType: 'image/webp' },
};

/** Business forms that may carry a file in their header. */
const HEADERS: Readonly<Record<string, (fields: Record<string, unknown>) => unknown>> = {
	buttonsMessage: (fields) => fields,
	interactiveMessage: (fields) => fields.header,
	templateMessage: (fields) =>
		fields.hydratedFourRowTemplate ?? fields.hydratedTemplate ?? fields.fourRowTemplate,
};

/** The file of a message, undefined when it has none. */
export function mediaIn(
	content: Content,
	key: WAMessageKey,
): { readonly kind: IncomingKind; readonly media: IncomingMedia } | undefined {
	const found = findMedia(content);
	if (!found) return undefined;
	const { form, fields } = found;
	const seconds = numberOf(fields.seconds);
	const mimeType = textOf(fields.mimetype) ?? form.mimeType;
	const fileName = textOf(fields.fileName) ?? textOf(fields.title) ?? null;
	const size = sizeOf(fields);
	const reference = encodeMediaReference({
		type: form.type,
		mediaKey: bytesOf(fields.mediaKey) ?? new Uint8Array(),
		directPath: textOf(fields.directPath) ?? null,
		url: textOf(fields.url) ?? null,
		mimeType,
		fileName,
		size,
		fileSha256: bytesOf(fields.fileSha256) ?? null,
		fileEncSha256: bytesOf(fields.fileEncSha256) ?? null,
		message: {
			chatId: bareJid(key.remoteJid),
			id: key.id ?? '',
			fromMe: Boolean(key.fromMe),
			participant: bareJid(key.participant) || null,
		},
	});
	const media: IncomingMedia = {
		mimeType,
		fileName,
		size,
		caption: textOf(fields.caption) ?? null,
		// Empty: the sender left out the key or the place, nobody can fetch it.
		reference: reference ?? '',
	};
	return { kind: form.kind(fields), media: seconds === undefined ? media : { ...media, seconds } };
}

function findMedia(content: Content): { form: MediaForm; fields: Record<string, unknown> } | undefined {
	const own = FORMS[content.type];
	if (own) return { form: own, fields: content.fields };
	const header = fieldsOf(HEADERS[content.type]?.(content.fields));
	for (const [type, form] of Object.entries(FORMS)) {
		const fields = fieldsOf(header?.[type]);
		if (fields) return { form, fields };
	}
	return undefined;
}

function sizeOf(fields: Record<string, unknown>): number | null {
	const size = numberOf(fields.fileLength);
	return size !== undefined && Number.isSafeInteger(size) && size >= 0 ? size : null;
}
