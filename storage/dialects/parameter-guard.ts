import { types } from 'node:util';
import { KitError } from '../../messages/kit-error';
import type { SqlValue } from '../statement';

/**
 * Nothing but plain values may reach a driver. node:sqlite takes a leading object for named parameters: a Date
 * as first value shifts all others by one and writes NULL, without an error; pg turns objects into JSON.
 */
export function guardParameters(values: readonly unknown[]): asserts values is readonly SqlValue[] {
	for (let index = 0; index < values.length; index++) {
		if (!isSqlValue(values[index])) throw refused(values[index], index);
	}
}

function isSqlValue(value: unknown): value is SqlValue {
	switch (typeof value) {
		case 'string':
		case 'bigint':
			return true;
		case 'number':
			return !Number.isNaN(value);
		default:
			return value === null || types.isUint8Array(value);
	}
}

function refused(value: unknown, index: number): KitError {
	const given = Number.isNaN(value) ? 'NaN' : Object.prototype.toString.call(value).slice(8, -1);
	return new KitError({
		code: 'unexpected',
		what: `The store was given a value it cannot keep (${given}, number ${index + 1}), so nothing was written.`,
		why: 'Only text, numbers, bytes and null can be stored; anything else would shift the other values.',
		next: 'Please report this as a defect of WhatsApp Kit.',
	});
}
