import { readGroup } from '../../../engines/web/groups';

const base = { id: '120363000000000001@g.us', subject: 'Team', owner: undefined, participants: [] };

describe('a group', () => {
	test('is summed up, times in ms', () => {
		const { group } = readGroup({
			...base,
			desc: 'We work here',
			owner: '1@lid',
			ownerPn: '4915110000001@s.whatsapp.net',
			creation: 1_700_000_000,
			size: 12,
			announce: true,
		});
		expect(group).toEqual({
			id: base.id,
			subject: 'Team',
			description: 'We work here',
			owner: '+4915110000001',
			createdAt: 1_700_000_000_000,
			size: 12,
			announceOnly: true,
		});
	});

	test('with little known says null, not guesses', () => {
		const { group } = readGroup({ ...base, creation: NaN, owner: '1:3@lid' });
		expect(group).toMatchObject({
			description: null,
			createdAt: null,
			owner: '1@lid',
			size: 0,
			announceOnly: false,
		});
		expect(readGroup(base).group.owner).toBeNull();
	});

	test('names participants by number and LID, whichever way the group addresses them', () => {
		const { participants } = readGroup({
			...base,
			participants: [
				{ id: '1:2@lid', phoneNumber: '4915110000001@s.whatsapp.net', admin: 'superadmin' },
				{ id: '4915110000002@s.whatsapp.net', lid: '2@lid', admin: 'admin' },
				{ id: '3@lid', admin: null },
			],
		});
		expect(participants).toEqual([
			{ id: '1@lid', phone: '+4915110000001', lid: '1@lid', admin: true, superAdmin: true },
			{
				id: '4915110000002@s.whatsapp.net',
				phone: '+4915110000002',
				lid: '2@lid',
				admin: true,
				superAdmin: false,
			},
			{ id: '3@lid', phone: null, lid: '3@lid', admin: false, superAdmin: false },
		]);
	});
});
