import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { verifyXeddsa } from '../../../engines/web/xeddsa';
import { fc } from '../../fixtures/properties';

describe('Signal signatures', () => {
	let baileys: Baileys;

	beforeAll(async () => {
		baileys = await loadBaileys();
	});

	it('made by the client library are accepted, with and without the type byte', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (message) => {
				const pair = baileys.Curve.generateKeyPair();
				const signature = baileys.Curve.sign(pair.private, message);
				expect(verifyXeddsa(pair.public, message, signature)).toBe(true);
				expect(verifyXeddsa(baileys.generateSignalPubKey(pair.public), message, signature)).toBe(true);
			}),
			{ numRuns: 15 },
		);
	});

	it('are refused when one bit of message, key or signature differs', () => {
		const pair = baileys.Curve.generateKeyPair();
		const message = Buffer.from('certificate');
		const signature = Buffer.from(baileys.Curve.sign(pair.private, message));
		const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
			const copy = Uint8Array.from(bytes);
			copy[bit >> 3]! ^= 1 << (bit & 7);
			return copy;
		};
		for (let bit = 0; bit < 512; bit += 7)
			expect(verifyXeddsa(pair.public, message, flipped(signature, bit))).toBe(false);
		// The highest bit of a Curve25519 key is not part of it.
		for (let bit = 0; bit < 255; bit += 5)
			expect(verifyXeddsa(flipped(pair.public, bit), message, signature)).toBe(false);
		for (let bit = 0; bit < 88; bit += 3)
			expect(verifyXeddsa(pair.public, flipped(message, bit), signature)).toBe(false);
	});

	it.each([
		['an empty signature', 32, 0],
		['a short signature', 32, 63],
		['a short key', 31, 64],
		['a long key', 34, 64],
	])('are refused for %s', (_name, keyLength, signatureLength) => {
		expect(verifyXeddsa(new Uint8Array(keyLength), Buffer.from('m'), new Uint8Array(signatureLength))).toBe(
			false,
		);
	});
});
