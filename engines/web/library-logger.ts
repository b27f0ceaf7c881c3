import type { SocketConfig } from '@whiskeysockets/baileys';
import type { Logger } from '../../messages/ports';

type LibraryLogger = SocketConfig['logger'];

/**
 * Lets the client library's warnings through to n8n's log, as sentences only: the objects it logs beside them
 * hold message contents, tokens and keys, which have no place in a log.
 */
export function createLibraryLogger(logger: Logger, account: string): LibraryLogger {
	const forward = (level: 'debug') => (first: unknown, text?: string) => {
		const message = typeof first === 'string' ? first : text;
		if (message) logger[level](`WhatsApp client library: ${message}`, { account, error: errorText(first) });
	};
	const silent = (): void => undefined;
	const adapted: LibraryLogger = {
		// The library asks for this before building costly trace output.
		level: 'warn',
		child: () => adapted,
		trace: silent,
		debug: silent,
		info: silent,
		// Nearly all of its warnings and errors are things it mends itself; ours say what matters to a person.
		warn: forward('debug'),
		error: forward('debug'),
	};
	return adapted;
}

function errorText(details: unknown): string | undefined {
	if (typeof details !== 'object' || details === null) return undefined;
	const { err, error } = details as { err?: unknown; error?: unknown };
	const found = err ?? error;
	return found instanceof Error ? found.message : undefined;
}
