import { fakeKit } from './fake-kit';
import { items } from './run-node';

jest.mock('../../runtime/kit-registry', () => jest.requireActual('./fake-kit'));

beforeEach(() => fakeKit.reset());

const recipient = '+55 11 98765-4321';

async function sent(operation: string, fields: object): Promise<Record<string, unknown>> {
	await items({ resource: 'message', operation, recipient, ...fields });
	return fakeKit.session.request('send');
}

describe('what an operation asks the session to send', () => {
	it.each<[string, string, object, object]>([
		['a text', 'sendText', { text: 'Hello' }, { kind: 'text', text: 'Hello' }],
		[
			'a list, without the fields left empty',
			'sendList',
			{
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: {
					section: [
						{ title: 'Main', rows: { row: [{ title: 'Lasagne', id: 'las', description: 'With salad' }] } },
						{ title: '', rows: { row: [{ title: 'Tea', id: '', description: '' }] } },
					],
				},
				options: { listHeader: 'Lunch', listFooter: '' },
			},
			{
				kind: 'list',
				body: 'What would you like?',
				buttonText: 'Menu',
				header: 'Lunch',
				sections: [
					{ title: 'Main', rows: [{ title: 'Lasagne', id: 'las', description: 'With salad' }] },
					{ rows: [{ title: 'Tea' }] },
				],
			},
		],
		[
			'a list whose sections an expression gives',
			'sendList',
			{
				listBody: 'Pick',
				listButtonText: 'Menu',
				sectionsSource: 'json',
				sectionsJson: "={{ [{ title: 'A', rows: [{ title: 'One', id: 1 }, 'Two'] }] }}",
			},
			{
				kind: 'list',
				body: 'Pick',
				buttonText: 'Menu',
				sections: [{ title: 'A', rows: [{ title: 'One', id: '1' }, { title: 'Two' }] }],
			},
		],
		[
			'a list whose rows are typed as JSON',
			'sendList',
			{
				listBody: 'Pick',
				listButtonText: 'Menu',
				sectionsSource: 'json',
				sectionsJson: '["One", {"title": "Two", "description": "2"}]',
			},
			{
				kind: 'list',
				body: 'Pick',
				buttonText: 'Menu',
				sections: [{ rows: [{ title: 'One' }, { title: 'Two', description: '2' }] }],
			},
		],
		[
			'a poll whose answers an expression gives',
			'sendPoll',
			{ pollQuestion: 'When?', pollOptions: { option: [{ title: "={{ ['Mon', 'Tue'] }}" }] } },
			{ kind: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectableCount: 1 },
		],
		[
			'buttons',
			'sendButtons',
			{
				buttonsBody: 'Confirm?',
				buttons: {
					button: [
						{ title: 'Yes', id: 'y' },
						{ title: 'No', id: '' },
					],
				},
				options: { buttonsFooter: 'Until 6 pm' },
			},
			{
				kind: 'buttons',
				body: 'Confirm?',
				footer: 'Until 6 pm',
				buttons: [{ id: 'y', title: 'Yes' }, { title: 'No' }],
			},
		],
		[
			'buttons that open and call, below a picture',
			'sendButtons',
			{
				buttonsBody: 'Hungry?',
				buttons: {
					button: [
						{ type: 'url', title: 'Menu', url: ' https://example.com/menu ' },
						{ type: 'call', title: 'Call us', phone: '+44 7911 123456' },
						{ title: 'Later', id: 'later' },
					],
				},
				options: { buttonsImageUrl: 'https://example.com/soup.png' },
			},
			{
				kind: 'buttons',
				body: 'Hungry?',
				image: { url: 'https://example.com/soup.png' },
				buttons: [
					{ type: 'url', title: 'Menu', url: 'https://example.com/menu' },
					{ type: 'call', title: 'Call us', phone: '+44 7911 123456' },
					{ title: 'Later', id: 'later' },
				],
			},
		],
		[
			'a poll',
			'sendPoll',
			{
				pollQuestion: 'When?',
				pollOptions: { option: [{ title: 'Mon' }, { title: '' }, { title: 'Tue' }] },
				selectableCount: 0,
			},
			{ kind: 'poll', question: 'When?', options: ['Mon', 'Tue'], selectableCount: 0 },
		],
		[
			'a location',
			'sendLocation',
			{ latitude: -23.55, longitude: -46.63, options: { name: 'Our shop' } },
			{ kind: 'location', latitude: -23.55, longitude: -46.63, name: 'Our shop' },
		],
		[
			'contacts',
			'sendContact',
			{
				contacts: {
					contact: [{ name: 'Ana', phone: '+5511987654321', organization: '', email: 'ana@example.com' }],
				},
			},
			{ kind: 'contact', contacts: [{ name: 'Ana', phone: '+5511987654321', email: 'ana@example.com' }] },
		],
		[
			'a reaction',
			'sendReaction',
			{ messageId: ' ABC ', emoji: '👍', options: { participant: '1@lid' } },
			{ kind: 'reaction', emoji: '👍', target: { messageId: 'ABC', fromMe: false, participant: '1@lid' } },
		],
		[
			'the end of a reaction',
			'sendReaction',
			{ messageId: 'ABC', emoji: '', fromMe: true },
			{ kind: 'reaction', emoji: '', target: { messageId: 'ABC', fromMe: true } },
		],
		[
			'an edit',
			'edit',
			{ messageId: 'ABC', text: 'New' },
			{ kind: 'edit', text: 'New', target: { messageId: 'ABC', fromMe: true } },
		],
		[
			'a deletion',
			'delete',
			{ messageId: 'ABC' },
			{ kind: 'delete', target: { messageId: 'ABC', fromMe: true } },
		],
	])('is %s', async (_what, operation, fields, message) => {
		const request = await sent(operation, fields);
		expect(request.message).toEqual(message);
		expect(request.recipient).toBe(recipient);
	});

	it.each(['sendText', 'sendPoll', 'edit', 'delete'])(
		'puts out exactly the fixed names for %s',
		async (operation) => {
			fakeKit.session.answers.send = () => ({
				messageId: 'M',
				recipient,
				chatId: 'C',
				outcome: 'sent',
				sentAt: 'T',
				via: 'text',
				internal: 'not for people',
			});
			const fields = { messageId: 'ABC', text: 'Hi', pollQuestion: 'Q' };
			const [item] = await items({ resource: 'message', operation, recipient, ...fields });
			expect(item!.json).toEqual({
				messageId: 'M',
				recipient,
				chatId: 'C',
				outcome: 'sent',
				sentAt: 'T',
				via: 'text',
			});
		},
	);
});
