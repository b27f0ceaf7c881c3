import {
	aesDecryptCTR,
	aesDecryptGCM,
	aesEncryptCTR,
	Curve,
	derivePairingCodeKey,
	hkdf,
} from '@whiskeysockets/baileys';
import type { KeyPair } from '@whiskeysockets/baileys';
import { childBytes, node, SERVER } from './binary-node';
import type { BinaryNode } from './binary-node';
import type { Connection } from './connection';
import type { Account } from './directory';
import { parseJid } from './jids';
import type { Answer } from './iq/router';
import { QueryError } from './iq/router';
import type { LinkedDevice } from './linked-device';
import { offerLink } from './pairing-qr';
import { hexId, unixSeconds } from './ports';
import type { LoopbackWhatsApp } from './server';

const SALT = 32;
const COUNTER = 16;
const NONCE = 12;
const KEY = 32;

/** A client that shows a code and waits for the phone with this number. */
export interface CodeRequest {
	readonly connection: Connection;
	/** Digits of the number the client wants to be linked to. */
	readonly digits: string;
	/** The client's ephemeral key, locked with the code. */
	readonly wrappedKey: Buffer;
	readonly ref: Buffer;
	/** Set while a phone tries a code. */
	attempt?: { account: Account; ephemeral: KeyPair; companionKey: Buffer; done: CodeOutcome };
}

interface CodeOutcome {
	readonly resolve: (device: LinkedDevice) => void;
	readonly reject: (error: Error) => void;
}

/** companion_hello: the client has made a code and shows it. */
export function takeCompanionHello(
	server: LoopbackWhatsApp,
	connection: Connection,
	hello: BinaryNode,
): Answer {
	const candidate = server.candidates.get(connection);
	if (!candidate) throw new QueryError(400, 'bad-request');
	if (!childBytes(hello, 'companion_server_auth_key_pub').equals(candidate.noiseKey)) {
		throw new QueryError(406, 'another-noise-key');
	}
	candidate.platform = childBytes(hello, 'companion_platform_display').toString();
	const ref = Buffer.from(hexId(server.random, 12));
	const digits = parseJid(hello.attrs.jid).user;
	const wrappedKey = childBytes(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub');
	const request = { connection, digits, wrappedKey, ref };
	server.codeRequests.set(connection, request);
	server.codesShown.push(request);
	const answer = node('link_code_companion_reg', { stage: 'companion_hello' }, [
		node('link_code_pairing_ref', {}, ref),
	]);
	return { content: [answer] };
}

/** primary_hello: the phone's owner typed the code. Resolves when the client is linked. */
export async function enterPairingCode(
	server: LoopbackWhatsApp,
	account: Account,
	typed: string,
): Promise<LinkedDevice> {
	const request = [...server.codeRequests.values()].findLast(({ digits }) => digits === account.digits);
	if (!request?.connection.isOpen) throw new Error(`No client waits for a code of +${account.digits}`);
	const code = typed.replace(/[^0-9a-z]/gi, '').toUpperCase();
	const companionKey = await unlock(request.wrappedKey, code);
	const ephemeral = Curve.generateKeyPair();
	const wrapped = await lock(server, ephemeral.public, code);
	const linked = new Promise<LinkedDevice>((resolve, reject) => {
		request.attempt = { account, ephemeral, companionKey, done: { resolve, reject } };
	});
	const attrs = {
		from: SERVER,
		type: 'link_code_companion_reg',
		id: hexId(server.random, 5),
		t: unixSeconds(server.clock),
	};
	const hello = node('link_code_companion_reg', { stage: 'primary_hello' }, [
		node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
		node('primary_identity_pub', {}, account.phone.signal.identity.public),
		node('link_code_pairing_ref', {}, request.ref),
	]);
	request.connection.send(node('notification', attrs, [hello]));
	return linked;
}

/** companion_finish: the client proves that it knows the code, and both now know the ADV secret. */
export function takeCompanionFinish(
	server: LoopbackWhatsApp,
	connection: Connection,
	finish: BinaryNode,
): Answer {
	const request = server.codeRequests.get(connection);
	const candidate = server.candidates.get(connection);
	const attempt = request?.attempt;
	if (!request || !candidate || !attempt) throw new QueryError(400, 'bad-request');
	try {
		const advSecret = openKeyBundle(attempt, finish);
		return {
			done: () => {
				server.codeRequests.delete(connection);
				offerLink(server, attempt.account, candidate, advSecret).then(
					attempt.done.resolve,
					attempt.done.reject,
				);
			},
		};
	} catch {
		// Typed wrongly: the two sides derived different keys. The code stays on the screen for another try.
		attempt.done.reject(new Error('That is not the code on the screen'));
		throw new QueryError(400, 'bad-request');
	}
}

function openKeyBundle(attempt: NonNullable<CodeRequest['attempt']>, finish: BinaryNode): Buffer {
	const bundle = childBytes(finish, 'link_code_pairing_wrapped_key_bundle');
	const companionIdentity = childBytes(finish, 'companion_identity_public');
	const { identity } = attempt.account.phone.signal;
	const shared = Curve.sharedKey(attempt.ephemeral.private, attempt.companionKey);
	const key = hkdf(shared, KEY, {
		salt: bundle.subarray(0, SALT),
		info: 'link_code_pairing_key_bundle_encryption_key',
	});
	const sealed = bundle.subarray(SALT + NONCE);
	const plain = aesDecryptGCM(sealed, key, bundle.subarray(SALT, SALT + NONCE), Buffer.alloc(0));
	const [companion, primary, random] = [0, 1, 2].map((part) => plain.subarray(part * KEY, (part + 1) * KEY));
	if (!companion?.equals(companionIdentity) || !primary?.equals(identity.public) || !random) {
		throw new Error('The key bundle is about other keys');
	}
	const identityShared = Curve.sharedKey(identity.private, companionIdentity);
	return Buffer.from(hkdf(Buffer.concat([shared, identityShared, random]), KEY, { info: 'adv_secret' }));
}

async function unlock(wrapped: Buffer, code: string): Promise<Buffer> {
	const key = await derivePairingCodeKey(code, wrapped.subarray(0, SALT));
	return aesDecryptCTR(wrapped.subarray(SALT + COUNTER), key, wrapped.subarray(SALT, SALT + COUNTER));
}

async function lock(server: LoopbackWhatsApp, plain: Uint8Array, code: string): Promise<Buffer> {
	const salt = Buffer.from(server.random.bytes(SALT));
	const iv = Buffer.from(server.random.bytes(COUNTER));
	const key = await derivePairingCodeKey(code, salt);
	return Buffer.concat([salt, iv, aesEncryptCTR(plain, key, iv)]);
}
