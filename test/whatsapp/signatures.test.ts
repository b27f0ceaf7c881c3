import { Curve } from '@whiskeysockets/baileys';
import { verifySignature } from './signatures';

test('signatures of the client library are accepted, with and without the key’s type byte', () => {
	for (let n = 0; n < 8; n++) {
		const { private: key, public: pub } = Curve.generateKeyPair();
		const message = Buffer.from(`message ${n}`);
		const signature = Curve.sign(key, message);
		expect(verifySignature(pub, message, signature)).toBe(true);
		expect(verifySignature(Buffer.concat([Buffer.from([5]), pub]), message, signature)).toBe(true);
	}
});

test('another message, another key, another signature and wrong lengths are refused', () => {
	const [a, b] = [Curve.generateKeyPair(), Curve.generateKeyPair()];
	const message = Buffer.from('message');
	const signature = Curve.sign(a.private, message);
	expect(verifySignature(a.public, Buffer.from('messagf'), signature)).toBe(false);
	expect(verifySignature(b.public, message, signature)).toBe(false);
	const bent = Buffer.from(signature);
	bent[3] = (bent[3] ?? 0) ^ 1;
	expect(verifySignature(a.public, message, bent)).toBe(false);
	expect(verifySignature(a.public, message, signature.subarray(1))).toBe(false);
	expect(verifySignature(Buffer.alloc(5), message, signature)).toBe(false);
});
