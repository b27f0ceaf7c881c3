import { ANNA, GROUP, read } from './read-fixture';

const TARGET = { remoteJid: ANNA.jid, fromMe: true, id: 'TARGET1' };
const EDIT = 14;

describe('reactions, edits and deletes', () => {
	test('a reaction names its emoji and the message it is for', async () => {
		const event = await read({ reactionMessage: { key: TARGET, text: '👍' } });
		expect(event).toMatchObject({
			event: 'reaction',
			emoji: '👍',
			targetId: 'TARGET1',
			messageId: '3EB0000000000000000001',
		});
	});

	test('a reaction that was taken back has no emoji', async () => {
		expect(await read({ reactionMessage: { key: TARGET, text: '' } })).toMatchObject({
			event: 'reaction',
			emoji: '',
		});
	});

	test('an edit names the new text', async () => {
		const protocolMessage = {
			type: EDIT,
			key: TARGET,
			editedMessage: { extendedTextMessage: { text: 'Better' } },
		};
		const expected = { event: 'edited', text: 'Better', targetId: 'TARGET1' };
		expect(await read({ protocolMessage })).toMatchObject(expected);
		expect(await read({ editedMessage: { message: { protocolMessage } } })).toMatchObject(expected);
	});

	test('an edit of a caption names the new caption', async () => {
		const protocolMessage = { type: EDIT, key: TARGET, editedMessage: { imageMessage: { caption: 'New' } } };
		expect(await read({ protocolMessage })).toMatchObject({ event: 'edited', text: 'New' });
	});

	test('new content without an own id is an edit of the message that carries it', async () => {
		const event = await read(
			{ editedMessage: { message: { conversation: 'Better' } } },
			{ key: { id: 'TARGET1' } },
		);
		expect(event).toMatchObject({ event: 'edited', text: 'Better', targetId: 'TARGET1' });
	});

	test('a delete names the message, and an admin who deletes is its sender', async () => {
		const protocolMessage = {
			type: 0,
			key: { ...TARGET, remoteJid: GROUP, participant: '1@lid', fromMe: false },
		};
		const key = { remoteJid: GROUP, participant: ANNA.jid };
		const event = await read({ protocolMessage }, { key });
		expect(event).toMatchObject({ event: 'deleted', targetId: 'TARGET1', from: { phone: ANNA.phone } });
	});
});
