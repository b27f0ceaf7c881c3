import { KitError } from '../../messages/kit-error';
import { sizeText } from '../../messages/media/media-limits';
import type { MediaBytes, MediaMessage } from '../../messages/outgoing';

export type WaCrMediaKind = 'image' | 'video' | 'audio' | 'document';

const MEBIBYTE = 1024 * 1024;

/** WA.cr's table: endings it takes, with the type of each, and the largest file. */
const TABLE: Readonly<
	Record<
		WaCrMediaKind,
		{ readonly maxBytes: number; readonly endings: Readonly<Record<string, readonly string[]>> }
	>
> = {
	image: {
		maxBytes: 5 * MEBIBYTE,
		endings: { jpg: ['image/jpeg'], jpeg: ['image/jpeg'], png: ['image/png'], webp: ['image/webp'] },
	},
	video: { maxBytes: 16 * MEBIBYTE, endings: { mp4: ['video/mp4'], '3gp': ['video/3gpp'] } },
	audio: {
		maxBytes: 16 * MEBIBYTE,
		endings: {
			mp3: ['audio/mpeg'],
			ogg: ['audio/ogg'],
			opus: ['audio/ogg', 'audio/opus'],
			amr: ['audio/amr'],
			aac: ['audio/aac'],
		},
	},
	document: {
		maxBytes: 100 * MEBIBYTE,
		endings: {
			pdf: ['application/pdf'],
			doc: ['application/msword'],
			docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
			xls: ['application/vnd.ms-excel'],
			xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
			ppt: ['application/vnd.ms-powerpoint'],
			pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
			txt: ['text/plain'],
			csv: ['text/csv'],
		},
	},
};

/**
 * A file with what belongs to it, as WA.cr takes uploads.
 *
 * @throws KitError `invalidInput` for a type or size WA.cr refuses, `notSupported` for what it would silently drop
 */
export function mediaForm(
	phone: string,
	kind: WaCrMediaKind,
	{ media, caption, viewOnce }: MediaMessage,
): FormData {
	if (viewOnce === true) {
		throw new KitError({
			code: 'notSupported',
			what: 'WA.cr cannot send files that open only once.',
			next: 'Nothing was sent. Turn "View Once" off, if everybody with the phone may keep the file.',
		});
	}
	const { blob, name } = fileFor(kind, media);
	const form = new FormData();
	form.set('phone', phone);
	form.set('media_type', kind);
	if (caption !== undefined && kind !== 'audio') form.set('caption', caption);
	form.set('filename', name);
	form.set('media_file', blob, name);
	return form;
}

/**
 * A file under a name that says what it is.
 *
 * @throws KitError `invalidInput` for a type or size WA.cr refuses
 */
export function fileFor(
	kind: WaCrMediaKind,
	media: MediaBytes,
): { readonly blob: Blob; readonly name: string } {
	const { maxBytes, endings } = TABLE[kind];
	const type = media.mimeType.replace(/;.*$/su, '').trim();
	const fitting = Object.keys(endings).filter((ending) => endings[ending]?.includes(type));
	const [first] = fitting;
	if (first === undefined) throw wrongType(kind, type, Object.keys(endings));
	if (media.data.byteLength > maxBytes) throw tooLarge(kind, media.data.byteLength, maxBytes);
	const name = withEnding(media.fileName ?? kind, fitting, first);
	return { blob: new Blob([new Uint8Array(media.data)], { type }), name };
}

/** Whatever reads the ending alone shall find one that it takes. At most 255 characters. */
function withEnding(name: string, fitting: readonly string[], ending: string): string {
	const has = fitting.some((one) => name.toLowerCase().endsWith(`.${one}`));
	return has ? name : `${name.slice(0, 255 - ending.length - 1)}.${ending}`;
}

function wrongType(kind: WaCrMediaKind, type: string, endings: readonly string[]): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `WA.cr does not take ${type} as ${kind}.`,
		why: `It takes ${endings.join(', ')}.`,
		next: 'Nothing was sent. Convert the file, or send a link to it as text.',
	});
}

function tooLarge(kind: WaCrMediaKind, bytes: number, maxBytes: number): KitError {
	return new KitError({
		code: 'invalidInput',
		what: `The file has ${sizeText(bytes)}, the limit of WA.cr for ${kind} is ${sizeText(maxBytes)}.`,
		next: 'Nothing was sent. Send a smaller file, or a link to it as text.',
	});
}
