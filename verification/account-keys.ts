import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
} from 'node:crypto';
import { KitError } from '../messages/kit-error';

export const SECRET_BYTES = 32;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What an account hides codes with: one key for each use, all from the account's secret. */
export class AccountKeys {
	readonly #hashing: Buffer;

	readonly #sealing: Buffer;

	readonly #naming: Buffer;

	readonly #linking: Buffer;

	readonly #binding: Buffer;

	/** For everything about executions that wait: `waits/wait-keys.ts`. */
	readonly waiting: Buffer;

	/** `secret`: at least 32 random bytes. */
	constructor(secret: Uint8Array) {
		const keyFor = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', use, 32));
		this.#hashing = keyFor('whatsapp-kit code');
		this.#sealing = keyFor('whatsapp-kit resend');
		this.#naming = keyFor('whatsapp-kit caller');
		this.#linking = keyFor('whatsapp-kit link');
		this.#binding = keyFor('whatsapp-kit browser');
		this.waiting = keyFor('whatsapp-kit wait');
	}

	/** Bound to one verification: the same code has another hash in every other one. */
	hashCode(verificationId: string, code: string): Uint8Array {
		return createHmac('sha256', this.#hashing).update(`${verificationId}\0${code}`).digest();
	}

	/** Takes as long for a code that is nearly right as for one that is all wrong. */
	isCode(verificationId: string, code: string, hash: Uint8Array): boolean {
		return isSame(this.hashCode(verificationId, code), hash);
	}

	/** Bound to one verification, as that of a code is. */
	hashBrowser(verificationId: string, secret: string): Uint8Array {
		return createHmac('sha256', this.#binding).update(`${verificationId}\0${secret}`).digest();
	}

	/** Takes as long for a secret that is nearly right as for one that is all wrong. */
	isBrowser(verificationId: string, secret: string, hash: Uint8Array): boolean {
		return isSame(this.hashBrowser(verificationId, secret), hash);
	}

	/** The same in every verification, for links are found by it: only for codes too long to be guessed. */
	hashLink(code: string): Uint8Array {
		return createHmac('sha256', this.#linking).update(code).digest();
	}

	/** A caller's address or session under a name that tells nobody who it is. */
	nameCaller(key: string): string {
		return createHmac('sha256', this.#naming).update(key).digest('base64url').slice(0, 22);
	}

	sealCode(verificationId: string, code: string): Uint8Array {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce);
		cipher.setAAD(Buffer.from(verificationId));
		const sealed = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
		return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
	}

	/** @throws KitError `storage` when it was changed or belongs to another verification */
	openCode(verificationId: string, sealed: Uint8Array): string {
		try {
			const tagEnd = NONCE_BYTES + TAG_BYTES;
			const nonce = sealed.subarray(0, NONCE_BYTES);
			const decipher = createDecipheriv('aes-256-gcm', this.#sealing, nonce, { authTagLength: TAG_BYTES });
			decipher.setAAD(Buffer.from(verificationId));
			decipher.setAuthTag(sealed.subarray(NONCE_BYTES, tagEnd));
			return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString('utf8');
		} catch (cause) {
			throw new KitError({
				code: 'storage',
				what: 'The code of this verification cannot be read any more.',
				why: 'Its row in the store was damaged or changed by another program.',
				next: 'Send a new code.',
				cause,
			});
		}
	}
}

function isSame(given: Uint8Array, kept: Uint8Array): boolean {
	return given.length === kept.length && timingSafeEqual(given, kept);
}
