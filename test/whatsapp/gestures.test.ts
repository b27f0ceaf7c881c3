import {
	decryptPollVote,
	generateWAMessageFromContent,
	getAggregateVotesInPollMessage,
	proto,
} from '@whiskeysockets/baileys';
import type { WAMessage } from '@whiskeysockets/baileys';
import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import type { Received } from './received';

let shop: LinkedShop;

beforeAll(async () => {
	shop = await openShop();
});
afterAll(() => shop.close());
afterEach(() => {
	expect(shop.server.protocolErrors).toEqual([]);
	expect(shop.ana.failures).toEqual([]);
});

const eventWith = async (name: string, part: string): Promise<unknown> => {
	const seen = await shop.client.events.waitFor(
		(e) => e.name === name && JSON.stringify(e.data).includes(part),
	);
	return seen.data;
};

const sendFromClient = async (content: proto.IMessage): Promise<Received> => {
	const { client, ana } = shop;
	const message = generateWAMessageFromContent(ana.jid, content, {
		userJid: client.session.creds.me?.id ?? '',
	});
	const id = message.key.id ?? '';
	await client.socket.relayMessage(ana.jid, message.message ?? {}, { messageId: id });
	return ana.waitFor((shown) => shown.id === id);
};

test('a reply quotes the message it answers', async () => {
	const { client, ana } = shop;
	const asked = await client.socket.sendMessage(ana.jid, { text: 'which size?' });
	const shown = await ana.waitFor(({ id }) => id === asked?.key.id);
	const sent = await ana.reply(shown, 'large');
	const context = (await client.message(sent.id)).message?.extendedTextMessage?.contextInfo;
	expect(context?.stanzaId).toBe(asked?.key.id);
	expect(context?.quotedMessage?.extendedTextMessage?.text).toBe('which size?');
});

test('a reaction comes as a reaction event on our message', async () => {
	const { client, ana } = shop;
	const asked = await client.socket.sendMessage(ana.jid, { text: 'react to me' });
	const shown = await ana.waitFor(({ id }) => id === asked?.key.id);
	await ana.react(shown, '👍');
	const data = await eventWith('messages.reaction', asked?.key.id ?? '');
	expect(data).toMatchObject([{ key: { id: asked?.key.id, fromMe: true }, reaction: { text: '👍' } }]);
});

test('an edit and a deletion come as updates of the message', async () => {
	const { client, ana, owner } = shop;
	const sent = await ana.say(owner, 'tpyo');
	await client.message(sent.id);
	await ana.edit(sent, 'typo');
	expect(JSON.stringify(await eventWith('messages.update', 'editedMessage'))).toContain('typo');
	await ana.delete(sent);
	await eventWith('messages.update', '"messageStubType":1');
});

test('the client reacts, edits and deletes, and the phone sees it', async () => {
	const { client, ana, owner } = shop;
	const sent = await ana.say(owner, 'you there?');
	const got = await client.message(sent.id);
	await client.socket.sendMessage(ana.jid, { react: { text: '❤️', key: got.key } });
	const reaction = await ana.waitFor(({ kind }) => kind === 'reactionMessage');
	expect(reaction.message.reactionMessage).toMatchObject({ text: '❤️', key: { id: sent.id } });
	const ours = await client.socket.sendMessage(ana.jid, { text: 'frist' });
	const key = ours?.key ?? {};
	await client.socket.sendMessage(ana.jid, { text: 'first', edit: key });
	expect((await ana.waitFor(({ raw }) => raw.attrs.edit === '1')).text).toBe('first');
	await client.socket.sendMessage(ana.jid, { delete: key });
	const revoked = await ana.waitFor(({ raw }) => raw.attrs.edit === '7');
	expect(revoked.message.protocolMessage?.key?.id).toBe(key.id);
});

test('location and contact cards', async () => {
	const { client, ana, owner } = shop;
	const place = await ana.sendLocation(owner, 52.5, 13.4, 'Berlin');
	const card = await ana.sendContact(owner, 'Ben', '+44 7700 900123');
	expect((await client.message(place.id)).message?.locationMessage).toMatchObject({
		degreesLatitude: 52.5,
		name: 'Berlin',
	});
	expect((await client.message(card.id)).message?.contactMessage?.vcard).toContain('waid=447700900123');
});

test('a vote can be opened with the poll’s secret, a later one replaces it', async () => {
	const { client, ana } = shop;
	const poll = await client.socket.sendMessage(ana.jid, {
		poll: { name: 'Lunch?', values: ['Soup', 'Salad'], selectableCount: 1 },
	});
	const shown = await ana.waitFor(({ id }) => id === poll?.key.id);
	expect(shown.text).toBe('Lunch?');
	for (const choice of ['Soup', 'Salad']) {
		const sent = await ana.vote(shown, [choice]);
		const update = await client.message(sent.id);
		expect(votersOf(poll, update, shop.owner.jid, ana.jid)).toEqual([choice]);
	}
});

test('a vote sealed with the creator’s LID and the voter’s number opens with exactly these', async () => {
	const { client, ana, owner } = shop;
	const poll = await client.socket.sendMessage(ana.lid, { poll: { name: 'Mixed?', values: ['Yes', 'No'] } });
	const shown = await ana.waitFor(({ id }) => id === poll?.key.id);
	const sent = await ana.vote(shown, ['Yes'], { creatorAs: 'lid', voterAs: 'pn' });
	const update = await client.message(sent.id);
	expect(votersOf(poll, update, owner.lid, ana.jid)).toEqual(['Yes']);
	expect(() => votersOf(poll, update, owner.jid, ana.jid)).toThrow();
});

