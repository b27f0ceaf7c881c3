import { generateSignalPubKey } from '@whiskeysockets/baileys';
import { bigEndian, childBytes, children, elements, fromBigEndian, node } from './binary-node';
import type { BinaryNode } from './binary-node';

export interface PublicPreKey {
	readonly id: number;
	/** 32 bytes, without Signal's type byte. */
	readonly key: Buffer;
}

export interface SignedPreKey extends PublicPreKey {
	readonly signature: Buffer;
}

/** What is needed to begin a Signal session with a device. Without `preKey` its one-time prekeys are used up. */
export interface KeyBundle {
	readonly registrationId: number;
	readonly identityKey: Buffer;
	readonly signedPreKey: SignedPreKey;
	readonly preKey?: PublicPreKey;
}

/** The byte that says "curve 25519" in front of a Signal key. */
const KEY_TYPE = Buffer.from([5]);

const keyNode = (tag: string, key: PublicPreKey, signature?: Buffer): BinaryNode =>
	node(tag, {}, [
		node('id', {}, bigEndian(key.id, 3)),
		node('value', {}, key.key),
		...(signature ? [node('signature', {}, signature)] : []),
	]);

/** The answer to a client that asks for the keys of `jid`. */
export function bundleNodes(bundle: KeyBundle): BinaryNode[] {
	return [
		node('registration', {}, bigEndian(bundle.registrationId, 4)),
		node('type', {}, KEY_TYPE),
		node('identity', {}, bundle.identityKey),
		keyNode('skey', bundle.signedPreKey, bundle.signedPreKey.signature),
		...(bundle.preKey ? [keyNode('key', bundle.preKey)] : []),
	];
}

/** The bundle inside a retry receipt's `<keys>`, whose registration id stands beside it. */
export function retryKeysNode(bundle: KeyBundle, deviceIdentity?: Uint8Array): BinaryNode {
	const [, type, identity, ...keys] = bundleNodes(bundle);
	const nodes = [type, identity, ...keys].filter((part) => part !== undefined);
	return node('keys', {}, deviceIdentity ? [...nodes, node('device-identity', {}, deviceIdentity)] : nodes);
}

export function readRetryBundle(receipt: BinaryNode): KeyBundle | undefined {
	const [keys] = children(receipt, 'keys');
	if (!keys) return undefined;
	const [preKey] = children(keys, 'key');
	return {
		registrationId: fromBigEndian(childBytes(receipt, 'registration')),
		identityKey: childBytes(keys, 'identity'),
		signedPreKey: readSignedPreKey(children(keys, 'skey')[0]),
		...(preKey ? { preKey: readPreKey(preKey) } : {}),
	};
}

export const readPreKey = (key: BinaryNode): PublicPreKey => ({
	id: fromBigEndian(childBytes(key, 'id')),
	key: childBytes(key, 'value'),
});

export function readSignedPreKey(key: BinaryNode | undefined): SignedPreKey {
	if (!key) throw new Error('The signed prekey is missing');
	return { ...readPreKey(key), signature: childBytes(key, 'signature') };
}

export const readPreKeyList = (list: BinaryNode | undefined): PublicPreKey[] =>
	elements(list).map(readPreKey);

/** The shape the client library's Signal part takes a bundle in. */
export function toSession(bundle: KeyBundle) {
	return {
		registrationId: bundle.registrationId,
		identityKey: generateSignalPubKey(bundle.identityKey),
		signedPreKey: {
			keyId: bundle.signedPreKey.id,
			publicKey: generateSignalPubKey(bundle.signedPreKey.key),
			signature: bundle.signedPreKey.signature,
		},
		...(bundle.preKey
			? { preKey: { keyId: bundle.preKey.id, publicKey: generateSignalPubKey(bundle.preKey.key) } }
			: {}),
	};
}
