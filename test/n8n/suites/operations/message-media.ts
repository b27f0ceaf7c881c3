import { randomBytes } from 'node:crypto';
import { PNG } from 'pngjs';
import { mp3, mp4 } from '../../../messages/media/sample-files';
import { showsFeatures } from '../../features/shows-features';
import { FileServer } from './file-server';
import { sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

export function describeSendMedia(account: LinkedAccount): void {
	describe('Message: Send Media', () => {
		const files = new FileServer();
		const poster = picture();

		beforeAll(() => files.start());
		afterAll(() => files.stop());

		const fromUrl = (options: object) => ({
			recipient: `+${account.bea.digits}`,
			mediaSource: 'url',
			mediaUrl: files.offer('poster.png', 'image/png', poster),
			caption: 'Tonight',
			options,
		});

		it('sends the file another node has made', async () => {
			showsFeatures('web', 'files', 'fileDetails');
			const { Document } = await account.run(
				{ name: 'Words', ...setNode({ text: 'Soup 4.50\nLasagne 12.50\n' }) },
				{
					name: 'File',
					type: 'n8n-nodes-base.convertToFile',
					typeVersion: 1.1,
					parameters: { operation: 'toText', sourceProperty: 'text', options: { fileName: 'menu.txt' } },
				},
				account.step('Document', 'message.sendMedia', {
					recipient: `+${account.bea.digits}`,
					mediaSource: 'binary',
					caption: 'Our menu',
				}),
			);
			expect(Document?.[0]?.json).toEqual(sentTo(account.bea, 'document'));
			const shown = await shownOn(account.bea, Document?.[0]);
			expect(shown.text).toBe('Our menu');
			expect(shown.message.documentMessage).toMatchObject({ fileName: 'menu.txt', mimetype: 'text/plain' });
			expect((await account.bea.openFile(shown)).toString()).toBe('Soup 4.50\nLasagne 12.50\n');
		});

		it('sends a picture from a private address when that is allowed', async () => {
			showsFeatures('web', 'files', 'fileByUrl', 'fileDetails');
			const item = await account.runOne('message.sendMedia', fromUrl({ allowPrivateAddresses: true }));
			expect(item.json).toEqual(sentTo(account.bea, 'image'));
			const shown = await shownOn(account.bea, item);
			expect(shown).toMatchObject({ kind: 'imageMessage', text: 'Tonight' });
			expect(shown.message.imageMessage?.mimetype).toBe('image/png');
			expect(await account.bea.openFile(shown)).toEqual(poster);
		});

		it.each([
			['video', 'clip.mp4', 'video/mp4', mp4('vide')],
			['audio', 'song.mp3', 'audio/mpeg', mp3],
		])('sends a file to play: %s', async (kind, name, mimeType, bytes) => {
			showsFeatures('web', 'files');
			const item = await account.runOne('message.sendMedia', {
				recipient: `+${account.bea.digits}`,
				mediaSource: 'url',
				mediaUrl: files.offer(name, mimeType, bytes),
				options: { allowPrivateAddresses: true },
			});
			expect(item.json).toEqual(sentTo(account.bea, kind));
			const shown = await shownOn(account.bea, item);
			expect(shown.kind).toBe(`${kind}Message`);
			expect(await account.bea.openFile(shown)).toEqual(bytes);
		});

		it('does not even ask a private address when that is not allowed', async () => {
			const refused = account.step('Refused', 'message.sendMedia', fromUrl({}));
			const asked = files.requests;
			const { Refused } = await account.run({ ...refused, onError: 'continueRegularOutput' });
			expect(Refused?.[0]?.json).toMatchObject({
				error: expect.stringMatching(/127\.0\.0\.1 .*local network/),
				message: expect.stringContaining('allow private addresses'),
				errorCode: 'media',
			});
			expect(files.requests).toBe(asked);
		});
	});
}

export function describeDownloadMedia(account: LinkedAccount): void {
	describe('Message: Download Media', () => {
		it('fetches the picture somebody sent, and it can be sent on', async () => {
			const photo = picture();
			const sent = await account.bea.sendFile(account.owner, {
				kind: 'image',
				bytes: photo,
				mimeType: 'image/png',
				caption: 'Our dog',
			});
			const { media } = (await account.heard(sent.id)) as { media: { reference: string } };
			expect(media).toMatchObject({ caption: 'Our dog', size: photo.length, mimeType: 'image/png' });
			const items = await account.run(
				account.step('Download', 'message.downloadMedia', { mediaReference: media.reference }),
				account.step('Send On', 'message.sendMedia', {
					recipient: `+${account.carl.digits}`,
					caption: 'Their dog',
				}),
			);
			const downloaded = items.Download?.[0];
			expect(downloaded?.json).toMatchObject({ mimeType: 'image/png', size: photo.length });
			expect(await account.n8n.client.file(downloaded!.binary!.data!)).toEqual(photo);
			expect(items['Send On']?.[0]?.json).toEqual(sentTo(account.carl, 'image'));
			const shown = await shownOn(account.carl, items['Send On']?.[0]);
			expect(shown.text).toBe('Their dog');
			expect(await account.carl.openFile(shown)).toEqual(photo);
		});
	});
}

const setNode = (json: object) => ({
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { mode: 'raw', jsonOutput: JSON.stringify(json) },
});

/** No two are alike, so that none can be taken for another. */
function picture(): Buffer {
	const png = new PNG({ width: 24, height: 24 });
	randomBytes(png.data.length).copy(png.data);
	return PNG.sync.write(png);
}
