import { numberOf } from './untrusted-fields';

/** Deepest level copied; what lies deeper is left out. */
const MAX_DEPTH = 24;

/** Secrets that are no bytes, and what only matters to the machinery. */
const LEFT_OUT: ReadonlySet<string> = new Set([
	'messageContextInfo',
	'senderKeyDistributionMessage',
	'fastRatchetKeySenderKeyDistributionMessage',
	'appStateSyncKeyShare',
	'historySyncNotification',
	// Would become the prototype of the copy.
	'__proto__',
]);

/**
 * A JSON-safe copy of the library's message for the field `raw`. Bytes are left out altogether: they are
 * keys, secrets, thumbnails or hashes, and the first two must never reach an item that is shown and stored.
 */
export function rawCopy(value: unknown, depth = 0): unknown {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
	// JSON knows no negative zero; adding 0 makes it the ordinary one.
	if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
	if (typeof value === 'bigint') return value.toString();
	if (typeof value !== 'object' || ArrayBuffer.isView(value) || depth > MAX_DEPTH) return undefined;
	if (Array.isArray(value)) return value.map((entry) => rawCopy(entry, depth + 1) ?? null);
	// A 64-bit integer of the protocol library.
	if ('low' in value && 'high' in value) return numberOf(value) ?? null;
	const copy: Record<string, unknown> = {};
	for (const [name, entry] of Object.entries(value)) {
		if (LEFT_OUT.has(name)) continue;
		const copied = rawCopy(entry, depth + 1);
		if (copied !== undefined) copy[name] = copied;
	}
	return copy;
}
