import type { proto } from '@whiskeysockets/baileys';
import { decodeMediaReference } from '../../../engines/web/media-reference';
import { ANNA, contextWith, GROUP, read, readSaid, received, SENT_AT } from './read-fixture';
import { loadBaileys } from '../../../engines/web/load-baileys';
import { readMessage } from '../../../engines/web/read-message';

const FILE: proto.Message.IImageMessage = {
	url: 'https://mmg.whatsapp.net/v/t62/file.enc',
	directPath: '/v/t62/file.enc',
	mediaKey: Buffer.alloc(32, 7),
	fileSha256: Buffer.alloc(32, 8),
	fileEncSha256: Buffer.alloc(32, 9),
	fileLength: 12_345,
};

describe('what somebody wrote', () => {
	test.each<[string, proto.IMessage]>([
		['plain text', { conversation: 'Hello' }],
		['text with a preview', { extendedTextMessage: { text: 'Hello', title: 'A page' } }],
		[
			'text in a chat with disappearing messages',
			{ ephemeralMessage: { message: { conversation: 'Hello' } } },
		],
		['our own text from the phone', { deviceSentMessage: { message: { conversation: 'Hello' } } }],
		['text beside a sender key', { senderKeyDistributionMessage: { groupId: GROUP }, conversation: 'Hello' }],
		[
			'text mentioning a group',
			{ groupMentionedMessage: { message: { extendedTextMessage: { text: 'Hello' } } } },
		],
		['a business list', { listMessage: { title: 'Menu', description: 'Hello' } }],
		['business buttons', { buttonsMessage: { contentText: 'Hello' } }],
		['a business template', { templateMessage: { hydratedTemplate: { hydratedContentText: 'Hello' } } }],
		['an interactive business message', { interactiveMessage: { body: { text: 'Hello' } } }],
		['a comment', { commentMessage: { message: { conversation: 'Hello' } } }],
	])('%s is text', async (_name, content) => {
		expect(await readSaid(content)).toMatchObject({ event: 'message', type: 'text', text: 'Hello' });
	});

	test('carries id, time in ms, chat, sender and whether it came late', async () => {
		const live = await readSaid({ conversation: 'Hello' });
		expect(live).toEqual({
			event: 'message',
			type: 'text',
			text: 'Hello',
			messageId: '3EB0000000000000000001',
			timestamp: SENT_AT * 1_000,
			chat: { id: ANNA.jid, type: 'private' },
			from: { phone: ANNA.phone, lid: null, name: 'Anna', isMe: false },
			offline: false,
		});
		expect((await readSaid({ conversation: 'Hello' }, { around: { offline: true } })).offline).toBe(true);
	});

	test('reads times the protocol library keeps as 64-bit objects', async () => {
		const baileys = await loadBaileys();
		const message = received(baileys, { conversation: 'Hello' });
		const asLong = { ...message, messageTimestamp: { low: SENT_AT, high: 0, unsigned: true } };
		const event = await readMessage(asLong as typeof message, await contextWith());
		expect(event?.event.timestamp).toBe(SENT_AT * 1_000);
	});

	test.each<[string, proto.IMessage, object]>([
		[
			'image',
			{ imageMessage: { ...FILE, mimetype: 'image/png', caption: 'Look' } },
			{ mimeType: 'image/png', caption: 'Look' },
		],
		[
			'image',
			{ viewOnceMessageV2: { message: { imageMessage: FILE } } },
			{ mimeType: 'image/jpeg', caption: null },
		],
		['video', { videoMessage: { ...FILE, seconds: 9 } }, { mimeType: 'video/mp4', seconds: 9 }],
		['video', { ptvMessage: FILE }, { mimeType: 'video/mp4' }],
		[
			'audio',
			{ audioMessage: { ...FILE, mimetype: 'audio/mpeg', seconds: 3 } },
			{ mimeType: 'audio/mpeg', seconds: 3 },
		],
		[
			'voice',
			{ audioMessage: { ...FILE, ptt: true, seconds: 4 } },
			{ mimeType: 'audio/ogg; codecs=opus', seconds: 4 },
		],
		[
			'document',
			{ documentMessage: { ...FILE, fileName: 'a.pdf' } },
			{ fileName: 'a.pdf', mimeType: 'application/octet-stream' },
		],
		[
			'document',
			{
				documentWithCaptionMessage: {
					message: { documentMessage: { ...FILE, title: 'b.pdf', caption: 'Read' } },
				},
			},
			{ fileName: 'b.pdf', caption: 'Read' },
		],
		['sticker', { stickerMessage: FILE }, { mimeType: 'image/webp' }],
		['sticker', { lottieStickerMessage: { message: { stickerMessage: FILE } } }, { mimeType: 'image/webp' }],
	])('a file becomes %s', async (type, content, media) => {
		const event = await readSaid(content);
		expect(event).toMatchObject({ event: 'message', type, media: { size: 12_345, ...media } });
		expect(event.text).toBe(event.media?.caption ?? '');
		const reference = decodeMediaReference(event.media?.reference ?? '');
		expect(reference).toMatchObject({
			directPath: FILE.directPath,
			message: { chatId: ANNA.jid, id: event.messageId, fromMe: false, participant: null },
		});
		expect(Buffer.from(reference.mediaKey)).toEqual(FILE.mediaKey);
	});

	test('a file without key or place is still shown, with an empty reference', async () => {
		const event = await readSaid({ imageMessage: { caption: 'Look' } });
		expect(event).toMatchObject({ type: 'image', text: 'Look', media: { size: null, reference: '' } });
	});

	test('the picture of a business message can be fetched', async () => {
		const event = await readSaid({
			interactiveMessage: { header: { imageMessage: FILE }, body: { text: 'Sale' } },
		});
		expect(event).toMatchObject({ type: 'image', text: 'Sale', media: { mimeType: 'image/jpeg' } });
	});

	test.each<[string, proto.IMessage]>([
		[
			'a place',
			{
				locationMessage: { degreesLatitude: 0, degreesLongitude: -46.5, name: 'Office', address: 'Street 1' },
			},
		],
	])('%s keeps its coordinates', async (_name, content) => {
		const location = { latitude: 0, longitude: -46.5, name: 'Office', address: 'Street 1' };
		expect(await readSaid(content)).toMatchObject({ type: 'location', text: 'Office', location });
	});

	test('a live place is a place', async () => {
		const event = await readSaid({
			liveLocationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5, caption: 'On my way' },
		});
		expect(event).toMatchObject({
			type: 'location',
			text: 'On my way',
			location: { latitude: 1.5, longitude: 2.5 },
		});
	});

	test('shared contacts give names and numbers, WhatsApp ids before written ones', async () => {
		const vcard = [
			'BEGIN:VCARD',
			'VERSION:3.0',
			'FN:Bob Builder',
			'item1.TEL;waid=4915112345678:+49 1511 2345678',
			'TEL;type=HOME:030 / 123-45',
			'END:VCARD',
		].join('\r\n');
		const one = await readSaid({ contactMessage: { displayName: 'Bob', vcard } });
		expect(one).toMatchObject({
			type: 'contact',
			contacts: [{ name: 'Bob', phones: ['+4915112345678', '03012345'] }],
		});
		const many = await readSaid({ contactsArrayMessage: { contacts: [{ vcard }, { displayName: 'Eve' }] } });
		expect(many.contacts?.map(({ name }) => name)).toEqual(['Bob Builder', 'Eve']);
	});

	test.each(['pollCreationMessage', 'pollCreationMessageV2', 'pollCreationMessageV3'] as const)(
		'a poll of somebody else (%s) gives question and options',
		async (form) => {
			const event = await readSaid({
				[form]: { name: 'Lunch?', options: [{ optionName: 'Now' }, { optionName: 'Later' }] },
			});
			expect(event).toMatchObject({
				type: 'poll',
				text: 'Lunch?',
				poll: { question: 'Lunch?', options: ['Now', 'Later'] },
			});
		},
	);

	test('an event gives name, description and place', async () => {
		const event = await readSaid({
			eventMessage: {
				name: 'Party',
				description: 'Bring cake',
				location: { degreesLatitude: 1, degreesLongitude: 2 },
			},
		});
		expect(event).toMatchObject({
			type: 'event',
			text: 'Party\nBring cake',
			location: { latitude: 1, longitude: 2 },
		});
	});

	test.each<[string, proto.IMessage, string]>([
		[
			'an album announces its parts',
			{ albumMessage: { expectedImageCount: 2, expectedVideoCount: 1 } },
			'Album: 2 images, 1 videos',
		],
		[
			'an invitation to a group',
			{ groupInviteMessage: { groupName: 'Team', caption: 'Join us' } },
			'Join us',
		],
		['an order', { orderMessage: { message: 'Two cakes' } }, 'Two cakes'],
		['a form nobody knows', { stickerPackMessage: { name: 'Cats' } }, ''],
	])('%s is shown as unknown, with its text', async (_name, content, text) => {
		expect(await readSaid(content)).toMatchObject({ event: 'message', type: 'unknown', text });
	});

	test('a view-once photo that stays on the phone is announced', async () => {
		const baileys = await loadBaileys();
		const message = { ...received(baileys, {}, { isViewOnce: true }), message: undefined };
		const found = await readMessage(message, await contextWith());
		expect(found?.event).toMatchObject({ event: 'message', type: 'unknown', text: '' });
	});

	test('a quote names the message, its writer and what it said', async () => {
		const contextInfo = {
			stanzaId: 'QUOTED1',
			participant: `${ANNA.lid.replace('@', ':3@')}`,
			quotedMessage: { imageMessage: { caption: 'Look' } },
		};
		const around = { known: [{ lid: ANNA.lid, jid: ANNA.jid }] };
		const event = await readSaid({ extendedTextMessage: { text: 'Nice', contextInfo } }, { around });
		expect(event.quoted).toEqual({ messageId: 'QUOTED1', from: ANNA.phone, text: 'Look' });
	});

	test('mentions are numbers where known and addresses where not', async () => {
		const contextInfo = { mentionedJid: [ANNA.lid, '123456789012345@lid', '4917000000000:2@s.whatsapp.net'] };
		const around = { known: [{ lid: ANNA.lid, jid: ANNA.jid }] };
		const event = await readSaid({ extendedTextMessage: { text: '@a @b @c', contextInfo } }, { around });
		expect(event.mentions).toEqual([ANNA.phone, '123456789012345@lid', '+4917000000000']);
	});
});

