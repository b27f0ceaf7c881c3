import type { MessageEvent } from '../../../messages/incoming';
import type { SentRow } from '../../../engines/engine';
import { readWaaBotDelivery } from '../../../engines/waaBot/read-delivery';
import { waaBotMessage, waaBotTap, waaBotText } from './waa-bot-deliveries';

const ada = { id: 'A1', from: '447911123456', name: 'Ada' };
const receivedAt = Date.UTC(2026, 0, 2);

async function read(body: unknown, offer: SentRow | null = null) {
	const offers = {
		findSent: async (id: string) => await Promise.resolve(offer?.messageId === id ? offer : null),
		findLastOffer: async () => await Promise.resolve(offer),
	};
	return await readWaaBotDelivery(body, { receivedAt }, offers);
}

async function eventOf(body: unknown, offer?: SentRow): Promise<MessageEvent> {
	const [first] = await read(body, offer);
	return first?.event as MessageEvent;
}

describe('a delivery of WaaBot', () => {
	it('is read as the message in it, whatever is wrapped around', async () => {
		const wrapped = waaBotText({ ...ada, text: 'Hello' });
		for (const body of [wrapped, wrapped.body, { event: 'onMessage', data: wrapped.body }, [wrapped.body]]) {
			expect(await read(body)).toMatchObject([
				{
					id: 'waaBot:message:447911123456@s.whatsapp.net||3EB0A1',
					event: {
						event: 'message',
						messageId: '3EB0A1',
						timestamp: Date.UTC(2026, 0, 1),
						type: 'text',
						text: 'Hello',
						from: { phone: '+447911123456', name: 'Ada', isMe: false },
					},
				},
			]);
		}
	});

	it('in a group names who wrote it, without the device', async () => {
		const key = { remoteJid: '120363000000000000@g.us', participant: '447911123456:12@s.whatsapp.net' };
		const event = await eventOf(waaBotMessage(ada, { conversation: 'Hi all' }, key));
		expect(event.chat).toEqual({ id: '120363000000000000@g.us', type: 'group' });
		expect(event.from).toMatchObject({ phone: '+447911123456', isMe: false });
	});

	it('of our own message proves nobody, and is no answer', async () => {
		const body = waaBotMessage(ada, { conversation: 'yes' }, { fromMe: true });
		const event = await eventOf(body, offer);
		expect(event).toMatchObject({ event: 'message', from: { phone: null, isMe: true }, text: 'yes' });
	});

	it('of a tapped button is the choice its title names', async () => {
		const body = waaBotMessage(ada, {
			buttonsResponseMessage: { selectedButtonId: 'id-0', selectedDisplayText: 'Yes' },
		});
		expect(await eventOf(body, offer)).toMatchObject({
			event: 'choice',
			choice: { id: 'yes', title: 'Yes', index: 0, messageId: 'BAE5' },
		});
	});

	it('of a tapped row nobody here offered shows the row, without a place', async () => {
		const body = waaBotTap({ ...ada, rowId: 'tea', title: 'Tea', answers: 'elsewhere' });
		expect(await eventOf(body)).toMatchObject({ choice: { id: 'tea', title: 'Tea', index: -1 } });
	});

	it('with a file, a place or a contact tells of it', async () => {
		const image = { imageMessage: { mimetype: 'image/png', caption: 'Look', fileLength: '130722' } };
		expect(await eventOf(waaBotMessage(ada, image))).toMatchObject({
			type: 'image',
			text: 'Look',
			media: { mimeType: 'image/png', size: 130_722, caption: 'Look' },
		});
		const place = { locationMessage: { degreesLatitude: 1.5, degreesLongitude: 2.5 } };
		expect(await eventOf(waaBotMessage(ada, place))).toMatchObject({
			type: 'location',
			location: { latitude: 1.5, longitude: 2.5 },
		});
		const vcard = 'BEGIN:VCARD\nTEL;waid=447911123457:+44\nEND:VCARD';
		const card = { contactMessage: { displayName: 'Bob', vcard } };
		expect(await eventOf(waaBotMessage(ada, card))).toMatchObject({
			type: 'contact',
			contacts: [{ name: 'Bob', phones: ['+447911123457'] }],
		});
	});

	it.each([
		[{ type: 'connection', body: { connection: 'open' }, instanceKey: 'a' }],
		[{ type: 'presence', body: { id: 'a', presences: {} } }],
		['text'],
		[null],
		[{ body: { key: { remoteJid: 'nobody', id: 'x' }, message: { conversation: 'x' } } }],
		[{ body: { key: { remoteJid: '447911123456@s.whatsapp.net' }, message: { conversation: 'x' } } }],
	])('that is no message is no event: %j', async (body) => {
		expect(await read(body)).toEqual([]);
	});
});

const offer: SentRow = {
	messageId: 'BAE5',
	chatId: '447911123456@s.whatsapp.net',
	body: new Uint8Array(),
	choices: [
		{ id: 'yes', title: 'Yes' },
		{ id: 'no', title: 'No' },
	],
	via: 'buttons',
	sentAt: receivedAt - 1_000,
};
