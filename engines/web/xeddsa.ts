import { createPublicKey, verify } from 'node:crypto';

/** The field both forms of the curve live in. */
const P = 2n ** 255n - 19n;

/**
 * Verifies a Signal signature: made with a Curve25519 key, in the form of Ed25519 (XEdDSA). The key is turned
 * into its Edwards form, whose sign travels in the last bit of the signature, and Node's own Ed25519 does the
 * rest. The Signal library does the same in plain JavaScript, which takes 150 ms and blocks n8n meanwhile.
 *
 * @param publicKey 32 bytes, or 33 with Signal's type byte in front
 * @param signature 64 bytes
 * @returns false for anything that is not a valid signature, wrong lengths included
 */
export function verifyXeddsa(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	const montgomery = publicKey.length === 33 ? publicKey.subarray(1) : publicKey;
	if (montgomery.length !== 32 || signature.length !== 64) return false;
	const edwards = edwardsOf(montgomery);
	if (!edwards) return false;
	const plain = Buffer.from(signature);
	const last = plain.readUInt8(63);
	edwards.writeUInt8(edwards.readUInt8(31) | (last & 0x80), 31);
	plain.writeUInt8(last & 0x7f, 63);
	try {
		const key = createPublicKey({
			key: { kty: 'OKP', crv: 'Ed25519', x: edwards.toString('base64url') },
			format: 'jwk',
		});
		return verify(null, message, key, plain);
	} catch {
		// Not a point of the curve.
		return false;
	}
}

/** `y = (u - 1) / (u + 1)`; undefined for the one key that has no such form. */
function edwardsOf(montgomery: Uint8Array): Buffer | undefined {
	const bytes = Buffer.from(montgomery).reverse();
	bytes.writeUInt8(bytes.readUInt8(0) & 0x7f, 0);
	const u = BigInt(`0x${bytes.toString('hex')}`) % P;
	const divisor = (u + 1n) % P;
	if (divisor === 0n) return undefined;
	const y = (((u - 1n + P) % P) * inverse(divisor)) % P;
	return Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
}

/** By Fermat: `a^(P-2)`. The inputs are public, so the time it takes tells nothing. */
function inverse(a: bigint): bigint {
	let result = 1n;
	let base = a;
	for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = (result * base) % P;
		base = (base * base) % P;
	}
	return result;
}
