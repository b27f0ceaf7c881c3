import { compose } from '../../messages/compose';
import { KitError } from '../../messages/kit-error';
import { prepareOutgoing } from '../../messages/prepare-outgoing';
import * as files from './media/sample-files';

const template = (changes: object = {}) => ({ kind: 'template', name: 'order', language: 'en', ...changes });

async function prepared(changes: object) {
	const { signal } = new AbortController();
	const fetchMedia = async () => await Promise.reject(new Error('nothing was to be fetched'));
	return await prepareOutgoing(template(changes), { signal, fetchMedia });
}

async function refusal(changes: object): Promise<KitError> {
	const error: unknown = await prepared(changes).catch((thrown: unknown) => thrown);
	if (error instanceof KitError) return error;
	throw new Error('was accepted');
}

const binary = (data: Uint8Array, fileName: string) => ({
	type: 'file',
	file: { kind: 'auto', source: { type: 'binary', data, fileName } },
});

describe('a template', () => {
	it('needs nothing but its name and language', async () => {
		expect(await prepared({})).toEqual({ kind: 'template', name: 'order', language: 'en', parameters: [] });
	});

	it('is filled with numbers as with texts', async () => {
		const message = await prepared({
			parameters: ['Ada', 17],
			buttons: [{ index: '1', text: 4711 }],
			header: { type: 'text', text: 'Order 17' },
		});
		expect(message).toEqual({
			...template(),
			parameters: ['Ada', '17'],
			buttons: [{ index: 1, text: '4711' }],
			header: { type: 'text', text: 'Order 17' },
		});
	});

	it.each([
		['an image', files.png, 'a.png', 'image'],
		['a video', files.mp4('vide'), 'a.mp4', 'video'],
		['a document', files.pdf, 'a.pdf', 'document'],
	])('has %s in its header, loaded', async (_what, data, name, kind) => {
		expect(await prepared({ header: binary(data, name) })).toMatchObject({
			header: { type: 'file', file: { kind, media: { data, fileName: name } } },
		});
	});

	it('leaves a file that the other side fetches where it is', async () => {
		const header = { type: 'link', link: { kind: 'image', url: 'https://example.com/a.png' } };
		expect(await prepared({ header })).toMatchObject({ header });
	});

	it.each<[string, object, string]>([
		['a missing name', { name: ' ' }, 'name is empty'],
		['an empty parameter', { parameters: ['Ada', ''] }, 'parameters[1] is empty'],
		['a line break', { parameters: ['a\nb'] }, 'parameters[0] has a line break'],
		['five spaces', { parameters: ['a     b'] }, 'parameters[0] has a line break, a tab or more than four'],
		[
			'a place given twice',
			{ buttons: [1, 1].map((index) => ({ index, text: 'x' })) },
			'buttons[1].index is',
		],
		[
			'an address anybody can read on the way',
			{ header: { type: 'link', link: { kind: 'image', url: 'http://example.com/a.png' } } },
			'header.link.url is not an address that begins with https://',
		],
		['a header of no known form', { header: { type: 'map' } }, 'header.type'],
	])('is refused for %s', async (_what, changes, words) => {
		expect((await refusal(changes)).what).toContain(words);
	});

	it('is refused when its header would be a sound', async () => {
		const { what, code } = await refusal({ header: binary(files.mp3, 'a.mp3') });
		expect([code, what]).toEqual(['invalidInput', 'The header of a template cannot be audio.']);
	});

	it('is sent as it is, or not at all, and says why', async () => {
		const message = await prepared({});
		const options = {
			...{ experimental: new Set<never>(), useExperimental: true, hearsVotes: true },
			fallback: 'auto' as const,
		};
		expect(compose(message, { ...options, native: new Set(['template'] as const) })).toEqual({
			message,
			via: 'template',
		});
		expect(() => compose(message, { ...options, native: new Set(['text'] as const) })).toThrow(
			expect.objectContaining({
				code: 'notSupported',
				why: expect.stringContaining("WhatsApp's Cloud API") as string,
			}),
		);
	});
});
