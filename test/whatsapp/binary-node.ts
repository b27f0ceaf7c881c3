import { getBinaryNodeChild, getBinaryNodeChildBuffer, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import type { BinaryNode } from '@whiskeysockets/baileys';

export type { BinaryNode };
export { getBinaryNodeChild as child, getBinaryNodeChildren as children };

export const SERVER = 's.whatsapp.net';

/** A node without the undefined attributes the encoder would trip over. */
export function node(
	tag: string,
	attrs: Record<string, string | undefined> = {},
	content?: BinaryNode['content'],
): BinaryNode {
	const present = Object.entries(attrs).filter((entry): entry is [string, string] => entry[1] !== undefined);
	return { tag, attrs: Object.fromEntries(present), ...(content === undefined ? {} : { content }) };
}

/** Every child node, whatever its tag. */
export const elements = (parent: BinaryNode | undefined): BinaryNode[] =>
	Array.isArray(parent?.content) ? parent.content : [];

/** The bytes inside a child; a stanza without them is a defect of the sender, so it throws. */
export function childBytes(parent: BinaryNode | undefined, tag: string): Buffer {
	const bytes = parent && getBinaryNodeChildBuffer(parent, tag);
	if (!bytes) throw new Error(`<${parent?.tag}> has no bytes in <${tag}>`);
	return Buffer.from(bytes);
}

export function contentBytes(of: BinaryNode): Buffer {
	if (typeof of.content === 'string') return Buffer.from(of.content);
	if (of.content instanceof Uint8Array) return Buffer.from(of.content);
	throw new Error(`<${of.tag}> holds no bytes`);
}

export function bigEndian(value: number, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	bytes.writeUIntBE(value, 0, length);
	return bytes;
}

export const fromBigEndian = (bytes: Uint8Array): number => Buffer.from(bytes).readUIntBE(0, bytes.length);
