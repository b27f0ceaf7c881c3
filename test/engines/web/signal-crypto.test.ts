import { createHmac, randomBytes } from 'node:crypto';
import { signalLibraryPart } from '../../../engines/web/library-parts';
import {
	quickenSignalCrypto,
	quickSignalCrypto,
	type SignalCrypto,
} from '../../../engines/web/signal-crypto';
import { fc } from '../../fixtures/properties';

const library = signalLibraryPart<SignalCrypto>('libsignal/src/crypto.js');
/** As it was before anybody changed it. */
const original = { ...library };

const bytes = (minLength: number, maxLength: number) =>
	fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

describe('the quick forms of the Signal library’s calculations', () => {
	test('make the same keyed hash for keys and data of any length', () => {
		fc.assert(
			fc.property(bytes(0, 200), bytes(0, 6_000), (key, data) => {
				const expected = createHmac('sha256', key).update(data).digest();
				expect(quickSignalCrypto.calculateMAC(key, data)).toEqual(expected);
				expect(original.calculateMAC(key, data)).toEqual(expected);
			}),
		);
	});

	test('derive the same secrets', () => {
		fc.assert(
			fc.property(
				bytes(0, 128),
				bytes(32, 32),
				bytes(0, 40),
				fc.constantFrom(undefined, 1, 2, 3),
				(input, salt, info, chunks) => {
					expect(quickSignalCrypto.deriveSecrets(input, salt, info, chunks)).toEqual(
						original.deriveSecrets(input, salt, info, chunks),
					);
				},
			),
		);
	});

	test('encrypt and decrypt alike, each reading the other', () => {
		fc.assert(
			fc.property(bytes(32, 32), bytes(0, 500), bytes(16, 16), (key, data, iv) => {
				const sealed = quickSignalCrypto.encrypt(key, data, iv);
				expect(sealed).toEqual(original.encrypt(key, data, iv));
				expect(quickSignalCrypto.decrypt(key, sealed, iv)).toEqual(data);
			}),
		);
	});

	test('take the right MAC and refuse one with any bit changed, as the library does', () => {
		const [key, data] = [randomBytes(32), randomBytes(80)];
		const mac = original.calculateMAC(key, data).subarray(0, 8);
		expect(() => quickSignalCrypto.verifyMAC(data, key, mac, 8)).not.toThrow();
		for (let bit = 0; bit < 64; bit += 1) {
			const wrong = Buffer.from(mac);
			wrong[bit >> 3]! ^= 1 << (bit & 7);
			expect(() => quickSignalCrypto.verifyMAC(data, key, wrong, 8)).toThrow('Bad MAC');
			expect(() => original.verifyMAC(data, key, wrong, 8)).toThrow('Bad MAC');
		}
		for (const length of [0, 7, 9, 33])
			expect(() => quickSignalCrypto.verifyMAC(data, key, mac, length)).toThrow('Bad MAC length');
	});

	test.each([
		[
			'a key that is text',
			() => quickSignalCrypto.calculateMAC('key' as never, Buffer.alloc(1)),
			'Expected Buffer',
		],
		[
			'data that is missing',
			() => quickSignalCrypto.calculateMAC(Buffer.alloc(1), undefined as never),
			'Expected Buffer',
		],
		[
			'a short salt',
			() => quickSignalCrypto.deriveSecrets(Buffer.alloc(1), Buffer.alloc(31), Buffer.alloc(1)),
			'32 bytes, got 31',
		],
		[
			'four chunks',
			() => quickSignalCrypto.deriveSecrets(Buffer.alloc(1), Buffer.alloc(32), Buffer.alloc(1), 4),
			'1 to 3, got 4',
		],
		[
			'a damaged ciphertext',
			() => quickSignalCrypto.decrypt(Buffer.alloc(32), Buffer.alloc(15), Buffer.alloc(16)),
			/final block|wrong/i,
		],
	])('refuse %s', (_name, call, text) => {
		expect(call).toThrow(text);
	});

	test('stand in the library after quickening it, also when that is asked twice', () => {
		quickenSignalCrypto();
		quickenSignalCrypto();
		expect(library.calculateMAC).toBe(quickSignalCrypto.calculateMAC);
		expect(library.verifyMAC).toBe(quickSignalCrypto.verifyMAC);
		// What is not replaced stays.
		expect(Object.keys(library).sort()).toEqual(Object.keys(original).sort());
	});
});
