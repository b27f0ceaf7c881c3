import type { BinaryNode } from './binary-node';
import { childBytes, children, elements, fromBigEndian, node, SERVER } from './binary-node';
import type { Connection } from './connection';
import type { Account } from './directory';
import { deviceIdentityFault, signDevice } from './device-identity';
import type { ClientLogin } from './login';
import { LinkedDevice } from './linked-device';
import { demandPasskey } from './passkey';
import { hexId, unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';
import { UploadedKeys } from './uploaded-keys';

/** How many codes a client gets to show, one after the other. */
const REFS = 6;
/** A phone that scans later than this is told that the code has expired. The client's own timers end before. */
const REF_LIFETIME_MS = 3 * 60_000;

/** A client that is connected but belongs to nobody yet. */
export interface PairingCandidate {
	readonly connection: Connection;
	readonly noiseKey: Buffer;
	readonly keys: UploadedKeys;
	readonly refs: readonly string[];
	/** Epoch ms. */
	readonly expiresAt: number;
	platform: string;
	/** The account that took it, while the client has not answered yet. */
	offered?: { account: Account; device: LinkedDevice; stanzaId: string; done: (error?: Error) => void };
}

/** Answers a client without an account with codes to show. */
export function beginPairing(server: LoopbackWhatsApp, connection: Connection, login: ClientLogin): void {
	const data = login.payload.devicePairingData;
	if (!data?.eIdent || !data.eRegid || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) {
		throw new Error('The registration payload is incomplete');
	}
	const signedPreKey = {
		id: fromBigEndian(data.eSkeyId),
		key: Buffer.from(data.eSkeyVal),
		signature: Buffer.from(data.eSkeySig),
	};
	const refs = Array.from(
		{ length: REFS },
		() => `2@${Buffer.from(server.random.bytes(96)).toString('base64')}`,
	);
	server.candidates.set(connection, {
		connection,
		noiseKey: login.noiseKey,
		keys: new UploadedKeys(Buffer.from(data.eIdent), fromBigEndian(data.eRegid), signedPreKey),
		refs,
		expiresAt: server.clock.now() + REF_LIFETIME_MS,
		platform: 'unknown',
	});
	const nodes = refs.map((ref) => node('ref', {}, Buffer.from(ref)));
	const attrs = { from: SERVER, type: 'set', id: hexId(server.random, 5), xmlns: 'md' };
	connection.send(node('iq', attrs, [node('pair-device', {}, nodes)]));
}

/** What a phone does with a code it has read off a screen. Resolves when the client is linked. */
export async function scanCode(
	server: LoopbackWhatsApp,
	account: Account,
	qr: string,
): Promise<LinkedDevice> {
	const [ref, noiseKey, identityKey, advSecret, platform] = (qr.split('#')[1] ?? qr).split(',');
	const candidate = [...server.candidates.values()].find(({ refs }) => refs.includes(ref ?? ''));
	if (!candidate || !candidate.connection.isOpen) throw new Error('This code is not on any screen any more');
	if (server.clock.now() > candidate.expiresAt) throw new Error('This code has expired');
	if (candidate.noiseKey.toString('base64') !== noiseKey) throw new Error('The code shows another Noise key');
	if (candidate.keys.identityKey.toString('base64') !== identityKey) {
		throw new Error('The code shows another identity key');
	}
	if (!advSecret) throw new Error('The code holds no ADV secret');
	candidate.platform = platform ?? 'unknown';
	return offerLink(server, account, candidate, Buffer.from(advSecret, 'base64'));
}

/** pair-success: the phone's signature goes to the client, whose own signature must come back. */
export function offerLink(
	server: LoopbackWhatsApp,
	account: Account,
	candidate: PairingCandidate,
	advSecret: Uint8Array,
): Promise<LinkedDevice> {
	if (server.demandPasskeyOnLink) return Promise.reject(demandPasskey(server, candidate.connection));
	if (candidate.offered) return Promise.reject(new Error('This client is being linked already'));
	const id = account.nextDevice++;
	const { noiseKey, keys, platform, connection } = candidate;
	const device = new LinkedDevice({ id, keyIndex: id, noiseKey, keys, platform });
	const signed = signDevice(
		account.phone.signal.identity,
		{
			identityKey: keys.identityKey,
			keyIndex: device.keyIndex,
			rawId: account.phone.signal.registrationId,
			timestamp: Number(unixSeconds(server.clock)),
		},
		advSecret,
	);
	const stanzaId = hexId(server.random, 5);
	const attrs = { from: SERVER, type: 'set', id: stanzaId, t: unixSeconds(server.clock) };
	return new Promise((resolve, reject) => {
		const done = (error?: Error): void => (error ? reject(error) : resolve(device));
		candidate.offered = { account, device, stanzaId, done };
		connection.send(
			node('iq', attrs, [
				node('pair-success', {}, [
					node('device-identity', {}, signed),
					node('device', { jid: account.jid('pn', id), lid: account.jid('lid', id) }),
					node('platform', { name: 'android' }),
				]),
			]),
		);
	});
}

/** The client's answer to pair-success; true when this stanza was it. */
export function takePairingAnswer(
	server: LoopbackWhatsApp,
	connection: Connection,
	stanza: BinaryNode,
): boolean {
	const candidate = server.candidates.get(connection);
	const offered = candidate?.offered;
	if (!candidate || !offered || stanza.tag !== 'iq' || stanza.attrs.id !== offered.stanzaId) return false;
	const [sign] = children(stanza, 'pair-device-sign');
	if (!sign) {
		offered.done(new Error(`The client refused the link: ${elements(stanza)[0]?.tag ?? 'no reason given'}`));
		return true;
	}
	const { account, device } = offered;
	const identity = childBytes(sign, 'device-identity');
	const fault = deviceIdentityFault(identity, device.keys.identityKey, account.phone.signal.identity.public);
	if (fault) {
		offered.done(new Error(`The client answered with a false device identity: ${fault}`));
		connection.end(node('failure', { reason: '401' }));
		return true;
	}
	server.candidates.delete(connection);
	account.devices.set(device.id, device);
	server.announceDevices(account);
	connection.end(node('stream:error', { code: '515' }));
	offered.done();
	return true;
}

export function abandonPairing(server: LoopbackWhatsApp, connection: Connection): void {
	const candidate = server.candidates.get(connection);
	server.candidates.delete(connection);
	candidate?.offered?.done(new Error('The client hung up while it was being linked'));
}
