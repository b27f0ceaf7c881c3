import type { Connection } from '../../../engines/engine';
import type { Engine } from '../../../engines/engine';
import { wawpEngine } from '../../../engines/wawp/wawp-engine';
import { parseWawpOptions } from '../../../engines/wawp/wawp-options';
import type { OutgoingMessage } from '../../../messages/outgoing';
import { GatewayWorld, limit } from '../gateway-world';
import { WawpSimulator } from './wawp-simulator';

const account = { instanceId: '1A2B3C4D5E6F', accessToken: 'token-of-the-shop' };

let world: GatewayWorld;
let simulator: WawpSimulator;
let connection: Connection;

beforeEach(async () => {
	simulator = await new WawpSimulator(account).listen();
	const credential = { ...account, baseUrl: simulator.url, allowPrivateAddress: true };
	world = await GatewayWorld.open({
		...{ simulator, engine: wawpEngine as Engine, credential, wrongCredential: credential, secrets: [] },
		...{ parseOptions: parseWawpOptions, pathOf: () => /send/u, taken: () => simulator.sent.length },
	});
	connection = await world.open();
});
afterEach(async () => await world.close());

async function sent(message: OutgoingMessage) {
	expect(await world.send(connection, message)).toMatchObject({ outcome: 'sent' });
	const { path, fields } = simulator.sent.at(-1)!;
	const { instance_id: _instance, access_token: _token, ...shown } = fields;
	return { path, fields: shown };
}

const chatId = '491701234567@c.us';
const chat = { chatId: '491701234567@s.whatsapp.net', phone: '+491701234567', lid: null };

describe('a message through Wawp', () => {
	it('says where a place is in texts', async () => {
		const place = { kind: 'location', latitude: 52.5, longitude: -13.4 } as const;
		expect(await sent({ ...place, name: 'Shop', address: 'Main Street 1' })).toEqual({
			path: '/send/location',
			fields: { chatId, latitude: '52.5', longitude: '-13.4', title: 'Shop', message: 'Main Street 1' },
		});
		expect((await sent(place)).fields).toMatchObject({ title: '', message: '' });
	});

	it('has every card of its contacts', async () => {
		const contacts = [
			{ name: 'Ada Lovelace', phone: '+447911123456', organization: 'Engines' },
			{ name: 'Bea', phone: '+447911123457' },
		];
		expect(await sent({ kind: 'contact', contacts })).toEqual({
			path: '/send/contact',
			fields: {
				chatId,
				contacts: [
					{
						...{ fullName: 'Ada Lovelace', organization: 'Engines' },
						...{ phoneNumber: '+447911123456', whatsappId: '447911123456' },
					},
					{ fullName: 'Bea', phoneNumber: '+447911123457', whatsappId: '447911123457' },
				],
			},
		});
	});

	it('is refused with the mail address of a contact: there is no field for it', async () => {
		const card = { name: 'Ada', phone: '+447911123456', email: 'ada@example.com' };
		await expect(world.send(connection, { kind: 'contact', contacts: [card] })).rejects.toMatchObject({
			code: 'notSupported',
		});
		expect(simulator.sent).toEqual([]);
	});
});

describe('what Wawp shows beside messages', () => {
	const read = { chatId: chat.chatId, messageId: 'false_491701234567@c.us_3EB0' };

	it('are ticks for all messages at once', async () => {
		await connection.markRead([read, { ...read, messageId: 'second' }], limit());
		const participant = '447911123456@s.whatsapp.net';
		await connection.markRead([{ ...read, chatId: '1203@g.us', participant }], limit());
		expect(simulator.signs).toEqual([
			{ path: '/send/seen', fields: { chatId, messageIds: [read.messageId, 'second'] } },
			{
				path: '/send/seen',
				fields: { chatId: '1203@g.us', messageIds: [read.messageId], participant: '447911123456@c.us' },
			},
		]);
	});

	it('is typing and its end, and not recording, for which there is no field', async () => {
		await connection.setTyping(chat, 'composing', limit());
		await connection.setTyping(chat, 'paused', limit());
		await expect(connection.setTyping(chat, 'recording', limit())).rejects.toMatchObject({
			code: 'notSupported',
		});
		expect(simulator.signs).toEqual([
			{ path: '/send/start-typing', fields: { chatId } },
			{ path: '/send/stop-typing', fields: { chatId } },
		]);
	});

	it('is an error in words when Wawp says no', async () => {
		const answer = { status: 404, body: { code: 'invalid_session', message: 'Session' } };
		simulator.failNext(/start-typing$/u, { kind: 'answer', answer });
		await expect(connection.setTyping(chat, 'composing', limit())).rejects.toMatchObject({
			what: expect.stringContaining('not linked') as string,
		});
		simulator.failNext(/seen$/u, { kind: 'answer', answer: { status: 500, body: 'broken' } });
		await expect(connection.markRead([read], limit())).rejects.toMatchObject({ code: 'notConnected' });
	});
});
