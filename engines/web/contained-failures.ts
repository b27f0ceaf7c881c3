import type { EventEmitter } from 'node:events';

type Listener = (...args: unknown[]) => unknown;

/**
 * Catches what the client library's own socket listeners throw. They are asynchronous and nobody waits for
 * them, so one malformed stanza would surface as an unhandled rejection, which ends a plain Node process.
 *
 * Called once, right after the socket was made: listeners added later come with a wait of their own.
 */
export function containFailures(
	socket: Pick<EventEmitter, 'eventNames' | 'rawListeners' | 'removeAllListeners' | 'on'>,
	onFailure: (event: string | symbol, error: unknown) => void,
): void {
	for (const event of socket.eventNames()) {
		const listeners = socket.rawListeners(event) as Listener[];
		socket.removeAllListeners(event);
		for (const listener of listeners) socket.on(event, contained(event, listener, onFailure));
	}
}

function contained(
	event: string | symbol,
	listener: Listener,
	onFailure: (event: string | symbol, error: unknown) => void,
): Listener {
	return function call(this: unknown, ...args) {
		try {
			const result = listener.apply(this, args);
			Promise.resolve(result).catch((error: unknown) => onFailure(event, error));
		} catch (error) {
			onFailure(event, error);
		}
	};
}

/**
 * True when the transport itself is out of step: every later frame would fail as well, so the socket has to
 * end. A stanza that was decrypted but cannot be read is only that one stanza.
 */
export function isTransportFailure(event: string | symbol, error: unknown): boolean {
	// Not `instanceof`: the error comes out of Node's crypto, in tests from another realm.
	const { message } = (error ?? {}) as { message?: unknown };
	return (
		event === 'message' && typeof message === 'string' && /authenticate data|invalid (tag|iv)/i.test(message)
	);
}
