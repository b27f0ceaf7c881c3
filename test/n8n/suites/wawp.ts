import { PNG } from 'pngjs';
import { showsFeatures } from '../features/shows-features';
import type { RealN8n } from '../real-n8n';
import { FileServer } from './operations/file-server';
import { WawpAccount } from './wawp-account';

const recipient = '+447911123456';
const chatId = '447911123456@s.whatsapp.net';
const asData = { onError: 'continueRegularOutput' as const };

/** WhatsApp Kit on a number that is connected at Wawp. */
export function describeWawp(n8n: RealN8n): void {
	describe('through Wawp', () => {
		const files = new FileServer();
		let account: WawpAccount;

		beforeAll(async () => {
			await files.start();
			account = await WawpAccount.open(n8n, 'Shop at Wawp');
		});
		afterAll(async () => {
			await account.close();
			await files.stop();
		});

		it('the credential is tested by asking Wawp', async () => {
			showsFeatures('wawp', 'instanceCredential', 'errorsInWords');
			const test = async (data: object) =>
				await n8n.client.testCredential(account.credential, 'wawpApi', { ...account.data, ...data });
			expect(await test({})).toMatchObject({ status: 'OK' });
			expect(await test({ accessToken: 'wrong-secret' })).toMatchObject({
				status: 'Error',
				message: expect.stringContaining('does not accept'),
			});
		});

		it('a text arrives under the ID Wawp gave it', async () => {
			showsFeatures('wawp', 'text', 'phoneNumbers');
			const item = await account.item('sendText', { recipient, text: 'Open at nine' });
			const [taken] = account.taken('Open at nine');
			expect(taken).toEqual({
				path: '/send/text',
				fields: { chatId: '447911123456@c.us', message: 'Open at nine' },
			});
			expect(item).toMatchObject({
				messageId: expect.stringMatching(/^true_447911123456@c\.us_3EB0/u),
				recipient,
				chatId,
				outcome: 'sent',
				via: 'text',
			});
		});

		it('a picture, a list and buttons arrive in the form Wawp can show', async () => {
			showsFeatures('wawp', 'list', 'replyButtons', 'fileByUrl');
			const picture = PNG.sync.write(new PNG({ width: 8, height: 8 }));
			const image = await account.item('sendMedia', {
				recipient,
				mediaSource: 'url',
				mediaUrl: files.offer('poster.png', 'image/png', picture),
				caption: 'Tonight',
				options: { allowPrivateAddresses: true },
			});
			expect(image).toMatchObject({ outcome: 'sent', via: 'image' });
			expect(account.taken('Tonight')).toMatchObject([
				{
					path: '/send/image',
					fields: { file: { data: picture.toString('base64'), mimetype: 'image/png' } },
				},
			]);
			const row = { title: 'Minestrone', id: 'soup' };
			const list = await account.item('sendList', {
				recipient,
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: { section: [{ title: 'Soup', rows: { row: [row] } }] },
			});
			expect(list).toMatchObject({ outcome: 'sent', via: 'list' });
			expect(account.taken('What would you like?')).toMatchObject([
				{
					path: '/send/list',
					fields: {
						message: { button: 'Menu', sections: [{ rows: [{ title: 'Minestrone', rowId: 'soup' }] }] },
					},
				},
			]);
			const buttons = { button: [{ title: 'Yes' }, { title: 'No' }] };
			const asked = await account.item('sendButtons', { recipient, buttonsBody: 'Deliver today?', buttons });
			expect(asked).toMatchObject({ outcome: 'sent', via: 'numberedText' });
			expect(account.taken('Deliver today?')).toMatchObject([
				{ path: '/send/text', fields: { message: expect.stringContaining('1. Yes\n2. No') } },
			]);
		});

		it('a place, contacts, an answer, ticks and typing reach the chat', async () => {
			const place = { recipient, latitude: 51.5, longitude: -0.12, options: { name: 'Our shop in London' } };
			expect(await account.item('sendLocation', place)).toMatchObject({ outcome: 'sent', via: 'location' });
			const card = { name: 'Ada of the shop', phone: '+447911123457' };
			const cards = { recipient, contacts: { contact: [card] } };
			expect(await account.item('sendContact', cards)).toMatchObject({ outcome: 'sent', via: 'contact' });
			const messageId = 'false_447911123456@c.us_3EB0';
			const replyTo = { message: { messageId } };
			await account.item('sendText', { recipient, text: 'As you asked', options: { replyTo } });
			const { sent, signs } = account.simulator;
			expect(sent.slice(-3)).toMatchObject([
				{ path: '/send/location', fields: { latitude: '51.5', title: 'Our shop in London' } },
				{ path: '/send/contact', fields: { contacts: [{ fullName: 'Ada of the shop' }] } },
				{ path: '/send/text', fields: { reply_to: messageId } },
			]);
			await account.item('markRead', { recipient, messageIds: messageId });
			await account.item('sendTyping', { recipient });
			expect(signs).toMatchObject([
				{ path: '/send/seen', fields: { chatId: '447911123456@c.us', messageIds: [messageId] } },
				{ path: '/send/start-typing', fields: { chatId: '447911123456@c.us' } },
			]);
		});

		it('a message that Wawp queues is accepted, and not called sent', async () => {
			showsFeatures('wawp', 'queueState');
			account.simulator.sendAnswers = 'job';
			const item = await account.item('sendText', { recipient, text: 'Queued there' });
			account.simulator.sendAnswers = 'message';
			expect(item).toMatchObject({ outcome: 'accepted', jobId: expect.any(String) });
		});

		it('a pause Wawp asks for is waited for', async () => {
			account.simulator.failNext(/send\/text$/u, tooFast('2'));
			const options = { whenLimited: 'wait', maxWaitSeconds: 60 };
			const item = await account.item('sendText', { recipient, text: 'After the pause', options });
			expect(item).toMatchObject({ outcome: 'sent' });
			expect(item.waitedMs).toBeGreaterThanOrEqual(1_000);
			expect(account.taken('After the pause')).toHaveLength(1);
		});

		it('a message whose way nobody knows is told so, and no retry of n8n repeats it', async () => {
			account.simulator.failNext(/send\/text$/u, { kind: 'reset' });
			const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
			const { error } = await account.run('sendText', { recipient, text: 'Only once' }, retries);
			expect(error?.message).toContain('Nobody can say whether');
			expect(account.taken('Only once')).toHaveLength(1);
			account.simulator.failNext(/send\/text$/u, { kind: 'reset' });
			const item = await account.item('sendText', { recipient, text: 'Told as data' }, asData);
			expect(item).toMatchObject({ errorCode: 'outcomeUnknown' });
			expect(account.taken('Told as data')).toHaveLength(1);
		});

		it('a pause longer than the wait fails with the time, and holds back what comes after', async () => {
			const other = await WawpAccount.open(n8n, 'Warehouse at Wawp');
			try {
				other.simulator.failNext(/send\/text$/u, tooFast('3600'));
				const options = { whenLimited: 'fail' };
				const fields = { recipient, text: 'Too fast', options };
				const item = await other.item('sendText', fields, asData);
				expect(item).toMatchObject({ errorCode: 'limited', rule: 'gateway' });
				const wait = Date.parse(String(item.retryAt)) - Date.now();
				expect(wait).toBeGreaterThan(3_000_000);
				expect(wait).toBeLessThanOrEqual(3_600_000);
				expect(await other.item('sendText', fields, asData)).toMatchObject({ errorCode: 'limited' });
				expect(other.simulator.asked(/send\/text$/u)).toHaveLength(1);
			} finally {
				await other.close();
			}
		});

		it('its instance is managed: state, QR code, and all of its contacts', async () => {
			const [state] = await account.administer('session', 'get');
			expect(state?.json).toMatchObject({ status: 'WORKING', me: { pushName: 'Shop' } });
			const [qr] = await account.administer('session', 'getQr');
			expect(qr?.binary?.data).toMatchObject({ mimeType: 'image/png' });
			expect(await account.administer('contact', 'getMany', { returnAll: true })).toHaveLength(2_100);
			expect(await account.administer('contact', 'getMany', { returnAll: false, limit: 7 })).toHaveLength(7);
			const [gone] = await account.administer('label', 'delete', { labelId: '1' });
			expect(gone?.json).toEqual({ deleted: true });
		});

		it('no token is in the log of n8n', () => {
			expect(n8n.log()).not.toContain('token-of-the-shop');
		});
	});
}

function tooFast(seconds: string) {
	const answer = { status: 429, headers: { 'retry-after': seconds }, body: { message: 'Rate limit' } };
	return { kind: 'answer' as const, answer };
}
