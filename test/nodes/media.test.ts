import { KitError } from '../../messages/kit-error';
import { fakeKit } from './fake-kit';
import { binaryText, failure, items } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const sendMedia = { resource: 'message', operation: 'sendMedia', recipient: '+5511987654321' };
const mebibyte = 1024 * 1024;

async function sent(
	fields: object,
	binary?: ReturnType<typeof binaryText>,
): Promise<Record<string, unknown>> {
	await items({ ...sendMedia, ...fields }, { items: [{ json: {}, binary }] });
	return fakeKit.session.request<{ message: Record<string, unknown> }>('send').message;
}

describe('sending media', () => {
	it('hands over the bytes of the binary field with their name and type', async () => {
		const message = await sent(
			{ mediaKind: 'document', caption: 'The menu' },
			binaryText('menu', 'menu.txt', 'text/plain'),
		);
		expect(message).toEqual({
			kind: 'document',
			caption: 'The menu',
			source: { type: 'binary', data: Buffer.from('menu'), fileName: 'menu.txt', mimeType: 'text/plain' },
		});
	});

	it('reads the binary field it was told to', async () => {
		const { data } = binaryText('photo', 'p.jpg', 'image/jpeg');
		const message = await sent(
			{ binaryPropertyName: 'photo', options: { viewOnce: true, fileName: 'q.jpg' } },
			{ photo: data! },
		);
		expect(message).toMatchObject({
			kind: 'auto',
			viewOnce: true,
			fileName: 'q.jpg',
			source: { data: Buffer.from('photo') },
		});
	});

	it('says which field has no file', async () => {
		const error = await failure({ ...sendMedia, binaryPropertyName: 'photo' });
		expect(error.message).toContain('photo');
		expect(fakeKit.session.calls).toEqual([]);
	});

	it('names an address without bounds of its own unless they were set', async () => {
		expect(await sent({ mediaSource: 'url', mediaUrl: ' https://example.com/a.pdf ' })).toEqual({
			kind: 'auto',
			source: { type: 'url', url: 'https://example.com/a.pdf', allowPrivate: false },
		});
	});

	it('names an address with size, time and private network as set', async () => {
		const options = { maxSizeMb: 2.5, timeoutSeconds: 20, allowPrivateAddresses: true, gifPlayback: true };
		expect(
			await sent({ mediaSource: 'url', mediaUrl: 'http://10.0.0.1/v.mp4', mediaKind: 'video', options }),
		).toEqual({
			kind: 'video',
			gifPlayback: true,
			source: {
				type: 'url',
				url: 'http://10.0.0.1/v.mp4',
				maxBytes: 2.5 * mebibyte,
				timeoutMs: 20_000,
				allowPrivate: true,
			},
		});
	});
});

describe('downloading the media of a message', () => {
	const download = { resource: 'message', operation: 'downloadMedia' };
	const received = [{ json: { text: 'Look', media: { reference: 'ref-1' } } }];
	const file = { data: new TextEncoder().encode('picture'), mimeType: 'image/jpeg', fileName: null };

	it("takes the reference of the trigger's item and adds the file to it", async () => {
		fakeKit.session.answers.downloadMedia = () => file;
		const [item] = await items(download, { items: received });
		expect(fakeKit.session.request('downloadMedia')).toMatchObject({
			reference: 'ref-1',
			maxBytes: 64 * mebibyte,
		});
		expect(item!.json).toMatchObject({ text: 'Look', mimeType: 'image/jpeg', size: 7 });
		expect(Buffer.from(item!.binary!.data!.data, 'base64').toString()).toBe('picture');
	});

	it('asks for no more than the size set, and never more than 100 MB', async () => {
		fakeKit.session.answers.downloadMedia = () => file;
		await items({ ...download, options: { maxSizeMb: 1 } }, { items: received });
		expect(fakeKit.session.request('downloadMedia').maxBytes).toBe(mebibyte);
		fakeKit.session.calls.length = 0;
		await items({ ...download, options: { maxSizeMb: 5_000 } }, { items: received });
		expect(fakeKit.session.request('downloadMedia').maxBytes).toBe(100 * mebibyte);
	});

	it('tells what the session says when there is no such file any more', async () => {
		fakeKit.session.answers.downloadMedia = () => {
			throw new KitError({ code: 'media', what: 'The file is gone', next: 'Ask for it again.' });
		};
		const error = await failure(download, { items: received });
		expect([error.message, error.description]).toEqual(['The file is gone', 'Ask for it again.']);
	});
});
