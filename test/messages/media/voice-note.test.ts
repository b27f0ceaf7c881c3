import { KitError } from '../../../messages/kit-error';
import { oggCodec, readOpusStream } from '../../../messages/media/ogg';
import { oggSeconds, readVoiceNote } from '../../../messages/media/voice-note';
import { mp3, oggOpus, oggPage, vorbisHead } from './sample-files';
import { fc } from '../../fixtures/properties';

function refusalOf(data: Uint8Array): KitError {
	try {
		readVoiceNote(data);
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

describe('the length of a voice note', () => {
	it.each([
		[48_000, 1],
		[48_000 * 2.4, 2],
		[48_000 * 2.6, 3],
		[48_000 * 61, 61],
		[48_000 * 0.1, 1],
		[0, 1],
	])('of %d samples is %d whole seconds', (samples, seconds) => {
		expect(readVoiceNote(oggOpus({ samples }))).toEqual({ seconds });
	});

	it('leaves out the samples a player skips', () => {
		expect(readVoiceNote(oggOpus({ samples: 48_000 * 5, preSkip: 48_000 }))).toEqual({ seconds: 5 });
	});

	it('comes from the last page that has one, of the Opus stream only', () => {
		const note = oggOpus({ samples: 48_000 * 3 });
		const unfinished = oggPage({ granule: 0xffff_ffff_ffff_ffffn, body: Buffer.alloc(255) });
		const foreign = oggPage({ granule: 48_000n * 900n, body: Buffer.alloc(10), serial: 8 });
		expect(oggSeconds(Buffer.concat([note, unfinished, foreign]))).toBe(3);
	});

	it('does not depend on where the bytes lie in memory', () => {
		const shifted = Buffer.concat([Buffer.alloc(3), oggOpus({ samples: 48_000 * 9 })]).subarray(3);
		expect(oggSeconds(shifted)).toBe(9);
	});

	it('is read up to where a cut file ends', () => {
		const whole = oggOpus({ samples: 48_000 * 9, pages: 9 });
		expect(oggSeconds(whole.subarray(0, whole.length - 500))).toBe(7);
	});

	it('is unknown when the counter makes no sense', () => {
		expect(oggSeconds(oggOpus({ samples: 48_000 * 36_001 }))).toBeUndefined();
		expect(oggSeconds(oggOpus({ samples: 48_000, preSkip: 0 }).subarray(0, 47))).toBeUndefined();
		expect(oggSeconds(mp3)).toBeUndefined();
	});
});

describe('a voice note', () => {
	it('must be OGG with Opus, and the error says how to make it so', () => {
		for (const wrong of [
			mp3,
			oggOpus({ samples: 1, head: vorbisHead }),
			Buffer.alloc(0),
			Buffer.from('OggS'),
		]) {
			const { code, what, next } = refusalOf(wrong);
			expect(code).toBe('invalidInput');
			expect(what).toBe('The file is no OGG with Opus.');
			expect(next).toContain('ffmpeg -i input -vn -ac 1 -ar 48000 -c:a libopus');
		}
	});

	it('must be mono', () => {
		const { what, next } = refusalOf(oggOpus({ samples: 48_000, channels: 2 }));
		expect(what).toBe('The file has 2 channels.');
		expect(next).toContain('-ac 1');
	});
});

describe('any bytes', () => {
	it('are read without failing, changed notes included', () => {
		const note = oggOpus({ samples: 48_000 * 3 });
		fc.assert(
			fc.property(
				fc.nat(note.length - 1),
				fc.integer({ min: 0, max: 255 }),
				fc.nat(note.length),
				(at, byte, end) => {
					const changed = Buffer.from(note);
					changed[at] = byte;
					const stream = readOpusStream(changed.subarray(0, end));
					expect(stream === null || stream.channels >= 0).toBe(true);
				},
			),
			{ numRuns: 2000 },
		);
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect([null, 'opus', 'other']).toContain(oggCodec(bytes));
				expect([null, 'opus', 'other']).toContain(oggCodec(Buffer.concat([Buffer.from('OggS'), bytes])));
			}),
		);
	});
});