describe('what is no event', () => {
	test.each<[string, proto.IMessage]>([
		['a sender key alone', { senderKeyDistributionMessage: { groupId: GROUP } }],
		['an empty message', {}],
		['a wrapper around nothing', { ephemeralMessage: {} }],
		['secrets alone', { messageContextInfo: { messageSecret: Buffer.alloc(32) } }],
		['a history notice', { protocolMessage: { type: 5, historySyncNotification: {} } }],
		['shared app state keys', { protocolMessage: { type: 6, appStateSyncKeyShare: { keys: [] } } }],
		['a changed timer', { protocolMessage: { type: 3, ephemeralExpiration: 86_400 } }],
		['a pin', { pinInChatMessage: { key: { id: 'A' } } }],
		['a kept message', { keepInChatMessage: { key: { id: 'A' } } }],
		['a placeholder', { placeholderMessage: {} }],
		['an encrypted reaction', { encReactionMessage: { encPayload: Buffer.alloc(9) } }],
		[
			'a vote in a poll that is not ours',
			{ pollUpdateMessage: { pollCreationMessageKey: { id: 'X' }, vote: {} } },
		],
		['a reaction to nothing', { reactionMessage: { text: '👍' } }],
	])('%s', async (_name, content) => {
		expect(await read(content)).toBeNull();
	});

	test('a message that could not be decrypted', async () => {
		const baileys = await loadBaileys();
		const message = { ...received(baileys, { conversation: 'x' }), messageStubType: 2 };
		expect(await readMessage(message, await contextWith())).toBeNull();
	});

	test('a message without id or chat', async () => {
		const baileys = await loadBaileys();
		const context = await contextWith();
		expect(await readMessage(received(baileys, { conversation: 'x' }, { id: '' }), context)).toBeNull();
		expect(
			await readMessage(received(baileys, { conversation: 'x' }, { remoteJid: undefined }), context),
		).toBeNull();
	});
});
