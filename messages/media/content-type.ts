import type { MediaKind } from '../outgoing';

/** Types servers give to anything. */
const vague = new Set([
	'application/octet-stream',
	'binary/octet-stream',
	'application/x-download',
	'application/force-download',
]);

const prefixes: Readonly<Record<MediaKind | 'auto', readonly string[] | 'any'>> = {
	auto: 'any',
	document: 'any',
	image: ['image/'],
	sticker: ['image/'],
	video: ['video/', 'application/mp4'],
	// Recordings are often served as the video type of their container.
	audio: ['audio/', 'application/ogg', 'video/ogg', 'video/mp4', 'application/mp4'],
	voice: ['audio/', 'application/ogg', 'video/ogg'],
};

/**
 * False when a declared type says plainly that this is not what was asked for, such as a log-in page in place
 * of a photo. A declared type that fits proves nothing; the bytes are looked at later.
 */
export function mayBe(kind: MediaKind | 'auto', contentType: string | undefined): boolean {
	const allowed = prefixes[kind];
	if (allowed === 'any' || contentType === undefined || vague.has(contentType)) return true;
	return allowed.some((prefix) => contentType.startsWith(prefix));
}

/** `image/jpeg` of `Image/JPEG; charset=x`; undefined when there is none. */
export function bareContentType(header: unknown): string | undefined {
	if (typeof header !== 'string') return undefined;
	const bare = header.replace(/;.*$/su, '').trim().toLowerCase();
	return /^[\w.+-]+\/[\w.+-]+$/u.test(bare) ? bare : undefined;
}
