import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { nameByReading, namePlainly, nameStanza } from '../../../engines/web/stanza-name';
import { fc } from '../../fixtures/properties';

const me = { id: '4915100000001:3@s.whatsapp.net', lid: '111222333:3@lid' };

const user = fc.oneof(fc.stringMatching(/^\d{5,15}$/), fc.constantFrom('4915100000001', '111222333', '0'));
const device = fc.constantFrom('', ':0', ':12', '_1:2', '.0');
const server = fc.constantFrom('s.whatsapp.net', 'lid', 'c.us', 'hosted', 'hosted.lid', 'g.us', 'broadcast');
const address = fc.tuple(user, device, server).map(([name, at, host]) => `${name}${at}@${host}`);
const group = fc
	.oneof(
		user,
		fc.tuple(user, user).map((both) => both.join('-')),
	)
	.map((name) => `${name}@g.us`);
const attrs = fc.record(
	{
		from: fc.oneof(address, group),
		id: fc.oneof(fc.stringMatching(/^[0-9A-F]{4,22}$/), fc.constantFrom('', 'a|b', 'ä')),
		participant: address,
		recipient: address,
		t: fc.constant('1700000000'),
	},
	{ requiredKeys: ['from', 'id', 't'] },
);

describe('the name of a stanza', () => {
	let baileys: Baileys;

	beforeAll(async () => {
		baileys = await loadBaileys();
	});

	test('found plainly is the one the library’s reading gives', () => {
		let plain = 0;
		fc.assert(
			fc.property(attrs, (given) => {
				const name = namePlainly(given);
				if (!name) return;
				plain += 1;
				expect(name).toEqual(nameByReading({ tag: 'message', attrs: given }, baileys, me));
			}),
			{ numRuns: 20_000 },
		);
		expect(plain).toBeGreaterThan(100);
	});

	test.each([
		['a person', { from: '49151@s.whatsapp.net' }, 'message:49151@s.whatsapp.net||A1'],
		['a hidden number', { from: '777@lid' }, 'message:777@lid||A1'],
		[
			'a group, from one device of a member',
			{ from: '120-3@g.us', participant: '777:4@lid' },
			'message:120-3@g.us|777@lid|A1',
		],
		[
			'our own phone, writing to somebody',
			{ from: '4915100000001@s.whatsapp.net', recipient: '49151@s.whatsapp.net' },
			'message:49151@s.whatsapp.net||A1',
		],
		['a number at a business provider', { from: '49151@hosted' }, 'message:49151@s.whatsapp.net||A1'],
	])('of %s', (_name, given, eventId) => {
		const node = { tag: 'message', attrs: { ...given, id: 'A1', t: '1700000000' } };
		expect(nameStanza(node, baileys, me).eventId).toBe(eventId);
	});
});
