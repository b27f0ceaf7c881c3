import type { proto } from '@whiskeysockets/baileys';
import { ANNA, GROUP, offer, read, readSaid } from './read-fixture';

const list = offer({ messageId: 'OFFER1', via: 'list' });
const answersOffer = { contextInfo: { stanzaId: 'OFFER1', participant: ANNA.jid } };

const answers: [string, proto.IMessage, string][] = [
	[
		'list',
		{
			listResponseMessage: { title: 'spoofed', singleSelectReply: { selectedRowId: 'no' }, ...answersOffer },
		},
		'list',
	],
	[
		'buttons',
		{ buttonsResponseMessage: { selectedButtonId: 'no', selectedDisplayText: 'No', ...answersOffer } },
		'buttons',
	],
	[
		'native flow',
		{
			interactiveResponseMessage: {
				nativeFlowResponseMessage: { name: 'quick_reply', paramsJson: '{"id":"no"}' },
				...answersOffer,
			},
		},
		'buttons',
	],
];

describe('picked from a list or buttons', () => {
	test.each(answers)(
		'%s: title and place come from the offer, whatever the answer claims',
		async (_name, content, via) => {
			const around = { sent: [offer({ messageId: 'OFFER1', via })] };
			expect(await readSaid(content, { around })).toMatchObject({
				event: 'choice',
				type: 'choice',
				choice: { id: 'no', title: 'No, thanks', index: 1, via, messageId: 'OFFER1' },
			});
		},
	);

	test.each(answers)('%s: without the offer the answer stands for itself', async (_name, content, via) => {
		const { choice } = await readSaid(content);
		expect(choice).toMatchObject({ id: 'no', index: -1, via, messageId: 'OFFER1' });
	});

	test('a template answer keeps its form', async () => {
		const content = {
			templateButtonReplyMessage: { selectedId: 'no', selectedDisplayText: 'No', selectedIndex: 1 },
		};
		expect((await readSaid(content)).choice).toEqual({ id: 'no', title: 'No', index: -1, via: 'template' });
	});

	test('an id that was never offered has no place among the offered ones', async () => {
		const content = {
			listResponseMessage: {
				title: 'Approve',
				singleSelectReply: { selectedRowId: 'approve' },
				...answersOffer,
			},
		};
		const { choice } = await readSaid(content, { around: { sent: [list] } });
		expect(choice).toEqual({ id: 'approve', title: 'Approve', index: -1, via: 'list', messageId: 'OFFER1' });
	});

	test('an offer made in another chat is not taken for this one', async () => {
		const elsewhere = offer({ messageId: 'OFFER1', via: 'list', chatId: '4917000000000@s.whatsapp.net' });
		const { choice } = await readSaid(answers[0]![1], { around: { sent: [elsewhere] } });
		expect(choice?.index).toBe(-1);
	});

	test.each(['not json', '[]', 'null', '{"id":5}', ''])(
		'a native answer with the parameters %j is a plain message',
		async (paramsJson) => {
			const event = await read({
				interactiveResponseMessage: { nativeFlowResponseMessage: { name: 'flow', paramsJson } },
			});
			expect(event).toMatchObject({ event: 'message', type: 'unknown' });
		},
	);
});

describe('answered in words', () => {
	const numbered = offer({ messageId: 'OFFER2', via: 'numberedText' });

	test.each([
		['2', { id: 'no', index: 1, via: 'number' }],
		['yes, please', { id: 'yes', index: 0, via: 'text' }],
	])('%j answers the last numbered text of the chat', async (text, choice) => {
		const event = await readSaid({ conversation: text }, { around: { sent: [numbered] } });
		expect(event).toMatchObject({
			event: 'choice',
			type: 'choice',
			text,
			choice: { ...choice, messageId: 'OFFER2' },
		});
	});

	test('the offer is found although it went out under the other address', async () => {
		const key = { remoteJid: ANNA.lid, remoteJidAlt: ANNA.jid };
		const event = await readSaid({ conversation: '1' }, { key, around: { sent: [numbered] } });
		expect(event.choice).toMatchObject({ id: 'yes', index: 0 });
	});

	test('words that fit nothing stay a message', async () => {
		const event = await readSaid({ conversation: '2 apples' }, { around: { sent: [numbered] } });
		expect(event).toMatchObject({ event: 'message', type: 'text', text: '2 apples' });
	});

	test.each(['2', 'No, thanks'])(
		'a list answers by taps: a later %j in the chat is no answer to it',
		async (text) => {
			const event = await readSaid({ conversation: text }, { around: { sent: [list] } });
			expect(event.event).toBe('message');
		},
	);

	test('a text that quotes a list answers it', async () => {
		const content = {
			extendedTextMessage: { text: 'no, thanks', contextInfo: { stanzaId: 'OFFER1', participant: ANNA.jid } },
		};
		expect((await readSaid(content, { around: { sent: [list] } })).choice).toMatchObject({
			id: 'no',
			index: 1,
			messageId: 'OFFER1',
		});
	});

	test('our own words on the phone answer nothing', async () => {
		const event = await readSaid(
			{ conversation: '1' },
			{ key: { fromMe: true }, around: { sent: [numbered] } },
		);
		expect(event.event).toBe('message');
	});

	test('a group is answered in the group only', async () => {
		const inGroup = { ...numbered, chatId: GROUP };
		const said = async (remoteJid: string, participant?: string) =>
			(
				await readSaid(
					{ conversation: '1' },
					{ key: { remoteJid, participant }, around: { sent: [inGroup] } },
				)
			).event;
		expect(await said(GROUP, ANNA.jid)).toBe('choice');
		expect(await said(ANNA.jid)).toBe('message');
	});

	test('in a group nobody answers what was offered to them in private', async () => {
		const key = { remoteJid: GROUP, participant: ANNA.jid };
		expect((await readSaid({ conversation: '1' }, { key, around: { sent: [numbered] } })).event).toBe(
			'message',
		);
	});
});
