import { readMessage } from '../../../engines/web/read-message';
import { loadBaileys } from '../../../engines/web/load-baileys';
import { ANNA, contextWith, GROUP, ME, read, received } from './read-fixture';

const hello = { conversation: 'Hello' };
const both = { phone: ANNA.phone, lid: ANNA.lid, name: 'Anna', isMe: false };

describe('who wrote it', () => {
	test.each([
		['the number, with the LID beside it', { remoteJid: ANNA.jid, remoteJidAlt: ANNA.lid }],
		['the LID, with the number beside it', { remoteJid: ANNA.lid, remoteJidAlt: ANNA.jid }],
		[
			'addresses with devices',
			{ remoteJid: ANNA.lid.replace('@', ':4@'), remoteJidAlt: ANNA.jid.replace('@', ':0@') },
		],
		[
			'a number kept by a business provider',
			{ remoteJid: ANNA.jid.replace('s.whatsapp.net', 'hosted'), remoteJidAlt: ANNA.lid },
		],
	])('private chat by %s', async (_name, key) => {
		expect((await read(hello, { key }))?.from).toEqual(both);
	});

	test.each([
		['the number', { remoteJid: ANNA.jid }],
		['the LID', { remoteJid: ANNA.lid }],
	])('private chat by %s alone is completed from what is known', async (_name, key) => {
		const around = { known: [{ lid: ANNA.lid, jid: ANNA.jid }] };
		expect((await read(hello, { key, around }))?.from).toEqual(both);
	});

	test('a LID nobody knows the number of stays without number', async () => {
		expect((await read(hello, { key: { remoteJid: ANNA.lid } }))?.from).toEqual({ ...both, phone: null });
	});

	test('in a group the participant wrote it, and the chat is the group', async () => {
		const key = { remoteJid: GROUP, participant: ANNA.lid, participantAlt: ANNA.jid };
		const event = await read(hello, { key, around: { subjects: { [GROUP]: 'Team' } } });
		expect(event).toMatchObject({ chat: { id: GROUP, type: 'group', name: 'Team' }, from: both });
	});

	test('a status update is written by its participant', async () => {
		const key = { remoteJid: 'status@broadcast', participant: ANNA.lid, remoteJidAlt: ANNA.jid };
		const event = await read(hello, { key });
		expect(event).toMatchObject({ chat: { id: 'status@broadcast', type: 'broadcast' }, from: both });
	});

	test('a channel post has no person behind it', async () => {
		const event = await read(hello, { key: { remoteJid: '120363000000000009@newsletter' } });
		expect(event).toMatchObject({ chat: { type: 'channel' }, from: { phone: null, lid: null } });
	});

	test('what we wrote on the phone is from us, in the chat of the other one', async () => {
		const event = await read(hello, { key: { fromMe: true, remoteJid: ANNA.jid } });
		expect(event).toMatchObject({
			chat: { id: ANNA.jid },
			from: { isMe: true, phone: '+4915110000001', lid: ME.lid.replace(':7', '') },
		});
	});

	test('the name is the push name, a verified business name otherwise, else null', async () => {
		const message = received(await loadBaileys(), hello);
		const context = await contextWith();
		const named = async (change: object): Promise<string | null | undefined> =>
			(await readMessage({ ...message, ...change }, context))?.event.from.name;
		expect(await named({ pushName: '', verifiedBizName: 'Shop' })).toBe('Shop');
		expect(await named({ pushName: undefined })).toBeNull();
	});
});

describe('the id that tells repetitions', () => {
	const idOf = async (key: object): Promise<string | undefined> =>
		(await readMessage(received(await loadBaileys(), hello, key), await contextWith()))?.id;

	test('holds chat, participant and message id', async () => {
		expect(await idOf({ id: 'A1' })).toBe(`message:${ANNA.jid}||A1`);
		expect(await idOf({ id: 'A1', remoteJid: GROUP, participant: ANNA.lid })).toBe(
			`message:${GROUP}|${ANNA.lid}|A1`,
		);
	});

	test('is the same for every device of a person', async () => {
		const phone = await idOf({ id: 'A1', remoteJid: GROUP, participant: ANNA.lid });
		const laptop = await idOf({ id: 'A1', remoteJid: GROUP, participant: ANNA.lid.replace('@', ':12@') });
		expect(laptop).toBe(phone);
	});

	test('differs for two people who use the same message id', async () => {
		const anna = await idOf({ id: 'A1', remoteJid: GROUP, participant: ANNA.lid });
		const other = await idOf({ id: 'A1', remoteJid: GROUP, participant: '1@lid' });
		expect(other).not.toBe(anna);
	});
});
