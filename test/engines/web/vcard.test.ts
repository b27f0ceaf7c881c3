import { writeVcard } from '../../../engines/web/vcard';

describe('a contact card', () => {
	test('names person, organisation and the WhatsApp id of the number', () => {
		const card = {
			name: 'Bob Builder',
			phone: '+4915112345678',
			organization: 'Build Ltd',
			email: 'bob@example.com',
		};
		expect(writeVcard(card).split('\n')).toEqual([
			'BEGIN:VCARD',
			'VERSION:3.0',
			'N:;Bob Builder;;;',
			'FN:Bob Builder',
			'ORG:Build Ltd;',
			'TEL;type=CELL;type=VOICE;waid=4915112345678:+4915112345678',
			'EMAIL;type=INTERNET:bob@example.com',
			'END:VCARD',
		]);
	});

	test('lets no name begin a field of its own', () => {
		const lines = writeVcard({ name: 'Eve\nTEL;waid=1:+1\r\nEND:VCARD;,\\', phone: '+4915112345678' }).split(
			/\r?\n/,
		);
		expect(lines).toHaveLength(6);
		expect(lines[3]).toBe('FN:Eve\\nTEL\\;waid=1:+1\\nEND:VCARD\\;\\,\\\\');
	});
});
