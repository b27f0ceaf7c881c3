import { NOISE_WA_HEADER } from '@whiskeysockets/baileys';

const LENGTH_BYTES = 3;
const ROUTING_HEADER_BYTES = 7;

/** Cuts a byte stream into WhatsApp's length-prefixed frames, past the one-time intro of a connection. */
export class FrameReader {
	#pending = Buffer.alloc(0);
	#introduced = false;

	*read(bytes: Uint8Array): Generator<Buffer> {
		this.#pending = Buffer.concat([this.#pending, bytes]);
		if (!this.#introduced && !this.#skipIntro()) return;
		while (this.#pending.length >= LENGTH_BYTES) {
			const size = this.#pending.readUIntBE(0, LENGTH_BYTES);
			if (this.#pending.length < LENGTH_BYTES + size) return;
			const frame = this.#pending.subarray(LENGTH_BYTES, LENGTH_BYTES + size);
			this.#pending = this.#pending.subarray(LENGTH_BYTES + size);
			yield frame;
		}
	}

	/** The intro is `WA` + version, preceded by `ED` + routing info when the client was given some earlier. */
	#skipIntro(): boolean {
		let at = 0;
		if (this.#pending.subarray(0, 2).toString() === 'ED') {
			if (this.#pending.length < ROUTING_HEADER_BYTES) return false;
			at = ROUTING_HEADER_BYTES + this.#pending.readUIntBE(4, LENGTH_BYTES);
		}
		const header = this.#pending.subarray(at, at + NOISE_WA_HEADER.length);
		if (header.length < NOISE_WA_HEADER.length) return false;
		if (!header.equals(NOISE_WA_HEADER))
			throw new Error('The connection does not begin with the WhatsApp intro');
		this.#pending = this.#pending.subarray(at + NOISE_WA_HEADER.length);
		this.#introduced = true;
		return true;
	}
}

export function frame(bytes: Uint8Array): Buffer {
	const framed = Buffer.allocUnsafe(LENGTH_BYTES + bytes.length);
	framed.writeUIntBE(bytes.length, 0, LENGTH_BYTES);
	framed.set(bytes, LENGTH_BYTES);
	return framed;
}
