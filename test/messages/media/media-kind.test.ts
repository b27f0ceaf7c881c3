import { KitError } from '../../../messages/kit-error';
import { detectMedia } from '../../../messages/media/detect-media';
import { mediaKindOf } from '../../../messages/media/media-kind';
import type { MediaKind } from '../../../messages/outgoing';
import * as files from './sample-files';

const opus = files.oggOpus({ samples: 48_000 });
const vorbis = files.oggOpus({ samples: 48_000, head: files.vorbisHead });

async function kindOf(data: Uint8Array, asked: MediaKind | 'auto', fileName?: string) {
	return mediaKindOf(data, await detectMedia(data, { fileName }), asked);
}

async function refusalOf(data: Uint8Array, asked: MediaKind, fileName?: string): Promise<KitError> {
	try {
		await kindOf(data, asked, fileName);
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

describe('auto', () => {
	it.each<[MediaKind, string, Uint8Array]>([
		['image', 'JPEG', files.jpeg],
		['image', 'PNG', files.png],
		['image', 'WebP', files.webp],
		['video', 'MP4', files.mp4('vide')],
		['audio', 'MP3', files.mp3],
		['audio', 'M4A', files.m4a],
		['audio', 'MP4 with sound alone', files.mp4('soun')],
		['audio', 'OGG with Opus', opus],
		['document', 'OGG with Vorbis', vorbis],
		['document', 'GIF', files.gif],
		['document', 'QuickTime', files.quickTime],
		['document', 'WAV', files.wav],
		['document', 'PDF', files.pdf],
		['document', 'text', Buffer.from('hello')],
		['document', 'unknown bytes', files.noise],
	])('chooses %s for %s', async (kind, _format, data) => {
		expect((await kindOf(data, 'auto')).kind).toBe(kind);
	});

	it('does not believe a type that only a name gave', () => {
		const named = { mimeType: 'image/jpeg', extension: 'jpg', from: 'name' } as const;
		expect(mediaKindOf(files.noise, named, 'auto').kind).toBe('document');
	});

	it('takes nothing for an image only because of its name', async () => {
		expect((await kindOf(files.noise, 'auto', 'photo.jpg')).kind).toBe('document');
		expect((await kindOf(Buffer.from('<svg/>'), 'auto', 'drawing.svg')).kind).toBe('document');
	});
});

describe('the kind asked for', () => {
	it.each<[MediaKind, string, Uint8Array]>([
		['image', 'image/png', files.png],
		['sticker', 'image/webp', files.webp],
		['video', 'video/mp4', files.mp4('vide')],
		['audio', 'audio/mpeg', files.mp3],
		['audio', 'audio/mp4', files.mp4('soun')],
		['voice', 'audio/ogg; codecs=opus', opus],
		['document', 'image/jpeg', files.jpeg],
		['document', 'application/octet-stream', files.noise],
	])('%s is taken for %s', async (kind, mimeType, data) => {
		expect(await kindOf(data, kind)).toMatchObject({ kind, mimeType });
	});

	it.each<[MediaKind, string, Uint8Array]>([
		['image', 'application/pdf', files.pdf],
		['image', 'image/gif', files.gif],
		['image', 'video/mp4', files.mp4('vide')],
		['video', 'video/quicktime', files.quickTime],
		['video', 'image/jpeg', files.jpeg],
		['audio', 'audio/wav', files.wav],
		['audio', 'audio/ogg', vorbis],
		['audio', 'video/mp4', files.mp4('vide')],
		['voice', 'audio/mpeg', files.mp3],
		['voice', 'audio/ogg', vorbis],
		['sticker', 'image/png', files.png],
		['video', 'text/plain', files.html],
	])('%s is refused for %s, saying what the file is and how to go on', async (kind, mimeType, data) => {
		const { code, what, why, next } = await refusalOf(data, kind);
		expect(code).toBe('invalidInput');
		expect(what).toBe(`The file is ${mimeType}, which WhatsApp cannot show as ${kind}.`);
		expect(why).toContain(`"${kind}" must be`);
		expect(next).toContain('"document"');
	});

	it('is refused for bytes nobody knows, whatever their name', async () => {
		expect((await refusalOf(files.noise, 'image', 'photo.jpg')).what).toContain(
			'content is none that is known',
		);
	});

	it('tells how a voice note and a moving GIF are made', async () => {
		expect((await refusalOf(files.mp3, 'voice')).next).toContain('libopus');
		expect((await refusalOf(files.gif, 'image')).why).toContain('gifPlayback');
	});
});
