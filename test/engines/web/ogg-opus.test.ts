import { readOggOpus } from '../../../engines/web/write/ogg-opus';
import { oggOpus } from './ogg-opus-fixture';
import { fc } from '../../fixtures/properties';

describe('length and waveform of a recording', () => {
	test.each([1, 5, 61])('%d s', (seconds) => {
		expect(readOggOpus(oggOpus({ seconds, loudness: () => 80 }))).toEqual({
			seconds,
			waveform: new Uint8Array(64).fill(100),
		});
	});

	test('of less than a second counts as one', () => {
		expect(readOggOpus(oggOpus({ seconds: 0.2, loudness: () => 80 }))?.seconds).toBe(1);
	});

	test('without a sound is flat', () => {
		expect(readOggOpus(oggOpus({ seconds: 1, loudness: () => 0 }))?.waveform).toEqual(new Uint8Array(64));
	});

	test('is not guessed for anything else', () => {
		expect(readOggOpus(Buffer.from('ID3 some other sound'))).toBeNull();
		expect(readOggOpus(Buffer.alloc(0))).toBeNull();
	});

	test('ends on damaged files and stays within bounds', () => {
		const good = oggOpus({ seconds: 3, loudness: () => 90 });
		fc.assert(
			fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
				const bytes = Buffer.from(good.subarray(0, length));
				if (at < length) bytes[at] = byte;
				const found = readOggOpus(bytes);
				if (found === null) return;
				expect(found.seconds).toBeGreaterThanOrEqual(1);
				expect(found.seconds).toBeLessThanOrEqual(86_400);
				expect(found.waveform).toHaveLength(64);
				expect(Math.max(...found.waveform)).toBeLessThanOrEqual(100);
			}),
			{ numRuns: 500 },
		);
	});
});
