import { KitError } from '../kit-error';
import type { MediaBytes, MediaKind, MediaMessage } from '../outgoing';
import { unfitExtras, type RawMedia } from '../schemas/media';
import { detectMedia } from './detect-media';
import { cleanFileName } from './file-name';
import { mediaKindOf, type KnownMedia } from './media-kind';
import type { MediaFetcher } from './media-fetcher';
import { maxMediaBytes, sizeText } from './media-limits';
import { readVoiceNote, oggSeconds } from './voice-note';

/** Where bytes come from. */
export interface LoadPorts {
	readonly signal: AbortSignal;
	readonly fetchMedia: MediaFetcher;
}

interface LoadedFile {
	readonly data: Uint8Array;
	readonly mimeType?: string;
	readonly fileName?: string;
}

/** Fetches (or takes) the bytes, works out what they are, and checks them against the kind that was asked for. */
export async function loadMedia(raw: RawMedia, ports: LoadPorts): Promise<MediaMessage> {
	const file = await loadFile(raw, ports);
	if (file.data.byteLength === 0) {
		throw new KitError({
			code: 'media',
			what: 'The file is empty (0 bytes).',
			next: 'Nothing was sent. Check the step that made the file.',
		});
	}
	const fileName = cleanFileName(raw.fileName ?? file.fileName ?? '') || undefined;
	const detected = await detectMedia(file.data, { fileName, mimeType: raw.mimeType ?? file.mimeType });
	const known = mediaKindOf(file.data, detected, raw.kind);
	refuseTooLarge(file.data, known.kind);
	refuseUnfitExtras(raw, known.kind);
	return assemble(raw, { data: file.data, mimeType: known.mimeType, fileName }, known);
}

async function loadFile({ kind, source }: RawMedia, { signal, fetchMedia }: LoadPorts): Promise<LoadedFile> {
	if (source.type === 'binary') {
		refuseTooLarge(source.data, kind);
		return source;
	}
	const { url, timeoutMs, allowPrivate } = source;
	const maxBytes = Math.min(source.maxBytes ?? Infinity, maxMediaBytes(kind));
	return await fetchMedia({ url, kind, maxBytes, timeoutMs, allowPrivate, signal });
}

function assemble(raw: RawMedia, media: MediaBytes, known: KnownMedia): MediaMessage {
	const seconds = secondsOf(media.data, known);
	return {
		kind: known.kind,
		media: known.kind === 'document' ? { ...media, fileName: media.fileName ?? defaultName(known) } : media,
		...(raw.caption !== undefined && { caption: raw.caption }),
		...(seconds !== undefined && { durationSeconds: seconds }),
		...(raw.viewOnce && { viewOnce: true }),
		...(raw.gifPlayback && { gifPlayback: true }),
	};
}

function secondsOf(data: Uint8Array, { kind, mimeType }: KnownMedia): number | undefined {
	if (kind === 'voice') return readVoiceNote(data).seconds;
	return kind === 'audio' && mimeType.startsWith('audio/ogg') ? oggSeconds(data) : undefined;
}

/** A document without a name shows as "Untitled" and opens with nothing. */
function defaultName({ extension }: KnownMedia): string {
	return extension ? `file.${extension}` : 'file';
}

function refuseTooLarge(data: Uint8Array, kind: MediaKind | 'auto'): void {
	const most = maxMediaBytes(kind);
	if (data.byteLength <= most) return;
	throw new KitError({
		code: 'media',
		what: `The file has ${sizeText(data.byteLength)}, the limit for ${kind === 'auto' ? 'files' : kind} is ${sizeText(most)}.`,
		next: 'Nothing was sent. Send a smaller file, or a link to it as text.',
	});
}

function refuseUnfitExtras(raw: RawMedia, kind: MediaKind): void {
	const [first, ...others] = [...unfitExtras(kind, raw)].map(({ field, message }) => `${field} ${message}.`);
	if (first === undefined) return;
	throw new KitError({
		code: 'invalidInput',
		what: first,
		why: [`The file turned out to be ${kind}.`, ...others].join(' '),
		next: `Nothing was sent. Correct the field, or choose the kind yourself instead of "auto".`,
	});
}
