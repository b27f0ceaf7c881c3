/** What the Signal library says on the console, private keys and all, whatever logger it is given. */
const PREFIXES = [
	'Closing session',
	'Closing open session',
	'Opening session',
	'Removing old closed session',
	'Session already',
	'Decrypted message with closed session',
	'Failed to decrypt message',
	'Session error',
	'Migrating session',
	'V1 session storage',
];

/**
 * Keeps the Signal library's lines off this process's console and returns how to undo it. Never done by the
 * server itself: tests of the package must be able to see whether the package does it.
 */
export function muteSignalLibrary(): () => void {
	const target = globalThis.console;
	const { log, info, warn, error } = target;
	const undo = { log, info, warn, error };
	for (const level of ['log', 'info', 'warn', 'error'] as const) {
		target[level] = (...parts: unknown[]) => {
			const [first] = parts;
			if (typeof first === 'string' && PREFIXES.some((prefix) => first.startsWith(prefix))) return;
			undo[level](...parts);
		};
	}
	return () => Object.assign(target, undo);
}
