import {
	decodeMediaReference,
	encodeMediaReference,
	MAX_REFERENCE_LENGTH,
	MEDIA_TYPES,
	type WebMedia,
} from '../../../engines/web/media-reference';
import { fc } from '../../fixtures/properties';

const media: WebMedia = {
	type: 'image',
	mediaKey: Buffer.alloc(32, 1),
	directPath: '/v/t62/file.enc?ccb=1',
	url: 'https://mmg.whatsapp.net/v/t62/file.enc?ccb=1',
	mimeType: 'image/jpeg',
	fileName: 'Ärger 🐘.jpg',
	size: 12_345,
	fileSha256: Buffer.alloc(32, 2),
	fileEncSha256: null,
	message: { chatId: '1@g.us', id: 'A1', fromMe: false, participant: '2@lid' },
};

describe('a media reference', () => {
	test('gives back what went in and is safe in any text', () => {
		const reference = encodeMediaReference(media)!;
		expect(reference).toMatch(/^[\w.-]+$/);
		expect(decodeMediaReference(reference)).toEqual(media);
	});

	test('gives back any file it takes', () => {
		const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value) => Buffer.from(value));
		const text = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' });
		const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
		const any = fc.record({
			type: fc.constantFrom(...MEDIA_TYPES),
			mediaKey: bytes,
			directPath: text,
			url: maybe(text),
			mimeType: fc.string({ maxLength: 80 }),
			fileName: maybe(fc.string({ maxLength: 200 })),
			size: maybe(fc.maxSafeNat()),
			fileSha256: maybe(bytes),
			fileEncSha256: maybe(bytes),
			message: fc.record({ chatId: text, id: text, fromMe: fc.boolean(), participant: maybe(text) }),
		});
		fc.assert(
			fc.property(any, (value) => {
				const reference = encodeMediaReference(value);
				if (reference !== null) expect(decodeMediaReference(reference)).toEqual(value);
				else expect(JSON.stringify(value).length).toBeGreaterThan(1_000);
			}),
			{ numRuns: 500 },
		);
	});

	test('of a file that nobody can fetch does not exist', () => {
		expect(encodeMediaReference({ ...media, mediaKey: new Uint8Array() })).toBeNull();
		expect(encodeMediaReference({ ...media, directPath: null, url: null })).toBeNull();
		expect(encodeMediaReference({ ...media, directPath: `/${'x'.repeat(5_000)}` })).toBeNull();
	});

	test('shortens a name that is too long and leaves out a hash that is none', () => {
		const reference = encodeMediaReference({
			...media,
			fileName: 'x'.repeat(9_999),
			fileSha256: Buffer.from('short'),
		})!;
		expect(reference.length).toBeLessThanOrEqual(MAX_REFERENCE_LENGTH);
		expect(decodeMediaReference(reference)).toMatchObject({ fileName: 'x'.repeat(255), fileSha256: null });
	});

	const wrap = (value: unknown): string =>
		`web1.${Buffer.from(JSON.stringify(value) ?? '').toString('base64url')}`;

	test.each([
		['empty', ''],
		['of another engine', 'wawp.abc'],
		['of a later form', encodeMediaReference(media)!.replace('web1', 'web2')],
		['cut off', encodeMediaReference(media)!.slice(0, -9)],
		['not an object', wrap('text')],
		['without a key', wrap({ t: 'image', d: '/x' })],
		[
			'of a type unknown here',
			wrap({
				...JSON.parse(Buffer.from(encodeMediaReference(media)!.slice(5), 'base64url').toString()),
				t: 'app',
			}),
		],
		['far too long', `web1.${'A'.repeat(100_000)}`],
	])('that is %s is refused with a next step', (_name, reference) => {
		expect(() => decodeMediaReference(reference)).toThrow(
			expect.objectContaining({ code: 'invalidInput', next: expect.stringContaining('media.reference') }),
		);
	});

	test('made of anything else is refused, never taken', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.anything().map((value) => wrap(value)),
				),
				(reference) => {
					expect(() => decodeMediaReference(reference)).toThrow(
						expect.objectContaining({ code: 'invalidInput' }),
					);
				},
			),
			{ numRuns: 500 },
		);
	});
});
