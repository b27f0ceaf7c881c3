import { createPublicKey, verify } from 'node:crypto';

const P = 2n ** 255n - 19n;
/** DER in front of a raw Ed25519 public key. */
const ED25519_HEADER = Buffer.from('302a300506032b6570032100', 'hex');
const SIGN_BIT = 0x80;

/**
 * Checks an XEdDSA signature (Signal's: made with a Curve25519 key, checked as Ed25519). The client library's
 * own `Curve.verify` ignores the answer of the function it calls and says yes to everything, and that function
 * is plain JavaScript: milliseconds in a warm process, a hundred under jest. This one is native.
 */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
	const montgomery = publicKey.length === 33 ? publicKey.subarray(1) : publicKey;
	if (montgomery.length !== 32 || signature.length !== 64) return false;
	const sign = (signature[63] ?? 0) & SIGN_BIT;
	const plain = Buffer.from(signature);
	plain[63] = (plain[63] ?? 0) & ~SIGN_BIT;
	const der = Buffer.concat([ED25519_HEADER, edwards(montgomery, sign)]);
	return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), plain);
}

/** The Ed25519 form of a Curve25519 public key: y = (u - 1) / (u + 1). */
function edwards(montgomery: Uint8Array, sign: number): Buffer {
	const u = BigInt(`0x${Buffer.from(montgomery).reverse().toString('hex')}`) & (2n ** 255n - 1n);
	const y = mod((u - 1n) * power(mod(u + 1n), P - 2n));
	const bytes = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
	bytes[31] = (bytes[31] ?? 0) | sign;
	return bytes;
}

const mod = (value: bigint): bigint => ((value % P) + P) % P;

function power(base: bigint, exponent: bigint): bigint {
	let result = 1n;
	for (let bits = exponent; bits > 0n; bits >>= 1n) {
		if (bits & 1n) result = mod(result * base);
		base = mod(base * base);
	}
	return result;
}
