import { createCipheriv, createDecipheriv, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { signalLibraryPart } from './library-parts';

/** What the Signal library's other files call in its `crypto.js`. */
export interface SignalCrypto {
	calculateMAC(key: Buffer, data: Buffer): Buffer;
	/** HKDF with SHA-256 (RFC 5869): one to three outputs of 32 bytes. `salt` has 32 bytes. */
	deriveSecrets(input: Buffer, salt: Buffer, info: Buffer, chunks?: number): Buffer[];
	/** Throws when the first `length` bytes of the MAC are not `mac`. */
	verifyMAC(data: Buffer, key: Buffer, mac: Buffer, length: number): void;
	encrypt(key: Buffer, data: Buffer, iv: Buffer): Buffer;
	decrypt(key: Buffer, data: Buffer, iv: Buffer): Buffer;
}

const QUICKENED = Symbol.for('n8n-nodes-whatsapp-kit/signal-crypto/1');

/**
 * Gives the Signal library quicker forms of the same calculations. Every message costs it 8 to 16 keyed
 * hashes, and a keyed hash or cipher made from raw bytes is slow in current Node: 37 µs against 7 µs for the
 * same HMAC out of two plain hashes, 32 against 10 for a cipher with a key object (Node 24.21, measured).
 * It also compares MACs in constant time, which the library does not.
 *
 * Changes the library's own object, once per process; its files stay as they are.
 */
export function quickenSignalCrypto(): void {
	const library = signalLibraryPart<SignalCrypto & { [QUICKENED]?: true }>('libsignal/src/crypto.js');
	if (library[QUICKENED]) return;
	library[QUICKENED] = true;
	Object.assign(library, quickSignalCrypto);
}

export const quickSignalCrypto: SignalCrypto = {
	calculateMAC(key, data) {
		mustBeBytes(key, data);
		return hmac(key, data);
	},
	deriveSecrets(input, salt, info, chunks = 3) {
		mustBeBytes(input, salt, info);
		if (salt.length !== 32) throw new Error(`HKDF salt must have 32 bytes, got ${salt.length}`);
		if (![1, 2, 3].includes(chunks)) throw new RangeError(`HKDF chunks must be 1 to 3, got ${chunks}`);
		const key = hmac(salt, input);
		const secrets: Buffer[] = [];
		let last: Uint8Array = Buffer.alloc(0);
		for (let chunk = 1; chunk <= chunks; chunk += 1) {
			const secret = hmac(key, Buffer.concat([last, info, Buffer.from([chunk])]));
			secrets.push(secret);
			last = secret;
		}
		return secrets;
	},
	verifyMAC(data, key, mac, length) {
		mustBeBytes(data, key, mac);
		const expected = hmac(key, data).subarray(0, length);
		// The library's own words: the client library tells errors apart by them.
		if (mac.length !== length || expected.length !== length) throw new Error('Bad MAC length');
		if (!timingSafeEqual(mac, expected)) throw new Error('Bad MAC');
	},
	encrypt(key, data, iv) {
		mustBeBytes(key, data, iv);
		const cipher = createCipheriv('aes-256-cbc', createSecretKey(key), iv);
		return Buffer.concat([cipher.update(data), cipher.final()]);
	},
	decrypt(key, data, iv) {
		mustBeBytes(key, data, iv);
		const decipher = createDecipheriv('aes-256-cbc', createSecretKey(key), iv);
		return Buffer.concat([decipher.update(data), decipher.final()]);
	},
};

/** Block size of SHA-256, bytes. */
const BLOCK = 64;
/** Larger data gets a buffer of its own. */
const SCRATCH = 4_096;
const inner = Buffer.alloc(BLOCK + SCRATCH);
const outer = Buffer.alloc(BLOCK + 32);

/** HMAC-SHA-256 (RFC 2104) out of two one-shot hashes. */
function hmac(key: Uint8Array, data: Uint8Array): Buffer {
	const short = key.length > BLOCK ? hash('sha256', key, 'buffer') : key;
	const first = data.length > SCRATCH ? Buffer.alloc(BLOCK + data.length) : inner;
	for (let index = 0; index < BLOCK; index += 1) {
		const byte = short[index] ?? 0;
		first[index] = byte ^ 0x36;
		outer[index] = byte ^ 0x5c;
	}
	first.set(data, BLOCK);
	outer.set(hash('sha256', first.subarray(0, BLOCK + data.length), 'buffer'), BLOCK);
	return hash('sha256', outer, 'buffer');
}

/** A text would be hashed as well, as its characters: the library refuses it, and so it stays. */
function mustBeBytes(...values: readonly unknown[]): void {
	for (const value of values) {
		if (!Buffer.isBuffer(value)) throw new TypeError(`Expected Buffer instead of ${typeof value}`);
	}
}
