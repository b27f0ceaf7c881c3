import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccountKeys } from '../verification/account-keys';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What only this kit can say and read of an account's waits. */
export class WaitKeys {
	readonly #key: Buffer;

	constructor({ waiting }: Pick<AccountKeys, 'waiting'>) {
		this.#key = waiting;
	}

	/** Shown by whoever wakes an execution; nobody finds it out from its address or its id. */
	prove(waitId: string): string {
		return createHmac('sha256', this.#key).update(`wake\0${waitId}`).digest('base64url');
	}

	/** Takes as long for a proof that is nearly right as for one that is all wrong. */
	isProof(waitId: string, given: unknown): boolean {
		if (typeof given !== 'string') return false;
		const right = Buffer.from(this.prove(waitId));
		const shown = Buffer.from(given);
		return shown.length === right.length && timingSafeEqual(shown, right);
	}

	/** What somebody answered is kept as their messages are: not in clear where there is a storage key. */
	seal(waitId: string, text: string): Uint8Array {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
		cipher.setAAD(Buffer.from(waitId));
		const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
		return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
	}

	/** Throws when it was changed or belongs to another wait. */
	open(waitId: string, sealed: Uint8Array): string {
		const tagEnd = NONCE_BYTES + TAG_BYTES;
		const nonce = sealed.subarray(0, NONCE_BYTES);
		const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES });
		decipher.setAAD(Buffer.from(waitId));
		decipher.setAuthTag(sealed.subarray(NONCE_BYTES, tagEnd));
		return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString('utf8');
	}
}
