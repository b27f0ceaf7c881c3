import type { BinaryNode } from '@whiskeysockets/baileys';

/**
 * Since mid 2026 WhatsApp asks some accounts for a passkey while linking. The client library knows nothing of
 * it and would wait for ever. Public reports name these words in the stanzas (peers.md §0, client library
 * issues #2672, #2684, #2694); they are looked for in tags and attributes, because the exact shape may move.
 */
const MARKS = ['passkey', 'companion_reg_refresh'];

export const PASSKEY_REASON =
	"WhatsApp asked this phone to confirm the link with a passkey, which works only on WhatsApp's own website. " +
	'Linking this number to other programs is therefore not possible at the moment.';

/** True when the stanza asks for a passkey. Looks two levels deep. */
export function demandsPasskey(node: BinaryNode, depth = 2): boolean {
	const words = [node.tag, ...Object.keys(node.attrs), ...Object.values(node.attrs)];
	if (words.some((word) => typeof word === 'string' && MARKS.some((mark) => word.includes(mark))))
		return true;
	if (depth === 0 || !Array.isArray(node.content)) return false;
	return node.content.some((child) => demandsPasskey(child, depth - 1));
}
