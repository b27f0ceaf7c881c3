import { createHash } from 'node:crypto';
import { bigEndian, child, children, childBytes, fromBigEndian, node } from '../binary-node';
import type { BinaryNode } from '../binary-node';
import { bundleNodes, readPreKeyList, readSignedPreKey } from '../key-bundle';
import type { UploadedKeys } from '../uploaded-keys';
import { verifySignature } from '../signatures';
import { QueryError, requireDevice } from './router';
import type { Answer, Query } from './router';

/** Key upload, key count, key digest, key rotation, and handing keys to those who want to write. */
export function answerEncrypt(query: Query): Answer {
	const { account, device } = requireDevice(query);
	const keys = account.devices.get(device)?.keys;
	if (!keys) throw new QueryError(401, 'not-authorized');
	const { iq } = query;
	const wanted = child(iq, 'key');
	if (wanted) return { content: [handOut(query, wanted)] };
	const rotation = child(iq, 'rotate');
	if (rotation) return rotate(keys, rotation);
	if (child(iq, 'count')) return { content: [node('count', { value: keys.count.toString() })] };
	if (child(iq, 'digest')) return { content: [digest(keys)] };
	if (child(iq, 'list')) return upload(keys, iq);
	throw new QueryError(400, 'bad-request');
}

function upload(keys: UploadedKeys, iq: BinaryNode): Answer {
	if (!childBytes(iq, 'identity').equals(keys.identityKey)) throw new QueryError(406, 'another-identity');
	keys.registrationId = fromBigEndian(childBytes(iq, 'registration'));
	rotate(keys, iq);
	keys.add(readPreKeyList(child(iq, 'list')));
	return {};
}

function rotate(keys: UploadedKeys, holder: BinaryNode): Answer {
	const signed = readSignedPreKey(child(holder, 'skey'));
	const message = Buffer.concat([Buffer.from([5]), signed.key]);
	if (!verifySignature(keys.identityKey, message, signed.signature))
		throw new QueryError(406, 'bad-signature');
	keys.signedPreKey = signed;
	return {};
}

function handOut({ server }: Query, wanted: BinaryNode): BinaryNode {
	const users = children(wanted, 'user').map(({ attrs }) => {
		const address = attrs.jid === undefined ? undefined : server.directory.device(attrs.jid);
		const bundle = address && server.directory.takeBundle(address);
		if (!address || !bundle) {
			return node('user', { jid: attrs.jid }, [node('error', { code: '404', text: 'item-not-found' })]);
		}
		server.warnWhenKeysRunLow(address);
		return node('user', { jid: attrs.jid }, bundleNodes(bundle));
	});
	return node('list', {}, users);
}

function digest(keys: UploadedKeys): BinaryNode {
	const { oneTime, signedPreKey } = keys;
	const all = [keys.identityKey, signedPreKey.key, signedPreKey.signature, ...oneTime.map(({ key }) => key)];
	const hash = createHash('sha1').update(Buffer.concat(all)).digest();
	const [registration, type, identity, skey] = bundleNodes(keys);
	const ids = oneTime.map(({ id }) => node('id', {}, bigEndian(id, 3)));
	const parts = [registration, type, identity, skey, node('list', {}, ids), node('hash', {}, hash)];
	return node(
		'digest',
		{},
		parts.filter((part) => part !== undefined),
	);
}
