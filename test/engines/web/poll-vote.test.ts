import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { loadBaileys, type Baileys } from '../../../engines/web/load-baileys';
import { readPollVote, readSentPoll } from '../../../engines/web/poll-vote';
import { ANNA, GROUP, ME, offer, read, readSaid } from './read-fixture';

const OPTIONS = ['Yes, please', 'No, thanks', 'Later'];
const POLL_ID = '3EB0POLL';
const myNumber = '4915110000001@s.whatsapp.net';
const myLid = '900000000000001@lid';

let baileys: Baileys;
let secret: Buffer;
let body: Uint8Array;

beforeAll(async () => {
	baileys = await loadBaileys();
	const content = { poll: { name: 'Well?', values: OPTIONS, selectableCount: 1 } };
	const message = await baileys.generateWAMessageContent(content, { upload: undefined as never });
	secret = Buffer.from(message.messageContextInfo!.messageSecret!);
	body = baileys.proto.Message.encode(message).finish();
});

/** What a phone does when somebody votes. */
function vote(
	picked: readonly string[],
	pair: { creator: string; voter: string },
	pollSecret: Buffer = secret,
) {
	const selectedOptions = picked.map((option) => createHash('sha256').update(option).digest());
	const plain = baileys.proto.Message.PollVoteMessage.encode({ selectedOptions }).finish();
	const words = Buffer.concat([
		Buffer.from(POLL_ID + pair.creator + pair.voter + 'Poll Vote'),
		Buffer.from([1]),
	]);
	const key = createHmac('sha256', createHmac('sha256', Buffer.alloc(32)).update(pollSecret).digest())
		.update(words)
		.digest();
	const encIv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', key, encIv).setAAD(Buffer.from(`${POLL_ID}\0${pair.voter}`));
	return { encPayload: Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]), encIv };
}

function update(picked: readonly string[], pair: { creator: string; voter: string }, pollSecret?: Buffer) {
	return {
		pollUpdateMessage: {
			pollCreationMessageKey: { remoteJid: ANNA.jid, fromMe: true, id: POLL_ID },
			vote: vote(picked, pair, pollSecret),
		},
	};
}

const pairs = [
	{ creator: myNumber, voter: ANNA.jid },
	{ creator: myLid, voter: ANNA.jid },
	{ creator: myNumber, voter: ANNA.lid },
	{ creator: myLid, voter: ANNA.lid },
];

describe('votes in our own polls', () => {
	const choices = OPTIONS.map((title, index) => ({ id: `option-${index}`, title }));
	const sent = () => [offer({ messageId: POLL_ID, via: 'poll', body, choices })];
	const known = [{ lid: ANNA.lid, jid: ANNA.jid }];

	test.each(pairs)('are read when bound to $creator and $voter', async (pair) => {
		const event = await readSaid(update(['No, thanks'], pair), { around: { sent: sent(), known } });
		expect(event).toMatchObject({
			event: 'choice',
			type: 'choice',
			text: 'No, thanks',
			choice: { id: 'option-1', title: 'No, thanks', index: 1, via: 'poll', messageId: POLL_ID },
			from: { phone: ANNA.phone, lid: ANNA.lid },
		});
	});

	test('name all options of a vote for several', async () => {
		const event = await readSaid(update(['Later', 'Yes, please'], pairs[0]!), { around: { sent: sent() } });
		expect(event.choice?.all?.map(({ id }) => id)).toEqual(['option-0', 'option-2']);
	});

	test('that were withdrawn are no event', async () => {
		expect(await read(update([], pairs[0]!), { around: { sent: sent() } })).toBeNull();
	});

	test('in a group come from the participant', async () => {
		const inGroup = sent().map((row) => ({ ...row, chatId: GROUP }));
		const key = { remoteJid: GROUP, participant: ANNA.lid, participantAlt: ANNA.jid };
		const event = await readSaid(update(['Later'], pairs[3]!), { key, around: { sent: inGroup } });
		expect(event).toMatchObject({
			chat: { id: GROUP },
			choice: { id: 'option-2' },
			from: { phone: ANNA.phone },
		});
	});

	test('by ourselves on the phone are from us', async () => {
		const pair = { creator: myNumber, voter: myNumber };
		const event = await readSaid(update(['Later'], pair), {
			key: { fromMe: true },
			around: { sent: sent() },
		});
		expect(event).toMatchObject({ choice: { id: 'option-2' }, from: { isMe: true } });
	});

	test('in a poll without ids take the option itself for one', async () => {
		const plain = [offer({ messageId: POLL_ID, via: 'poll', body, choices: null })];
		const event = await readSaid(update(['Later', 'Yes, please'], pairs[0]!), { around: { sent: plain } });
		expect(event.choice).toEqual({
			id: 'Yes, please',
			title: 'Yes, please',
			index: 0,
			via: 'poll',
			messageId: POLL_ID,
			all: [
				{ id: 'Yes, please', title: 'Yes, please', index: 0 },
				{ id: 'Later', title: 'Later', index: 2 },
			],
		});
	});

	test('of somebody who borrowed another address are refused', async () => {
		const pair = { creator: myNumber, voter: '4917000000000@s.whatsapp.net' };
		expect(await read(update(['Later'], pair), { around: { sent: sent() } })).toBeNull();
	});

	test('made without the secret of the poll are refused', async () => {
		expect(
			await read(update(['Later'], pairs[0]!, randomBytes(32)), { around: { sent: sent() } }),
		).toBeNull();
	});
});

describe('reading a vote', () => {
	const poll = () => readSentPoll(POLL_ID, body, baileys)!;
	const addresses = { creator: [ME.id, ME.lid], voter: [ANNA.jid.replace('@', ':5@'), null] };

	test('does not care about devices', () => {
		const found = readPollVote(vote(['Later'], pairs[0]!), poll(), addresses, baileys);
		expect(found).toEqual({ kind: 'picked', options: ['Later'] });
	});

	test('tells withdrawn from unreadable', () => {
		expect(readPollVote(vote([], pairs[0]!), poll(), addresses, baileys)).toEqual({ kind: 'withdrawn' });
		expect(readPollVote(undefined, poll(), addresses, baileys)).toEqual({ kind: 'unreadable' });
		expect(readPollVote(vote(['Never offered'], pairs[0]!), poll(), addresses, baileys)).toEqual({
			kind: 'unreadable',
		});
	});

	test('takes nothing for a poll that is none', () => {
		const text = baileys.proto.Message.encode({ conversation: 'Hello' }).finish();
		expect(readSentPoll(POLL_ID, text, baileys)).toBeNull();
		expect(readSentPoll(POLL_ID, Buffer.from([0xff, 0xff]), baileys)).toBeNull();
	});
});