function votersOf(poll: WAMessage | undefined, update: WAMessage, creator: string, voter: string): string[] {
	const vote = update.message?.pollUpdateMessage?.vote;
	const pollEncKey = poll?.message?.messageContextInfo?.messageSecret;
	if (!vote || !pollEncKey) throw new Error('no vote');
	const opened = decryptPollVote(vote, {
		pollEncKey,
		pollCreatorJid: creator,
		pollMsgId: poll.key.id ?? '',
		voterJid: voter,
	});
	const pollUpdates = [{ pollUpdateMessageKey: update.key, vote: opened, senderTimestampMs: 1 }];
	const result = getAggregateVotesInPollMessage({ message: poll.message, pollUpdates }, 'me');
	return result.filter(({ voters }) => voters.length > 0).map(({ name }) => name);
}

test('a row of a list, a button and a quick reply can be tapped', async () => {
	const { client, ana } = shop;
	const list = await sendFromClient({
		listMessage: {
			description: 'Pick one',
			buttonText: 'Open',
			listType: 1,
			sections: [
				{
					title: 'All',
					rows: [
						{ rowId: 'r1', title: 'One' },
						{ rowId: 'r2', title: 'Two' },
					],
				},
			],
		},
	});
	const picked = await client.message((await ana.tap(list, 'Two')).id);
	expect(picked.message?.listResponseMessage?.singleSelectReply?.selectedRowId).toBe('r2');

	const buttons = await sendFromClient({
		buttonsMessage: {
			contentText: 'Sure?',
			headerType: 1,
			buttons: [{ buttonId: 'yes', buttonText: { displayText: 'Yes' }, type: 1 }],
		},
	});
	const tapped = await client.message((await ana.tap(buttons, 1)).id);
	expect(tapped.message?.buttonsResponseMessage).toMatchObject({
		selectedButtonId: 'yes',
		selectedDisplayText: 'Yes',
	});

	const template = await sendFromClient({
		templateMessage: {
			hydratedTemplate: {
				hydratedContentText: 'Confirm',
				hydratedButtons: [{ index: 1, quickReplyButton: { id: 'ok', displayText: 'OK' } }],
			},
		},
	});
	const confirmed = await client.message((await ana.tap(template, 'ok')).id);
	expect(confirmed.message?.templateButtonReplyMessage).toMatchObject({ selectedId: 'ok', selectedIndex: 1 });
	await expect(async () => ana.tap(list, 'Three')).rejects.toThrow('offers One, Two');
});

test('native-flow buttons and lists can be tapped', async () => {
	const { client, ana } = shop;
	const flow = await sendFromClient({
		interactiveMessage: {
			body: { text: 'Choose' },
			nativeFlowMessage: {
				buttons: [
					{
						name: 'quick_reply',
						buttonParamsJson: JSON.stringify({ display_text: 'Approve', id: 'approve' }),
					},
					{
						name: 'single_select',
						buttonParamsJson: JSON.stringify({
							title: 'More',
							sections: [{ rows: [{ id: 'x9', title: 'Nine' }] }],
						}),
					},
				],
			},
		},
	});
	for (const id of ['approve', 'x9']) {
		const got = await client.message((await ana.tap(flow, id)).id);
		const params = got.message?.interactiveResponseMessage?.nativeFlowResponseMessage?.paramsJson ?? '';
		expect((JSON.parse(params) as { id: string }).id).toBe(id);
	}
});

test('read receipts and typing go both ways', async () => {
	const { client, ana, owner } = shop;
	const ours = await client.socket.sendMessage(ana.jid, { text: 'read me' });
	ana.read(await ana.waitFor(({ id }) => id === ours?.key.id));
	await eventWith('messages.update', '"status":4');
	const sent = await ana.say(owner, 'and read me');
	const got = await client.message(sent.id);
	await client.socket.readMessages([got.key]);
	expect((await ana.waitForReceipt(sent.id, 'read')).from).toBe(owner.digits);
	await client.socket.sendPresenceUpdate('composing', ana.jid);
	await ana.typing.waitFor(({ state, from }) => state === 'composing' && from === owner.digits);
	await client.socket.sendPresenceUpdate('recording', ana.jid);
	await ana.typing.waitFor(({ state, from }) => state === 'recording' && from === owner.digits);
	ana.type(owner);
	await eventWith('presence.update', 'composing');
	ana.type(owner, 'recording');
	await eventWith('presence.update', 'recording');
});

test('any message can be sent from a phone', async () => {
	const { client, ana, owner } = shop;
	const content = proto.Message.create({
		viewOnceMessage: { message: { extendedTextMessage: { text: 'once' } } },
	});
	const sent = await ana.sendMessage(owner, content);
	const got = await client.messages.waitFor(({ key, message }) => key.id === sent.id && Boolean(message));
	expect(got.message?.viewOnceMessage?.message?.extendedTextMessage?.text).toBe('once');
});

test('a status reaches those it was meant for', async () => {
	const { client, ana, ben } = shop;
	const options = { statusJidList: [ana.jid], broadcast: true };
	const sent = await client.socket.sendMessage('status@broadcast', { text: 'open until six' }, options);
	const shown = await ana.waitFor(({ id }) => id === sent?.key.id);
	expect(shown).toMatchObject({ chat: 'status@broadcast', text: 'open until six' });
	await ben.idle();
	expect(ben.inbox.all.some(({ id }) => id === sent?.key.id)).toBe(false);
});
