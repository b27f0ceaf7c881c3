import { createRequire } from 'node:module';

/**
 * Loads a file of the Signal library that the client library itself uses. n8n installs it nested under the
 * client library, so it is looked for from there. `path` as in `libsignal/src/crypto.js`.
 */
export function signalLibraryPart<Part>(path: string): Part {
	const fromHere = createRequire(__filename);
	const fromLibrary = createRequire(fromHere.resolve('@whiskeysockets/baileys'));
	return fromLibrary(path) as Part;
}
