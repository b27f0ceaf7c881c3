import { detectMedia } from '../../../messages/media/detect-media';
import * as files from './sample-files';
import { fc } from '../../fixtures/properties';

describe('bytes that say what they are', () => {
	it.each([
		['image/jpeg', files.jpeg],
		['image/png', files.png],
		['image/webp', files.webp],
		['image/gif', files.gif],
		['application/pdf', files.pdf],
		['audio/mpeg', files.mp3],
		['audio/wav', files.wav],
		['video/mp4', files.mp4('vide')],
		['video/quicktime', files.quickTime],
		['audio/mp4', files.m4a],
		['audio/ogg; codecs=opus', files.oggOpus({ samples: 48_000 })],
		['audio/ogg', files.oggOpus({ samples: 48_000, head: files.vorbisHead })],
	])('are %s, whatever name and declaration claim', async (mimeType, data) => {
		for (const hints of [{}, { fileName: 'x.txt', mimeType: 'text/html' }, { fileName: 'x.exe' }]) {
			expect(await detectMedia(data, hints)).toMatchObject({ mimeType, from: 'bytes' });
		}
	});
});

describe('bytes that do not', () => {
	it.each([
		['notes.csv', 'text/csv'],
		['notes.md', 'text/markdown'],
		['page.html', 'text/html'],
		['drawing.svg', 'image/svg+xml'],
		['data.json', 'application/json'],
	])('take the type of the name %s', async (fileName, mimeType) => {
		expect(await detectMedia(Buffer.from('a;b\n1;2\n'), { fileName })).toMatchObject({
			mimeType,
			from: 'name',
		});
	});

	it('take a declared type before the name', async () => {
		const hints = { fileName: 'notes.txt', mimeType: 'Text/CSV; charset=utf-8' };
		expect(await detectMedia(Buffer.from('a'), hints)).toMatchObject({ mimeType: 'text/csv', from: 'name' });
	});

	it('take the name when the declared type says nothing', async () => {
		const hints = { fileName: 'notes.csv', mimeType: 'application/octet-stream' };
		expect(await detectMedia(Buffer.from('a'), hints)).toMatchObject({ mimeType: 'text/csv' });
	});

	it('are text or nothing known without any hint', async () => {
		expect(await detectMedia(Buffer.from('Olá\tmundo\r\n'))).toEqual({
			mimeType: 'text/plain',
			extension: 'txt',
			from: 'bytes',
		});
		expect(await detectMedia(files.noise)).toEqual({
			mimeType: 'application/octet-stream',
			extension: null,
			from: 'none',
		});
		expect(await detectMedia(Buffer.from([0x61, 0, 0x62]))).toMatchObject({
			mimeType: 'application/octet-stream',
		});
	});

	it('are text also when a character is cut at the end of what is looked at', async () => {
		expect(await detectMedia(Buffer.from(`${'x'.repeat(4095)}ééé`))).toMatchObject({
			mimeType: 'text/plain',
		});
	});

	it.each(['photo.jpg', 'song.mp3', 'film.mp4', 'paper.pdf', 'voice.ogg', 'archive.zip'])(
		'do not become %s by name alone',
		async (fileName) => {
			expect((await detectMedia(files.html, { fileName })).mimeType).toBe('text/plain');
			expect((await detectMedia(files.noise, { fileName })).mimeType).toBe('application/octet-stream');
			expect((await detectMedia(files.noise, { mimeType: 'image/jpeg' })).mimeType).toBe(
				'application/octet-stream',
			);
		},
	);
});

describe('a wrapper for other formats', () => {
	it('takes the more exact type of the name', async () => {
		const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
		expect(await detectMedia(files.zip, { fileName: 'letter.docx' })).toMatchObject({
			mimeType: docx,
			extension: 'docx',
		});
		expect(await detectMedia(files.zip, { fileName: 'things.zip' })).toMatchObject({
			mimeType: 'application/zip',
		});
		expect(await detectMedia(files.zip)).toMatchObject({ mimeType: 'application/zip', extension: 'zip' });
	});

	it('does not become an image by name', async () => {
		expect(await detectMedia(files.zip, { fileName: 'photo.jpg' })).toMatchObject({
			mimeType: 'application/zip',
		});
	});
});

it('never fails on any bytes, names and declarations', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.uint8Array({ maxLength: 300 }),
			fc.constantFrom(
				files.jpeg,
				files.png,
				files.pdf,
				files.mp3,
				files.m4a,
				files.zip,
				files.webp,
				Buffer.alloc(0),
			),
			fc.string(),
			fc.string(),
			async (tail, head, fileName, mimeType) => {
				for (const data of [tail, Buffer.concat([head.subarray(0, 12), tail])]) {
					expect((await detectMedia(data, { fileName, mimeType })).mimeType).toEqual(expect.any(String));
				}
			},
		),
		{ numRuns: 300 },
	);
});

test.each(['__proto__', 'constructor', 'toString'])(
	'a declared type called %s is only a word',
	async (mimeType) => {
		expect((await detectMedia(files.jpeg, { mimeType })).mimeType).toBe('image/jpeg');
		expect(typeof (await detectMedia(Buffer.alloc(0), { mimeType })).mimeType).toBe('string');
	},
);
