import { KitError } from '../../messages/kit-error';
import type { FetchedMedia, MediaFetcher, MediaRequest } from '../../messages/media/media-fetcher';
import type { MediaMessage } from '../../messages/outgoing';
import { prepareOutgoing } from '../../messages/prepare-outgoing';
import * as files from './media/sample-files';

const mebibyte = 1024 * 1024;
const voice = files.oggOpus({ samples: 48_000 * 7 });
const { signal } = new AbortController();
const noNetwork: MediaFetcher = () => Promise.reject(new Error('nothing was to be fetched'));

/** A fetcher that gives one file and remembers what it was asked. */
function giving(file: FetchedMedia): MediaFetcher & { readonly asked: MediaRequest[] } {
	const asked: MediaRequest[] = [];
	const fetcher = (request: MediaRequest) => {
		asked.push(request);
		return Promise.resolve(file);
	};
	return Object.assign(fetcher, { asked });
}

const binary = (kind: string, data: Uint8Array, more: object = {}, source: object = {}) => ({
	kind,
	source: { type: 'binary', data, ...source },
	...more,
});

async function media(raw: unknown, fetchMedia: MediaFetcher = noNetwork): Promise<MediaMessage> {
	const message = await prepareOutgoing(raw, { signal, fetchMedia });
	if (!('media' in message)) throw new Error(`is a ${message.kind}`);
	return message;
}

