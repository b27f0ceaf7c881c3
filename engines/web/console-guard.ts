const METHODS = ['log', 'info', 'warn', 'error'] as const;

type Method = (typeof METHODS)[number];
type Print = (...args: unknown[]) => void;

/**
 * What the Signal library prints by itself. Several of these are followed by a whole session with its private
 * keys; the rest floods a log when a contact's messages cannot be decrypted (baileys.md §1).
 */
const OPENINGS: readonly string[] = [
	'Closing session:',
	'Opening session:',
	'Removing old closed session:',
	'Session already closed',
	'Session already open',
	'Closing open session in favor of incoming prekey bundle',
	'Closing stale open session for new outgoing prekey bundle',
	'Decrypted message with closed session.',
	'Failed to decrypt message with any known session...',
	'Session error:',
	'Migrating session to:',
	'V1 session storage migration error: registrationId',
	'WARNING: Expected pubkey of length 33, please report the ST and client that generated the pubkey',
	'Unhandled bucket type (for naming):',
];

const LIBRARY_FILE = /[\\/]libsignal[\\/]/;

interface Guard {
	readonly originals: Readonly<Record<Method, Print>>;
	readonly wrappers: Readonly<Record<Method, Print>>;
	active: boolean;
}

/** On the console itself, so that two copies of this package in one process wrap it once. */
const GUARD = Symbol.for('n8n-nodes-whatsapp-kit/console-guard/1');

type GuardedConsole = Record<Method, Print> & { [GUARD]?: Guard };

/**
 * Keeps the Signal library's private keys out of the log of n8n. Drops exactly its prints; everything else
 * passes with its arguments untouched. Installing twice does nothing.
 *
 * @returns takes the guard off again, for tests. Whoever patched the console after us keeps their patch; the
 * guard beneath it then lets everything through.
 */
export function guardConsole(target: object = console): () => void {
	const guarded = target as GuardedConsole;
	const guard = (guarded[GUARD] ??= wrap(guarded));
	guard.active = true;
	for (const method of METHODS) {
		if (guarded[method] === guard.originals[method]) guarded[method] = guard.wrappers[method];
	}
	return () => uninstall(guarded, guard);
}

function wrap(target: GuardedConsole): Guard {
	const originals = {} as Record<Method, Print>;
	const wrappers = {} as Record<Method, Print>;
	const guard: Guard = { originals, wrappers, active: true };
	for (const method of METHODS) {
		const original = target[method];
		const wrapper = function (this: unknown, ...args: unknown[]): void {
			if (guard.active && isPrintOfSignalLibrary(args, wrapper)) return;
			Reflect.apply(original, this, args);
		};
		originals[method] = original;
		wrappers[method] = wrapper;
	}
	return guard;
}

function uninstall(target: GuardedConsole, guard: Guard): void {
	guard.active = false;
	let removed = true;
	for (const method of METHODS) {
		if (target[method] === guard.wrappers[method]) target[method] = guard.originals[method];
		else if (target[method] !== guard.originals[method]) removed = false;
	}
	// Still beneath somebody's patch: keep it, so that installing again wakes it instead of stacking another.
	if (removed && target[GUARD] === guard) target[GUARD] = undefined;
}

function isPrintOfSignalLibrary(args: readonly unknown[], wrapper: Print): boolean {
	const [first] = args;
	if (typeof first !== 'string' || !OPENINGS.some((opening) => first.startsWith(opening))) return false;
	return args.some(holdsSession) || comesFromSignalLibrary(wrapper);
}

/** A session is dropped whoever prints it: nobody has a reason to show private keys. */
function holdsSession(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return 'currentRatchet' in value || value.constructor?.name === 'SessionEntry';
}

/** Only asked when the words fit, so the cost of a stack is paid rarely. */
function comesFromSignalLibrary(wrapper: Print): boolean {
	const holder: { stack?: string } = {};
	Error.captureStackTrace(holder, wrapper);
	// A few frames: patches made after ours stand between the library and this wrapper.
	const callers = (holder.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
	return callers.slice(0, 6).some((line) => LIBRARY_FILE.test(line));
}
