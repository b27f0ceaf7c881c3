import {
	aesDecryptGCM,
	aesEncryptGCM,
	Curve,
	hkdf,
	NOISE_MODE,
	NOISE_WA_HEADER,
	proto,
	sha256,
} from '@whiskeysockets/baileys';
import type { KeyPair } from '@whiskeysockets/baileys';

const NO_BYTES = Buffer.alloc(0);
const KEY_LENGTH = 32;

/**
 * The answering side of WhatsApp's Noise_XX_25519_AESGCM_SHA256 handshake, and the cipher of the connection
 * after it. The client library holds only the asking side.
 */
export class NoiseResponder {
	#hash = Buffer.from(NOISE_MODE);
	#salt: Uint8Array = this.#hash;
	#key: Uint8Array = this.#hash;
	#counter = 0;
	#transport: { send: Uint8Array; receive: Uint8Array; sent: number; received: number } | undefined;
	readonly #ephemeral = Curve.generateKeyPair();
	readonly #static: KeyPair;

	constructor(serverKey: KeyPair) {
		this.#static = serverKey;
		this.#authenticate(NOISE_WA_HEADER);
	}

	/** Answers ClientHello with ServerHello carrying the certificate chain. */
	hello(message: Uint8Array, certificates: Uint8Array): Uint8Array {
		const { clientHello } = proto.HandshakeMessage.decode(message);
		if (!clientHello?.ephemeral) throw new Error('ClientHello without an ephemeral key');
		const client = clientHello.ephemeral;
		this.#authenticate(client);
		this.#authenticate(this.#ephemeral.public);
		this.#mix(Curve.sharedKey(this.#ephemeral.private, client));
		const encryptedStatic = this.#seal(this.#static.public);
		this.#mix(Curve.sharedKey(this.#static.private, client));
		const payload = this.#seal(certificates);
		return proto.HandshakeMessage.encode({
			serverHello: { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload },
		}).finish();
	}

	/** Reads ClientFinish: who the client is (its Noise key) and what it asks for. */
	finish(message: Uint8Array): { noiseKey: Buffer; payload: proto.ClientPayload } {
		const { clientFinish } = proto.HandshakeMessage.decode(message);
		if (!clientFinish?.static || !clientFinish.payload) throw new Error('ClientFinish is incomplete');
		const noiseKey = this.#open(clientFinish.static);
		this.#mix(Curve.sharedKey(this.#ephemeral.private, noiseKey));
		const payload = proto.ClientPayload.decode(this.#open(clientFinish.payload));
		const [receive, send] = this.#derive(NO_BYTES);
		this.#transport = { send, receive, sent: 0, received: 0 };
		return { noiseKey, payload };
	}

	encrypt(plain: Uint8Array): Buffer {
		const transport = this.#ready();
		return aesEncryptGCM(plain, transport.send, nonce(transport.sent++), NO_BYTES);
	}

	decrypt(sealed: Uint8Array): Buffer {
		const transport = this.#ready();
		return aesDecryptGCM(sealed, transport.receive, nonce(transport.received++), NO_BYTES);
	}

	#ready() {
		if (!this.#transport) throw new Error('The Noise handshake has not finished');
		return this.#transport;
	}

	#authenticate(data: Uint8Array): void {
		this.#hash = sha256(Buffer.concat([this.#hash, data]));
	}

	#seal(plain: Uint8Array): Buffer {
		const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#counter++), this.#hash);
		this.#authenticate(sealed);
		return sealed;
	}

	#open(sealed: Uint8Array): Buffer {
		const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash);
		this.#authenticate(sealed);
		return plain;
	}

	#derive(secret: Uint8Array): [Uint8Array, Uint8Array] {
		const key = hkdf(Buffer.from(secret), 2 * KEY_LENGTH, { salt: Buffer.from(this.#salt), info: '' });
		return [key.subarray(0, KEY_LENGTH), key.subarray(KEY_LENGTH)];
	}

	#mix(secret: Uint8Array): void {
		[this.#salt, this.#key] = this.#derive(secret);
		this.#counter = 0;
	}
}

function nonce(counter: number): Buffer {
	const iv = Buffer.alloc(12);
	iv.writeUInt32BE(counter, 8);
	return iv;
}