async function refusalOf(raw: unknown, fetchMedia?: MediaFetcher): Promise<KitError> {
	try {
		await media(raw, fetchMedia);
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

it('gives messages without media back without fetching anything', async () => {
	const message = await prepareOutgoing({ kind: 'text', text: 'Hi' }, { signal, fetchMedia: noNetwork });
	expect(message).toEqual({ kind: 'text', text: 'Hi' });
});

describe('bytes at hand', () => {
	it('become the kind they are', async () => {
		expect(await media(binary('auto', files.jpeg, { caption: 'Sunset' }, { fileName: 'a.jpg' }))).toEqual({
			kind: 'image',
			media: { data: files.jpeg, mimeType: 'image/jpeg', fileName: 'a.jpg' },
			caption: 'Sunset',
		});
	});

	it('become a voice note with its length', async () => {
		expect(await media(binary('voice', voice))).toMatchObject({
			kind: 'voice',
			media: { mimeType: 'audio/ogg; codecs=opus' },
			durationSeconds: 7,
		});
		expect(await media(binary('auto', voice))).toMatchObject({ kind: 'audio', durationSeconds: 7 });
		expect(await media(binary('audio', files.mp3))).not.toHaveProperty('durationSeconds');
	});

	it('become a document with the name and type that were given', async () => {
		const raw = binary(
			'document',
			Buffer.from('a;b'),
			{ fileName: 'report.csv', mimeType: 'text/csv' },
			{ fileName: 'tmp' },
		);
		expect((await media(raw)).media).toMatchObject({ fileName: 'report.csv', mimeType: 'text/csv' });
	});

	it('become a document that has a name in any case', async () => {
		expect((await media(binary('document', files.pdf))).media.fileName).toBe('file.pdf');
		expect((await media(binary('document', files.noise))).media.fileName).toBe('file');
	});

	it('keep flags that fit the kind', async () => {
		expect(await media(binary('image', files.png, { viewOnce: true, gifPlayback: false }))).toMatchObject({
			viewOnce: true,
		});
		expect(await media(binary('auto', files.mp4('vide'), { gifPlayback: true }))).toMatchObject({
			kind: 'video',
			gifPlayback: true,
		});
	});

	it('take no folders and direction marks along in their name', async () => {
		const { fileName } = (
			await media(binary('document', files.pdf, {}, { fileName: '../etc/inv\u202eoice.pdf' }))
		).media;
		expect(fileName).toBe('invoice.pdf');
	});

	it('that are none are refused', async () => {
		const { code, what } = await refusalOf(binary('auto', new Uint8Array()));
		expect(code).toBe('media');
		expect(what).toBe('The file is empty (0 bytes).');
	});
});

describe('what the kind cannot carry is refused, not dropped', () => {
	it.each([
		['audio', files.mp3, { caption: 'x' }, 'caption'],
		['voice', voice, { caption: 'x' }, 'caption'],
		['sticker', files.webp, { caption: 'x' }, 'caption'],
		['document', files.pdf, { viewOnce: true }, 'viewOnce'],
		['audio', files.mp3, { viewOnce: true }, 'viewOnce'],
		['image', files.png, { gifPlayback: true }, 'gifPlayback'],
	])('on %s', async (kind, data, more, field) => {
		const asked = await refusalOf(binary(kind, data, more));
		expect(asked.code).toBe('invalidInput');
		expect(asked.what).toMatch(new RegExp(`^${field} `, 'u'));
	});

	it('also when the kind was found out from the bytes', async () => {
		const { what, why } = await refusalOf(binary('auto', files.mp3, { caption: 'x', viewOnce: true }));
		expect(what).toContain('caption cannot be shown on audio');
		expect(why).toContain('turned out to be audio');
		expect(why).toContain('viewOnce works on');
	});
});

describe('the size of a file', () => {
	/** Right at the cap; the first bytes are those of the file, the rest is nothing. */
	const sized = (head: Buffer, size: number) => {
		const data = Buffer.alloc(size);
		head.copy(data);
		return data;
	};

	it.each([
		{ kind: 'image', head: files.jpeg, most: 64 },
		{ kind: 'document', head: files.pdf, most: 100 },
		{ kind: 'auto', head: files.pdf, most: 100 },
	])('of $kind may be $most MiB, but not a byte more', async ({ kind, head, most }) => {
		await expect(media(binary(kind, sized(head, most * mebibyte)))).resolves.toBeDefined();
		const { code, what } = await refusalOf(binary(kind, sized(head, most * mebibyte + 1)));
		expect(code).toBe('media');
		expect(what).toContain(`the limit for ${kind === 'auto' ? 'files' : kind} is ${most} MiB`);
	});

	it('is that of the kind the bytes turn out to be', async () => {
		const { what } = await refusalOf(binary('auto', sized(files.jpeg, 64 * mebibyte + 1)));
		expect(what).toContain('the limit for image is 64 MiB');
	});
});

describe('a file on the web', () => {
	const raw = (kind: string, source: object = {}, more: object = {}) => ({
		kind,
		source: { type: 'url', url: 'https://example.com/a', ...source },
		...more,
	});

	it('is asked for with the limits of its kind', async () => {
		const fetcher = giving({ data: files.jpeg });
		await media(raw('image'), fetcher);
		await media(raw('auto', { maxBytes: '5000', timeoutMs: 2000, allowPrivate: true }), fetcher);
		await media(raw('image', { maxBytes: 90 * mebibyte }), fetcher);
		expect(fetcher.asked).toEqual([
			{
				url: 'https://example.com/a',
				kind: 'image',
				maxBytes: 64 * mebibyte,
				timeoutMs: 60_000,
				allowPrivate: false,
				signal,
			},
			{
				url: 'https://example.com/a',
				kind: 'auto',
				maxBytes: 5000,
				timeoutMs: 2000,
				allowPrivate: true,
				signal,
			},
			expect.objectContaining({ maxBytes: 64 * mebibyte }),
		]);
	});

	it('takes its name and type where bytes do not tell', async () => {
		const fetcher = giving({ data: Buffer.from('a;b'), mimeType: 'text/csv', fileName: 'list.csv' });
		expect((await media(raw('auto'), fetcher)).media).toMatchObject({
			mimeType: 'text/csv',
			fileName: 'list.csv',
		});
		expect((await media(raw('document', {}, { fileName: 'mine.csv' }), fetcher)).media.fileName).toBe(
			'mine.csv',
		);
	});

	it('that is something else than asked for is refused', async () => {
		const { code, what } = await refusalOf(
			raw('image'),
			giving({ data: files.html, mimeType: 'image/jpeg', fileName: 'a.jpg' }),
		);
		expect(code).toBe('invalidInput');
		expect(what).toContain('text/plain');
	});

	it('is not asked for while another field is wrong', async () => {
		const fetcher = giving({ data: files.jpeg });
		expect((await refusalOf(raw('image', {}, { caption: 'x'.repeat(1025) }), fetcher)).what).toContain(
			'caption is too long',
		);
		expect(fetcher.asked).toEqual([]);
	});

	it('that cannot be fetched says so', async () => {
		const failure = new KitError({ code: 'media', what: 'No.' });
		expect(await refusalOf(raw('image'), () => Promise.reject(failure))).toBe(failure);
	});
});
