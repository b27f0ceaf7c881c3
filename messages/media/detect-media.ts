import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type';
import { lookup, extension as extensionOf } from 'mime-types';

export interface DetectedMedia {
	/** Lower case, without parameters other than ogg's codec. */
	readonly mimeType: string;
	/** Without dot; null when the type has none. */
	readonly extension: string | null;
	/** `bytes`: the content proves it. `name`: only what was said about it; `none`: nothing is known. */
	readonly from: 'bytes' | 'name' | 'none';
}

export interface MediaHints {
	readonly fileName?: string;
	/** Declared by the person or the server. */
	readonly mimeType?: string;
}

/** Formats that are a wrapper for others: here the name says more than the bytes. */
const wrappers = new Set(['application/zip', 'application/x-cfb', 'application/xml', 'application/gzip']);

/** One name per type where libraries have several. */
const sameType: ReadonlyMap<string, string> = new Map([
	['audio/x-m4a', 'audio/mp4'],
	['audio/m4a', 'audio/mp4'],
	['audio/mp3', 'audio/mpeg'],
	['audio/opus', 'audio/ogg; codecs=opus'],
	['application/ogg', 'audio/ogg'],
	['image/jpg', 'image/jpeg'],
	['image/apng', 'image/png'],
	['video/x-m4v', 'video/mp4'],
	['video/3gpp2', 'video/3gpp'],
]);

/**
 * Works out what a file is: its bytes first, its name and declared type only where bytes cannot tell (text,
 * office files, unknown formats). A name alone never makes something an image, sound or video.
 */
export async function detectMedia(data: Uint8Array, hints: MediaHints = {}): Promise<DetectedMedia> {
	const found = await fileTypeFromBuffer(data).catch(() => undefined);
	const proven = found && { mimeType: canonical(found.mime), extension: found.ext, from: 'bytes' as const };
	if (proven && !wrappers.has(proven.mimeType)) return proven;

	const said = saidType(hints);
	// A type with a signature of its own that the bytes do not have: a web page saved as photo.jpg.
	const untrue =
		said !== undefined &&
		supportedMimeTypes.has(said) &&
		said !== proven?.mimeType &&
		!isOfficeOver(proven?.mimeType, said);
	if (said !== undefined && !untrue) return { mimeType: said, extension: extensionFor(said), from: 'name' };
	if (proven) return proven;
	return isText(data)
		? { mimeType: 'text/plain', extension: 'txt', from: 'bytes' }
		: { mimeType: 'application/octet-stream', extension: null, from: 'none' };
}

/** Office files cut or written oddly look like a bare zip or compound file. */
function isOfficeOver(wrapper: string | undefined, said: string): boolean {
	return (
		(wrapper === 'application/zip' || wrapper === 'application/x-cfb') && said.startsWith('application/')
	);
}

function saidType({ fileName, mimeType }: MediaHints): string | undefined {
	const declared = mimeType && canonical(mimeType);
	if (declared && declared !== 'application/octet-stream') return declared;
	const named = fileName && lookup(fileName);
	return named ? canonical(named) : undefined;
}

function canonical(mimeType: string): string {
	const lower = mimeType.trim().toLowerCase();
	const bare = lower.replace(/;.*$/su, '').trim();
	if (bare === 'audio/ogg' && /codecs="?opus/u.test(lower)) return 'audio/ogg; codecs=opus';
	return sameType.get(bare) ?? bare;
}

function extensionFor(mimeType: string): string | null {
	return extensionOf(mimeType) || null;
}

/** UTF-8 without control characters other than white space, judged by the beginning. */
function isText(data: Uint8Array): boolean {
	const head = data.subarray(0, 4096);
	try {
		// `stream`: a character cut off at the end of the head is no fault.
		const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
		return !/[^\P{Cc}\s]/u.test(text);
	} catch {
		return false;
	}
}
