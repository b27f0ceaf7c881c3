/**
 * Reads single fields of what somebody else wrote. A field of the wrong type counts as missing: a hostile or
 * damaged message must not stop the ones behind it.
 */

export function fieldsOf(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: undefined;
}

/** The string, or undefined when it is missing, empty or of another type. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Also reads the 64-bit integers of the protocol library. Undefined when it is no finite number. */
export function numberOf(value: unknown): number | undefined {
	// Adding 0 turns -0, which JSON does not know, into 0.
	if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return Number(value);
	const long = fieldsOf(value);
	if (typeof long?.low !== 'number' || typeof long.high !== 'number') return undefined;
	return long.high * 4_294_967_296 + (long.low >>> 0);
}

export function bytesOf(value: unknown): Uint8Array | undefined {
	return value instanceof Uint8Array && value.length > 0 ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
