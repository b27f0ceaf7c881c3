import type { KeyBundle, PublicPreKey, SignedPreKey } from './key-bundle';

/** The public keys a linked device has uploaded. The private halves never leave the client. */
export class UploadedKeys {
	readonly identityKey: Buffer;
	registrationId: number;
	signedPreKey: SignedPreKey;
	readonly #oneTime = new Map<number, PublicPreKey>();
	/** Ids handed out already: a second use would be a replay, so an upload cannot bring them back. */
	readonly taken = new Set<number>();

	constructor(identityKey: Buffer, registrationId: number, signedPreKey: SignedPreKey) {
		this.identityKey = identityKey;
		this.registrationId = registrationId;
		this.signedPreKey = signedPreKey;
	}

	get count(): number {
		return this.#oneTime.size;
	}

	get oneTime(): PublicPreKey[] {
		return [...this.#oneTime.values()];
	}

	add(keys: readonly PublicPreKey[]): void {
		for (const key of keys) if (!this.taken.has(key.id)) this.#oneTime.set(key.id, key);
	}

	takeBundle(): KeyBundle {
		const [preKey] = this.#oneTime.values();
		if (preKey) {
			this.#oneTime.delete(preKey.id);
			this.taken.add(preKey.id);
		}
		return {
			registrationId: this.registrationId,
			identityKey: this.identityKey,
			signedPreKey: this.signedPreKey,
			...(preKey ? { preKey } : {}),
		};
	}
}
