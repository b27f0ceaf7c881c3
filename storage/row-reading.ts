import { types } from 'node:util';
import { KitError } from '../messages/kit-error';

/**
 * Checks at the edge of the store. Databases differ in what they hand out for the same column (bigints,
 * digits as text, Buffers), and a file another program touched may hold anything.
 */
export function wholeNumber(value: unknown, column: string): number {
	const number = typeof value === 'number' ? value : Number(value);
	const readable = typeof value === 'number' || typeof value === 'bigint' || isDigits(value);
	if (!readable || !Number.isSafeInteger(number)) throw unreadable(column, 'a whole number');
	return number;
}

export function text(value: unknown, column: string): string {
	if (typeof value !== 'string') throw unreadable(column, 'text');
	return value;
}

export function textOrNull(value: unknown, column: string): string | null {
	return value === null ? null : text(value, column);
}

export function bytes(value: unknown, column: string): Uint8Array {
	if (!types.isUint8Array(value)) throw unreadable(column, 'bytes');
	return value;
}

export function json(value: unknown, column: string): unknown {
	try {
		return JSON.parse(text(value, column));
	} catch (cause) {
		throw unreadable(column, 'JSON', cause);
	}
}

export function unreadable(column: string, expected: string, cause?: unknown): KitError {
	return new KitError({
		code: 'storage',
		what: `A row of the WhatsApp Kit store cannot be read: "${column}" does not hold ${expected}.`,
		why: 'The file was changed by another program, damaged, or written by another version of this package.',
		next: 'Update WhatsApp Kit in every n8n process to the same version, or restore the store from a backup.',
		cause,
	});
}

function isDigits(value: unknown): boolean {
	return typeof value === 'string' && /^-?\d+$/.test(value);
}
