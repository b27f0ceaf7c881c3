import type { BinaryNode, WAMessage } from '@whiskeysockets/baileys';
import { KitError } from '../../messages/kit-error';
import type { Baileys } from './load-baileys';
import type { StoredMessage } from './stored-message';

/**
 * The durable form of a received stanza: everything the server said, with the decrypted message in place of
 * each ciphertext, so that it can be read again without any key.
 *
 * JSON behind a version byte, not WhatsApp's own binary form: that one changes its word list with the client
 * library, and it silently alters attributes that look like addresses (a push name such as `a:1@b`).
 */
const STANZA_FORM = 0x01;

/** tag, attributes, content: text, bytes as base64, or children. */
type StoredNode = readonly [
	string,
	BinaryNode['attrs'],
	(string | { readonly b: string } | readonly StoredNode[])?,
];

/**
 * @param plaintexts Ciphertext (the very object in the node) → message bytes without padding. A ciphertext
 * that is missing here stays one, and reading it again reports it as not decrypted, as it was the first time.
 */
export function encodeStoredStanza(
	node: BinaryNode,
	plaintexts: ReadonlyMap<Uint8Array, Uint8Array>,
): Uint8Array {
	const text = JSON.stringify(storedNode(withPlaintexts(node, plaintexts)));
	return Buffer.concat([Buffer.from([STANZA_FORM]), Buffer.from(text, 'utf8')]);
}

/** Children keep their places. @throws KitError `storage` when the bytes are none of ours. */
export function decodeStoredStanza(bytes: Uint8Array): BinaryNode {
	try {
		if (bytes[0] !== STANZA_FORM) throw new RangeError(`the form ${bytes[0] ?? 'of nothing'} is not known`);
		const text = Buffer.from(bytes.buffer, bytes.byteOffset + 1, bytes.byteLength - 1).toString('utf8');
		return binaryNode(JSON.parse(text) as StoredNode);
	} catch (error) {
		throw new KitError({
			code: 'storage',
			what: 'A stored WhatsApp message cannot be read.',
			why: error instanceof Error ? error.message : String(error),
			next: 'It was written by a newer version of this package, or the store is damaged.',
			cause: error,
		});
	}
}

/** The message exactly as the client library would have upserted it when the stanza came. */
export async function readStoredStanza(
	bytes: Uint8Array,
	context: { readonly baileys: Baileys; readonly meId: string; readonly meLid: string },
): Promise<StoredMessage> {
	const { baileys, meId, meLid } = context;
	const stanza = decodeStoredStanza(bytes);
	const reading = baileys.decryptMessageNode(stanza, meId, meLid, keylessRepository(), silentLogger());
	await reading.decrypt();
	const message = reading.fullMessage as WAMessage;
	baileys.cleanMessage(message, meId, meLid);
	// The server's own mark on what it had kept; any value of it, also "0".
	return { message, offline: Boolean(stanza.attrs.offline) };
}

function withPlaintexts(node: BinaryNode, plaintexts: ReadonlyMap<Uint8Array, Uint8Array>): BinaryNode {
	if (!Array.isArray(node.content)) return node;
	const content = node.content.map((child) => {
		const plaintext = child.content instanceof Uint8Array ? plaintexts.get(child.content) : undefined;
		return plaintext ? { ...child, tag: 'plaintext', content: plaintext } : child;
	});
	return { ...node, content };
}

function storedNode({ tag, attrs, content }: BinaryNode): StoredNode {
	if (content === undefined || content === null) return [tag, attrs];
	if (typeof content === 'string') return [tag, attrs, content];
	if (Array.isArray(content)) return [tag, attrs, content.map(storedNode)];
	return [tag, attrs, { b: Buffer.from(content).toString('base64') }];
}

function binaryNode(stored: StoredNode): BinaryNode {
	if (!Array.isArray(stored) || typeof stored[0] !== 'string') throw new TypeError('it is no stanza');
	const [tag, attrs, content] = stored as StoredNode;
	if (content === undefined) return { tag, attrs };
	if (typeof content === 'string') return { tag, attrs, content };
	if ('b' in content) return { tag, attrs, content: Buffer.from(content.b, 'base64') };
	return { tag, attrs, content: content.map(binaryNode) };
}

type Repository = Parameters<Baileys['decryptMessageNode']>[3];

/** Answers nothing and stores nothing: the keys in the stanza were taken in when it came. */
function keylessRepository(): Repository {
	const notDecrypted = async (): Promise<never> => {
		throw await Promise.resolve(new Error('not decrypted when it came'));
	};
	const nothing = async (): Promise<null> => await Promise.resolve(null);
	return {
		decryptMessage: notDecrypted,
		decryptGroupMessage: notDecrypted,
		processSenderKeyDistributionMessage: nothing,
		migrateSession: nothing,
		lidMapping: { getLIDForPN: nothing, getPNForLID: nothing, storeLIDPNMappings: nothing },
	} as unknown as Repository;
}

function silentLogger(): Parameters<Baileys['decryptMessageNode']>[4] {
	const silent = (): void => undefined;
	const logger = {
		level: 'silent',
		child: () => logger,
		trace: silent,
		debug: silent,
		info: silent,
		warn: silent,
		error: silent,
	};
	return logger;
}
