import { recipientPhone } from '../../verification/recipient-phone';

describe('the number to prove', () => {
	test.each([
		['+55 11 98765-4321', undefined],
		['(11) 98765-4321', 'BR'],
		['5511987654321@s.whatsapp.net', undefined],
	])('of %s is an international one', (recipient, country) => {
		expect(recipientPhone(recipient, country)).toBe('+5511987654321');
	});

	test.each(['123456789012345@lid', '120363000000000000@g.us', '120363000000000000@newsletter'])(
		'%s is none: nobody knows who is behind it',
		(recipient) => {
			expect(() => recipientPhone(recipient)).toThrow(
				expect.objectContaining({
					code: 'invalidInput',
					what: 'The field "recipient" names no phone number, so there is nothing to verify.',
					why: expect.stringContaining('It is a LID, a group or a channel'),
					next: expect.stringContaining('Give the phone number with its country code'),
				}),
			);
		},
	);
});
