import { PNG } from 'pngjs';
import { oggOpus } from '../../messages/media/sample-files';
import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { FileServer } from './operations/file-server';
import { WaaBotAccount } from './waa-bot-account';

const recipient = '+447911123456';
const list = {
	recipient,
	listBody: 'What would you like?',
	listButtonText: 'Menu',
	sections: { section: [{ title: 'Soup', rows: { row: [{ title: 'Minestrone', id: 'soup' }] } }] },
};
const asData = { onError: 'continueRegularOutput' as const };

/** WhatsApp Kit on a bot at WaaBot. */
export function describeWaaBot(n8n: RealN8n): void {
	describe('through WaaBot', () => {
		const files = new FileServer();
		let account: WaaBotAccount;

		beforeAll(async () => {
			await files.start();
			account = await WaaBotAccount.open(n8n, 'Shop at WaaBot');
		});
		afterAll(async () => {
			await account.simulator.close();
			await files.stop();
		});

		it('the credential is tested by asking WaaBot', async () => {
			const test = async (data: object) =>
				await n8n.client.testCredential(account.credential, 'waaBotApi', { ...account.data, ...data });
			expect(await test({})).toMatchObject({ status: 'OK' });
			expect(await test({ password: 'wrong-secret' })).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('does not accept the e-mail address and password'),
			});
		});

		it('a text arrives, and the login was made by the node itself', async () => {
			showsFeatures('waaBot', 'text', 'phoneNumbers', 'loginCredential');
			const item = await account.item('sendText', { recipient, text: 'Open at nine' });
			expect(account.last).toMatchObject({
				path: '/whatsapp/message',
				fields: { chatId: '447911123456', message: 'Open at nine' },
			});
			expect(item).toMatchObject({ recipient, outcome: 'sent', via: 'text' });
			expect(account.simulator.logins).toBeGreaterThan(0);
		});

		it('a picture arrives under the ID WhatsApp gave it', async () => {
			showsFeatures('waaBot', 'fileByUrl', 'fileDetails');
			const picture = PNG.sync.write(new PNG({ width: 8, height: 8 }));
			const item = await account.item('sendMedia', {
				recipient,
				mediaSource: 'url',
				mediaUrl: files.offer('poster.png', 'image/png', picture),
				caption: 'Tonight',
				options: { allowPrivateAddresses: true },
			});
			expect(item).toMatchObject({
				outcome: 'sent',
				via: 'image',
				messageId: expect.stringMatching(/^BAE5/u),
			});
			const { path, fields } = account.last ?? {};
			expect(path).toBe('/whatsapp/message/image');
			const { data } = fields?.file as { data: Uint8Array };
			expect([fields?.caption, Buffer.from(data).equals(picture)]).toEqual(['Tonight', true]);
		});

		it('a list and buttons arrive as such', async () => {
			showsFeatures('waaBot', 'list', 'replyButtons');
			expect(await account.item('sendList', list)).toMatchObject({ outcome: 'sent', via: 'list' });
			expect(account.last?.fields).toMatchObject({
				msgdata: { buttonText: 'Menu', sections: [{ rows: [{ title: 'Minestrone', rowId: 'soup' }] }] },
			});
			const buttons = { button: [{ title: 'Yes' }, { title: 'No' }] };
			const asked = await account.item('sendButtons', { recipient, buttonsBody: 'Deliver today?', buttons });
			expect(asked).toMatchObject({ outcome: 'sent', via: 'buttons' });
			expect(account.last?.fields).toMatchObject({
				btndata: { text: 'Deliver today?', buttons: [{ title: 'Yes' }, { title: 'No' }] },
			});
		});

		it('buttons that open and call arrive below their picture, and a spoken message as sound', async () => {
			showsFeatures('waaBot', 'linkAndCallButtons', 'buttonsWithMedia');
			const picture = 'https://example.com/soup.png';
			const asked = await account.item('sendButtons', {
				recipient,
				buttonsBody: 'Hungry?',
				buttons: {
					button: [
						{ type: 'url', title: 'Menu', url: 'https://example.com/menu' },
						{ type: 'call', title: 'Call us', phone: '+44 7911 123456' },
						{ type: 'reply', title: 'Later', id: 'later' },
					],
				},
				options: { buttonsImageUrl: picture },
			});
			expect(asked).toMatchObject({ outcome: 'sent', via: 'buttons' });
			expect(account.last).toMatchObject({
				path: '/whatsapp/message/MediaButton',
				fields: {
					btndata: {
						buttons: [
							{ type: 'urlButton', title: 'Menu', payload: 'https://example.com/menu' },
							{ type: 'callButton', title: 'Call us', payload: '447911123456' },
							{ type: 'replyButton', title: 'Later' },
						],
						image: picture,
					},
				},
			});
			const spoken = await account.item('sendMedia', {
				recipient,
				mediaSource: 'url',
				mediaUrl: files.offer('note.ogg', 'audio/ogg', oggOpus({ samples: 48_000 })),
				mediaKind: 'voice',
				options: { allowPrivateAddresses: true },
			});
			expect(spoken).toMatchObject({ outcome: 'sent', via: 'voice' });
			expect(account.last?.path).toBe('/whatsapp/message/audio');
		});

		it('the node WaaBot tells who has the account, and proves an email address', async () => {
			const [user] = await account.administer('user', 'getMany');
			expect(user?.json).toEqual({
				...{ _id: 'u1', firstname: 'Ada', lastname: 'Lovelace', email: 'ada@example.com' },
			});
			const email = { userEmail: 'ada@example.com' };
			const [sent] = await account.administer('user', 'sendEmailCode', email);
			expect(sent?.json).toEqual({ ok: true, message: 'Sent' });
			const [wrong] = await account.administer('user', 'checkEmailCode', { ...email, emailCode: '000000' });
			expect(wrong?.json).toEqual({ verified: false, reason: 'Wrong code' });
			expect(await account.administer('account', 'getSessions')).toHaveLength(1);
		});

		it('a text may hold a file, a contact and a place of WaaBot', async () => {
			showsFeatures('waaBot', 'compoundText');
			const item = await account.item('sendText', {
				recipient,
				text: 'Here we are',
				options: {
					attachmentIds: '61a7bd6ea34282366c025764',
					contactId: '61a7bd6ea34282366c025765',
					place: { location: { latitude: 52.5, longitude: 13.4, name: 'Our shop' } },
				},
			});
			expect(item).toMatchObject({ outcome: 'sent', via: 'compound' });
			expect(account.last).toMatchObject({
				path: '/whatsapp/message',
				fields: {
					message: 'Here we are',
					attachments: ['61a7bd6ea34282366c025764'],
					contactId: '61a7bd6ea34282366c025765',
					location: { name: 'Our shop', lat: '52.5', lng: '13.4' },
				},
			});
		});

		it('tokens that ended are renewed on the way', async () => {
			showsFeatures('waaBot', 'loginCredential');
			const { logins } = account.simulator;
			account.simulator.expire();
			expect(await account.item('sendText', { recipient, text: 'Still open' })).toMatchObject({
				outcome: 'sent',
			});
			expect(account.simulator.logins).toBe(logins + 1);
			const { headers } = account.simulator.requests.at(-1)!;
			expect(headers['x-refresh']).toBe(account.simulator.refreshToken);
		});

		it('the node WaaBot manages the bot', async () => {
			const [bot] = await account.administer('bot', 'get');
			expect(bot?.json).toMatchObject({ instance_data: { phone_connected: true } });
			const [qr] = await account.administer('bot', 'getQr');
			expect(qr?.json).toEqual({ available: true, mimeType: 'image/png' });
			expect(await account.administer('contact', 'getMany', { returnAll: true })).toHaveLength(70);
			await account.administer('bot', 'updateActiveDays', { activeDays: ['monday'] });
			expect(account.simulator.administration.changes.at(-1)).toMatchObject({
				route: 'PUT /whatsapp/updateActiveDays',
				fields: { monday: true, sunday: false },
			});
		});

		it('a pause WaaBot asks for is seen with its time', async () => {
			const other = await WaaBotAccount.open(n8n, 'Warehouse at WaaBot');
			try {
				const answer = { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Too many' } };
				other.simulator.failNext(/\/message$/u, { kind: 'answer', answer });
				const fields = { recipient, text: 'Too fast', options: { whenLimited: 'fail' } };
				const item = await other.item('sendText', fields, asData);
				expect(item).toMatchObject({ errorCode: 'limited', rule: 'gateway' });
				expect(Date.parse(String(item.retryAt)) - Date.now()).toBeGreaterThan(3_000_000);
				expect(other.simulator.sent).toEqual([]);
			} finally {
				await other.simulator.close();
			}
		});

		it('no secret is in the log of n8n', () => {
			for (const secret of [String(account.data.password), account.simulator.bearer, 'token-of-the-bot'])
				expect(n8n.log()).not.toContain(secret);
		});
	});
}
