import { limits } from '../limits';

/** RFC 6266: `filename*` (RFC 5987) wins over `filename`; else the last part of the path when it looks like a file. */
export function fileNameOf(contentDisposition: unknown, url: URL): string | undefined {
	const header = typeof contentDisposition === 'string' ? contentDisposition : '';
	const extended = /filename\*\s*=\s*utf-8'[^']*'([^;]+)/iu.exec(header)?.[1];
	const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/iu.exec(header);
	const quoted = plain?.[1]?.replace(/\\(.)/gu, '$1');
	const lastPart = url.pathname.split('/').at(-1) ?? '';
	const fromPath = lastPart.includes('.') ? lastPart : undefined;
	for (const [name, encoded] of [
		[extended, true],
		[quoted ?? plain?.[2], false],
		[fromPath, true],
	] as const) {
		const clean = name === undefined ? '' : cleanFileName(encoded ? decoded(name) : name);
		if (clean !== '') return clean;
	}
	return undefined;
}

/** Without folders, control characters and direction marks (they can turn an ending around); at most 255 characters, the ending kept. */
export function cleanFileName(name: string): string {
	const bare = name
		.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
		.replace(/^.*[\\/]/su, '')
		.trim()
		.replace(/^\.+$/u, '');
	if (bare.length <= limits.media.fileName) return bare;
	const ending = /\.\w{1,10}$/u.exec(bare)?.[0] ?? '';
	return bare.slice(0, limits.media.fileName - ending.length) + ending;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.trim());
	} catch {
		return text;
	}
}
