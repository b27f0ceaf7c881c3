import type { Connection } from '../../../engines/engine';
import type { OutgoingMessage } from '../../../messages/outgoing';
import { messageOf } from '../conformance/messages';
import { openWaaBotWorld, type WaaBotWorld } from './waa-bot-world';

let waaBot: WaaBotWorld;
let connection: Connection;

beforeEach(async () => {
	waaBot = await openWaaBotWorld();
	connection = await waaBot.world.open();
});
afterEach(async () => await waaBot.world.close());

async function sent(message: OutgoingMessage, to?: string) {
	const outcome = await waaBot.world.send(connection, message, { ...(to !== undefined && { to }) });
	expect(outcome).toMatchObject({ outcome: 'sent' });
	return { outcome, ...waaBot.simulator.sent.at(-1) };
}

describe('a message through WaaBot', () => {
	it('goes to a person by digits and to a group by its id', async () => {
		expect((await sent(messageOf('text'))).fields).toMatchObject({ chatId: '491701234567' });
		const { fields } = await sent(messageOf('text'), '120363000000000000@g.us');
		expect(fields).toMatchObject({ chatId: '120363000000000000@g.us', message: 'Hello' });
	});

	it('with a list keeps the ids of its rows and has no field empty of its kind', async () => {
		const { path, fields } = await sent(messageOf('list'));
		expect(path).toBe('/whatsapp/message/list');
		expect(fields?.msgdata).toEqual({
			buttonText: 'Menu',
			text: 'What would you like?',
			title: '',
			description: 'Kitchen',
			listType: 0,
			sections: [
				{
					title: 'Today',
					rows: [
						{ title: 'Soup', description: 'Warm', rowId: 'soup' },
						{ title: 'Bread', description: '', rowId: 'bread' },
					],
				},
			],
		});
	});

	it('may hold files, a contact and a place beside its text', async () => {
		const { path, fields } = await sent({
			kind: 'compound',
			text: 'Here we are',
			attachments: ['a1', 'a2'],
			contactId: 'c7',
			location: { latitude: 52.5, longitude: 13.4, name: 'Shop' },
		});
		expect(path).toBe('/whatsapp/message');
		expect(fields).toEqual({
			...{ session_id: fields?.session_id, access_token: fields?.access_token },
			...{ chatId: '491701234567', message: 'Here we are', attachments: ['a1', 'a2'], contactId: 'c7' },
			location: { name: 'Shop', lat: '52.5', lng: '13.4' },
		});
	});

	it('with buttons shows header and body in one, and each button as a reply', async () => {
		const { fields } = await sent({
			kind: 'buttons',
			header: 'Order 7',
			body: 'Shall we?',
			buttons: [{ id: 'yes', title: 'Yes' }],
		});
		expect(fields?.btndata).toEqual({
			text: 'Order 7\nShall we?',
			buttons: [{ type: 'replyButton', title: 'Yes' }],
			footerText: '',
		});
	});

	it('has buttons that open and call, and a picture above them', async () => {
		const buttons: OutgoingMessage = {
			kind: 'buttons',
			body: 'Hungry?',
			footer: 'Until ten',
			buttons: [
				{ type: 'url', title: 'Menu', url: 'https://example.com/menu' },
				{ type: 'call', title: 'Call us', phone: '+447911123456' },
				{ id: 'later', title: 'Later' },
			],
		};
		const btndata = {
			text: 'Hungry?',
			footerText: 'Until ten',
			buttons: [
				{ type: 'urlButton', title: 'Menu', payload: 'https://example.com/menu' },
				{ type: 'callButton', title: 'Call us', payload: '447911123456' },
				{ type: 'replyButton', title: 'Later' },
			],
		};
		expect(await sent(buttons)).toMatchObject({ path: '/whatsapp/message/button', fields: { btndata } });
		const url = 'https://example.com/soup.png?size=2';
		expect(await sent({ ...buttons, image: { url } })).toMatchObject({
			path: '/whatsapp/message/MediaButton',
			fields: { btndata: { ...btndata, image: url, mediaType: 'image', mimeType: 'image/png' } },
		});
		await sent({ ...buttons, image: { url: 'https://example.com/soup' } });
		expect(waaBot.simulator.sent.at(-1)?.fields.btndata).toMatchObject({ mimeType: 'image/jpeg' });
	});

	it('that is spoken goes to the one address for sound', async () => {
		const { path, fields } = await sent(messageOf('voice'));
		expect(path).toBe('/whatsapp/message/audio');
		expect(fields).toMatchObject({ file: { name: 'voice.ogg', data: new Uint8Array([1, 2, 3, 4]) } });
	});

	it('with a place says where it is in texts', async () => {
		const { fields } = await sent({
			kind: 'location',
			latitude: 6.556452,
			longitude: 3.2774487,
			name: 'Shop',
			address: 'Main Street 1',
		});
		expect(fields).toMatchObject({
			message: 'Main Street 1',
			location: { name: 'Shop', lat: '6.556452', lng: '3.2774487' },
		});
	});

	it('with a contact leaves no organization to chance', async () => {
		const { fields } = await sent(messageOf('contact'));
		expect(fields?.vcard).toEqual({
			fullName: 'Ada Lovelace',
			displayName: 'Ada Lovelace',
			organization: '',
			phoneNumber: '447911123456',
		});
	});

	it('with a file carries its bytes, name and type, and has the id WhatsApp knows it by', async () => {
		const { path, fields, outcome } = await sent(messageOf('document'));
		expect(path).toBe('/whatsapp/message/doc');
		expect(fields).toMatchObject({
			filename: 'bill.pdf',
			file: { name: 'bill.pdf', type: 'application/pdf', data: new Uint8Array([1, 2, 3, 4]) },
		});
		expect(outcome).toMatchObject({ messageId: 'BAE5000000000001' });
	});

	const media = { data: new Uint8Array([1]), mimeType: 'image/jpeg', fileName: 'a.jpg' };
	it.each<[string, OutgoingMessage]>([
		['a caption under a document', { kind: 'document', media, caption: 'Bill' }],
		['a photo that opens once', { kind: 'image', media, viewOnce: true }],
		[
			'two contacts',
			{
				kind: 'contact',
				contacts: [
					{ name: 'Ada', phone: '+447911123456' },
					{ name: 'Bob', phone: '+447911123457' },
				],
			},
		],
		[
			'the mail address of a contact',
			{ kind: 'contact', contacts: [{ name: 'Ada', phone: '+447911123456', email: 'ada@example.com' }] },
		],
	])('with %s is refused before anything leaves', async (_what, message) => {
		const asked = waaBot.simulator.requests.length;
		await expect(waaBot.world.send(connection, message)).rejects.toMatchObject({ code: 'notSupported' });
		expect(waaBot.simulator.requests).toHaveLength(asked);
	});

	it('that is answered without a body counts as taken', async () => {
		waaBot.simulator.failNext(/audio$/u, { kind: 'answer', answer: { status: 204 }, after: true });
		await sent(messageOf('audio'));
	});

	it('that is refused in spite of a good status is refused', async () => {
		const body = { status: false, message: 'This number is not on WhatsApp' };
		waaBot.simulator.failNext(/message$/u, { kind: 'answer', answer: { status: 200, body } });
		expect(await waaBot.world.send(connection, messageOf('text'))).toMatchObject({
			outcome: 'refused',
			error: { code: 'refused', why: 'This number is not on WhatsApp' },
		});
	});
});
