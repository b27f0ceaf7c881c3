import type { SqlValue } from '../../statement';
import { escapeText, unescapeText } from './text-escapes';

/** What the protocol carries: bytes as they are, everything else as text. */
export type WireValue = string | Buffer | null;

export function toWire(value: SqlValue): WireValue {
	if (value === null) return null;
	if (typeof value === 'string') return escapeText(value);
	if (typeof value === 'object') return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
	return String(value);
}

/** Types of columns by Postgres's numbers for them (`pg_type.oid`). */
const BOOLEAN = 16;
const BYTES = 17;
const WHOLE_NUMBERS: readonly number[] = [20, 21, 23, 26, 1700];
const FLOATS: readonly number[] = [700, 701];

/**
 * A whole number beyond what JavaScript counts exactly stays text, which the checks of `row-reading.ts` refuse.
 * Sums of bigints come as numeric (1700), so that one is read alike.
 */
export function fromWire(value: string | null, type: number): unknown {
	if (value === null) return null;
	if (WHOLE_NUMBERS.includes(type)) {
		const number = Number(value);
		return Number.isSafeInteger(number) ? number : value;
	}
	if (type === BYTES) return readBytes(value);
	if (type === BOOLEAN) return value === 't';
	if (FLOATS.includes(type)) return Number(value);
	return unescapeText(value);
}

function readBytes(value: string): unknown {
	// Not hex: a database set to the output form of long ago. The reader says that it is no bytes.
	return value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : value;
}
