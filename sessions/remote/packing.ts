import { types } from 'node:util';
import { isKitError } from '../../messages/kit-error';
import { fromWireError, toWireError } from './wire-error';

/** A value as JSON, its files beside it. */
export interface Packed {
	readonly value: unknown;
	readonly files: readonly Uint8Array[];
	/** Characters of text in it: what it costs to carry, nearly. */
	readonly size: number;
}

/** Deeper than any message; a circle would never end. */
const DEEPEST = 40;
const FILE = '$file';
const ERROR = '$error';
const PLAIN = '$plain';

/** Bytes become numbered files and our errors their words, so that the rest is JSON. */
export function pack(value: unknown): Packed {
	const files: Uint8Array[] = [];
	let size = 0;
	const walk = (part: unknown, depth: number): unknown => {
		if (depth > DEEPEST) throw new Error('The value is nested too deeply to be handed to another process');
		if (typeof part === 'string') {
			size += part.length;
			return part;
		}
		if (typeof part !== 'object' || part === null) {
			size += 8;
			return part;
		}
		if (types.isUint8Array(part)) return { [FILE]: files.push(part) - 1 };
		if (isKitError(part)) return { [ERROR]: toWireError(part) };
		if (Array.isArray(part)) return part.map((item) => walk(item, depth + 1));
		const entries = Object.entries(part).map(([key, item]) => {
			size += key.length;
			return [key, walk(item, depth + 1)] as const;
		});
		const copy = Object.fromEntries(entries);
		// A person's own field may be called like one of our marks.
		return entries.some(([key]) => key.startsWith('$')) ? { [PLAIN]: copy } : copy;
	};
	return { value: walk(value, 0), files, size };
}

/** The value again. Throws when it is not what `pack` makes. */
export function unpack(value: unknown, files: readonly Uint8Array[]): unknown {
	const walk = (part: unknown, depth: number): unknown => {
		if (depth > DEEPEST * 2) throw new Error('The value is nested too deeply');
		if (typeof part !== 'object' || part === null) return part;
		if (Array.isArray(part)) return part.map((item) => walk(item, depth + 1));
		const fields = part as Record<string, unknown>;
		if (FILE in fields) return fileOf(fields[FILE]);
		if (ERROR in fields) return fromWireError(fields[ERROR]);
		const inner = PLAIN in fields ? (fields[PLAIN] as object) : fields;
		return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, walk(item, depth + 1)]));
	};
	const fileOf = (index: unknown): Uint8Array => {
		const file = typeof index === 'number' ? files[index] : undefined;
		if (file === undefined) throw new Error('A file of the value is missing');
		return file;
	};
	return walk(value, 0);
}
