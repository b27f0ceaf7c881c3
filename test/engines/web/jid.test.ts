import {
	bareJid,
	chatTypeOf,
	isLid,
	isPhoneJid,
	jidOfAddress,
	phoneOfJid,
	splitJid,
} from '../../../engines/web/jid';
import { loadBaileys } from '../../../engines/web/load-baileys';
import { fc } from '../../fixtures/properties';

describe('addresses', () => {
	test.each([
		['4915110000001:7@s.whatsapp.net', '4915110000001@s.whatsapp.net'],
		['4915110000001_1:7@s.whatsapp.net', '4915110000001@s.whatsapp.net'],
		['4915110000001@c.us', '4915110000001@s.whatsapp.net'],
		['4915110000001:99@hosted', '4915110000001@s.whatsapp.net'],
		['900:99@hosted.lid', '900@lid'],
		['120363000000000001@g.us', '120363000000000001@g.us'],
		['status@broadcast', 'status@broadcast'],
		['no address', ''],
		[undefined, ''],
		[42, ''],
	])('%s bare is %j', (jid, bare) => {
		expect(bareJid(jid)).toBe(bare);
	});

	test('are made bare as the client library does it', async () => {
		const { jidNormalizedUser } = await loadBaileys();
		const user = fc.stringMatching(/^\d{1,15}$/);
		const device = fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined });
		const server = fc.constantFrom('s.whatsapp.net', 'c.us', 'lid', 'g.us', 'newsletter', 'broadcast');
		fc.assert(
			fc.property(user, device, server, (name, number, place) => {
				const jid = `${name}${number === undefined ? '' : `:${number}`}@${place}`;
				expect(bareJid(jid)).toBe(jidNormalizedUser(jid));
			}),
		);
	});

	test('tell numbers from LIDs', () => {
		expect(phoneOfJid('4915110000001:7@s.whatsapp.net')).toBe('+4915110000001');
		for (const other of ['900@lid', '1@g.us', 'abc@s.whatsapp.net', '', null, undefined])
			expect(phoneOfJid(other)).toBeNull();
		expect([isLid('900:1@lid'), isLid('1@s.whatsapp.net')]).toEqual([true, false]);
		expect([isPhoneJid('4915110000001@c.us'), isPhoneJid('900@lid')]).toEqual([true, false]);
	});

	test('are made of numbers, and pass when they are addresses', () => {
		expect(jidOfAddress('+49 151 1000-0001')).toBe('4915110000001@s.whatsapp.net');
		expect(jidOfAddress('900:3@lid')).toBe('900@lid');
	});

	test.each([
		['1@g.us', 'group'],
		['status@broadcast', 'broadcast'],
		['1@newsletter', 'channel'],
		['1@lid', 'private'],
		['1@s.whatsapp.net', 'private'],
	])('%s is a %s chat', (jid, type) => {
		expect(chatTypeOf(jid)).toBe(type);
	});

	test('anything at all can be asked about', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const parts = splitJid(value);
				expect(bareJid(value)).toBe(parts ? bareJid(`${parts.user}@${parts.server}`) : '');
			}),
		);
	});
});
