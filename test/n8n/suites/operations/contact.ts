import { showsFeatures } from '../../features/shows-features';
import type { LinkedAccount } from './linked-account';

export function describeContact(account: LinkedAccount): void {
	it('Contact: Check Number tells who is on WhatsApp and who is not', async () => {
		showsFeatures('web', 'phoneNumbers');
		const { bea } = account;
		const item = await account.runOne('contact.checkNumber', { recipient: '+55 21 98765-4321' });
		expect(item.json).toEqual({
			recipient: '+55 21 98765-4321',
			exists: true,
			chatId: bea.jid,
			phone: `+${bea.digits}`,
			lid: bea.lid,
		});
		const nobody = await account.runOne('contact.checkNumber', { recipient: '+4915111112222' });
		expect(nobody.json).toMatchObject({ recipient: '+4915111112222', exists: false });
	});

	it('Contact: Set Opt-Out refuses messages to somebody until it allows them again', async () => {
		const recipient = `+${account.carl.digits}`;
		const set = async (optedOut: boolean) =>
			(await account.runOne('contact.setOptOut', { recipient, optedOut })).json;
		expect(await set(true)).toMatchObject({ recipient, optedOut: true, word: null });
		const asked = await account.runOne('contact.getOptOut', { recipient });
		expect(asked.json).toMatchObject({ recipient, optedOut: true });
		expect(await set(false)).toEqual({
			recipient,
			chatId: account.carl.jid,
			phone: recipient,
			optedOut: false,
			since: null,
			word: null,
		});
	});

	it('Contact: Get Profile Picture gives the address, the picture, or says that there is none', async () => {
		const { bea, carl, n8n } = account;
		const face = Buffer.from('not really a face, but bytes all the same');
		bea.picturePath = n8n.whatsApp.media.keep(face);
		const url = `https://${n8n.whatsApp.media.hostname}${bea.picturePath}`;
		const recipient = `+${bea.digits}`;
		const { Address, Picture, None } = await account.run(
			account.step('Address', 'contact.getProfilePicture', { recipient }),
			account.step('Picture', 'contact.getProfilePicture', { recipient, downloadPicture: true }),
			account.step('None', 'contact.getProfilePicture', {
				recipient: `+${carl.digits}`,
				downloadPicture: true,
			}),
		);
		expect(Address?.[0]).toMatchObject({ json: { recipient, found: true, url } });
		expect(Address?.[0]?.binary).toBeUndefined();
		expect(Picture?.[0]?.binary?.data).toMatchObject({ mimeType: 'image/jpeg' });
		expect(await n8n.client.file(Picture![0]!.binary!.data!)).toEqual(face);
		expect(None?.[0]?.json).toEqual({ recipient: `+${carl.digits}`, found: false, url: null });
		expect(None?.[0]?.binary).toBeUndefined();
	});
}
