import type { BinaryNode } from '@whiskeysockets/baileys';
import { decodeStoredStanza } from './stored-stanza';

/**
 * The message bytes stored for one part of a stanza that arrives again. Parts are matched by position: the
 * stored stanza is the same one with its `enc` parts replaced. Null when that part was never decrypted.
 */
export function findStoredPlaintext(
	body: Uint8Array,
	arriving: BinaryNode,
	ciphertext: Uint8Array,
): Uint8Array | null {
	if (!Array.isArray(arriving.content)) return null;
	const position = arriving.content.findIndex((child) => child.content === ciphertext);
	const stored = decodeStoredStanza(body);
	const part = Array.isArray(stored.content) ? stored.content[position] : undefined;
	return part?.tag === 'plaintext' && part.content instanceof Uint8Array ? part.content : null;
}
