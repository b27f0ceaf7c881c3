import type { ConnectionState } from '../engines/engine';
import { KitError } from '../messages/kit-error';
import type { KitErrorOptions } from '../messages/kit-error';
import { json, text, unreadable } from './row-reading';

type Fields = Readonly<Record<string, unknown>>;

/** Which fields a state of this kind must have for the code that reads it; absent optional ones are fine. */
const required: Readonly<Record<ConnectionState['kind'], Readonly<Record<string, readonly string[]>>>> = {
	connecting: {},
	needsLink: {},
	needsPasskey: { reason: ['string'] },
	open: { since: ['number'], phone: ['string', 'null'], lid: ['string', 'null'], name: ['string', 'null'] },
	backingOff: { until: ['number'], reason: ['string'], attempt: ['number'] },
	restricted: { until: ['number', 'null'], reason: ['string'] },
	replaced: { reason: ['string'] },
	loggedOut: { reason: ['string'] },
	banned: { reason: ['string'] },
	stopped: { reason: ['string'], error: ['object'] },
	closed: {},
};

/** As JSON; an error keeps its words and loses its stack and cause, which may hold anything. */
export function writeConnectionState(state: ConnectionState): string {
	if (state.kind !== 'stopped') return JSON.stringify(state);
	const { code, what, why, next, reason, retryAt } = state.error;
	return JSON.stringify({ ...state, error: { code, what, why, next, reason, retryAt } });
}

/** Throws `storage` when the text is not a state this version knows. */
export function readConnectionState(stored: string): ConnectionState {
	const fields = json(stored, 'state') as Fields | null;
	const kind = text(fields?.kind, 'state') as ConnectionState['kind'];
	if (fields === null || !Object.hasOwn(required, kind)) throw unreadable('state', 'a known state');
	for (const [name, types] of Object.entries(required[kind])) {
		if (!types.includes(typeOf(fields[name]))) throw unreadable('state', `a complete "${kind}" state`);
	}
	if (kind !== 'stopped') return fields as unknown as ConnectionState;
	return { kind, reason: text(fields.reason, 'state'), error: readError(fields.error as Fields) };
}

function readError(fields: Fields): KitError {
	text(fields.code, 'state');
	text(fields.what, 'state');
	return new KitError(fields as unknown as KitErrorOptions);
}

function typeOf(value: unknown): string {
	return value === null ? 'null' : typeof value;
}
