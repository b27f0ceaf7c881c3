import type { BinaryNode } from '@whiskeysockets/baileys';

/** The part of the client library's socket this file needs. */
interface FrameSource {
	prependListener(event: 'CB:message', listener: (node: BinaryNode) => void): unknown;
}

export interface OpenStanza {
	readonly node: BinaryNode;
	/** Ciphertext to unpadded message bytes, filled as the parts are decrypted. */
	readonly plaintexts: Map<Uint8Array, Uint8Array>;
	readonly lastCiphertext: Uint8Array;
}

/**
 * Remembers which stanza a ciphertext came in. The library's decrypt functions are given the ciphertext
 * alone, and it is the very same object as in the stanza, so a weak map joins them again without hashing,
 * and forgets by itself.
 */
export class ReceivedStanzas {
	readonly #byCiphertext = new WeakMap<Uint8Array, OpenStanza>();

	/** Must see a stanza before the library starts on it, hence in front of its own listener. */
	watch(source: FrameSource): void {
		source.prependListener('CB:message', (node) => this.#remember(node));
	}

	find(ciphertext: Uint8Array): OpenStanza | undefined {
		return this.#byCiphertext.get(ciphertext);
	}

	#remember(node: BinaryNode): void {
		if (!Array.isArray(node.content)) return;
		const ciphertexts = node.content
			.filter((child) => child.tag === 'enc' && child.content instanceof Uint8Array)
			.map((child) => child.content as Uint8Array);
		const last = ciphertexts.at(-1);
		if (!last) return;
		const stanza: OpenStanza = { node, plaintexts: new Map(), lastCiphertext: last };
		for (const ciphertext of ciphertexts) this.#byCiphertext.set(ciphertext, stanza);
	}
}

/** Messages our own devices tell each other: key shares, history. Never an event, so never kept. */
export function isPeerStanza(node: BinaryNode): boolean {
	return node.attrs.category === 'peer';
}
