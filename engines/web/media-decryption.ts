import {
	createDecipheriv,
	createHash,
	createHmac,
	timingSafeEqual,
	type Decipheriv,
	type Hash,
	type Hmac,
} from 'node:crypto';
import { KitError } from '../../messages/kit-error';
import type { WebMedia } from './media-reference';

export interface MediaKeys {
	readonly iv: Uint8Array;
	readonly cipherKey: Uint8Array;
	readonly macKey?: Uint8Array;
}

/** A file is its AES-CBC ciphertext, followed by the first 10 bytes of an HMAC over initial vector and ciphertext. */
const MAC_LENGTH = 10;

/** Decrypts one file as it comes in. Nothing of it may be used before `end` has returned. */
export class MediaDecryption {
	readonly #decipher: Decipheriv;

	readonly #hmac: Hmac;

	readonly #hash: Hash = createHash('sha256');

	readonly #expectedHash: Uint8Array | null;

	readonly #parts: Buffer[] = [];

	/** The last bytes so far: they may turn out to be the code. */
	#tail: Buffer = Buffer.alloc(0);

	constructor(keys: MediaKeys, media: Pick<WebMedia, 'fileSha256'>) {
		this.#decipher = createDecipheriv('aes-256-cbc', keys.cipherKey, keys.iv);
		this.#hmac = createHmac('sha256', keys.macKey ?? Buffer.alloc(32)).update(keys.iv);
		this.#expectedHash = media.fileSha256;
	}

	/** @returns bytes of the file that this chunk added. */
	update(chunk: Uint8Array): number {
		const bytes = Buffer.concat([this.#tail, chunk]);
		const ciphertext = bytes.subarray(0, Math.max(0, bytes.length - MAC_LENGTH));
		this.#tail = bytes.subarray(ciphertext.length);
		this.#hmac.update(ciphertext);
		return this.#keep(this.#decipher.update(ciphertext));
	}

	/** @throws KitError `media` when a single bit is not as it was sent. */
	end(): Uint8Array {
		const mac = this.#hmac.digest().subarray(0, MAC_LENGTH);
		if (this.#tail.length !== MAC_LENGTH || !timingSafeEqual(mac, this.#tail)) throw damaged();
		this.#keep(this.#decipher.final());
		const data = Buffer.concat(this.#parts);
		if (this.#expectedHash && !this.#hash.digest().equals(this.#expectedHash)) throw damaged();
		return data;
	}

	#keep(part: Buffer): number {
		this.#parts.push(part);
		this.#hash.update(part);
		return part.length;
	}
}

function damaged(): KitError {
	return new KitError({
		code: 'media',
		what: 'The file arrived damaged.',
		why: 'What came from the media server is not what the sender encrypted.',
		next: 'Try again; if it stays, ask the sender to send it again.',
	});
}
