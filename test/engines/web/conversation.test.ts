import type { IncomingEvent } from '../../../messages/incoming';
import { loopbackKit, type KitRun, type LoopbackKit } from '../../fixtures/linked-kit';
import { trustMediaHost } from '../../fixtures/trusted-media';
import { until } from '../../fixtures/until';
import type { Group, Phone } from '../../whatsapp';

const never = new AbortController().signal;
/** The smallest PNG there is: one transparent pixel. */
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);

describe('a conversation on the own number', () => {
	let world: LoopbackKit;
	let run: KitRun;
	let ana: Phone;
	let group: Group;
	let untrust: () => void;
	let keys = 0;

	beforeAll(async () => {
		world = await loopbackKit();
		untrust = trustMediaHost(world.server);
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		const ben = world.server.addPhone({ phone: '447700900123', name: 'Ben' });
		group = world.server.addGroup({
			subject: 'Team',
			participants: [world.owner, ana, ben],
			addressing: 'lid',
		});
		run = await world.startLinked();
	});

	afterAll(async () => {
		untrust();
		await world.dispose();
	});

	const send = async (recipient: string, message: unknown, extras = {}) =>
		await run.session.send({ recipient, message, extras, idempotencyKey: `talk:${(keys += 1)}` });
	const hear = async (matches: (event: IncomingEvent) => boolean): Promise<IncomingEvent> =>
		(await run.events.waitFor(({ event }) => matches(event))).event;

	it('a picture goes out, and the phone opens it', async () => {
		const receipt = await send(ana.digits, {
			kind: 'auto',
			source: { type: 'binary', data: PNG, fileName: 'dot.png' },
			caption: 'look',
		});
		const shown = await ana.waitFor(({ id }) => id === receipt.messageId);
		expect(receipt.via).toBe('image');
		expect(shown.text).toBe('look');
		expect(await ana.openFile(shown)).toEqual(PNG);
	});

	it('a picture comes in and can be downloaded by its reference', async () => {
		await ana.sendFile(world.owner, { kind: 'image', bytes: PNG, caption: 'from me' });
		const event = await hear((heard) => heard.event === 'message' && heard.text === 'from me');
		if (event.event !== 'message') throw new Error('not a message');
		expect(event).toMatchObject({ type: 'image', media: { size: PNG.length } });
		const file = await run.session.downloadMedia({
			reference: event.media!.reference,
			maxBytes: 10_000,
			signal: never,
		});
		expect(Buffer.from(file.data)).toEqual(PNG);
		await expect(
			run.session.downloadMedia({ reference: event.media!.reference, maxBytes: 10, signal: never }),
		).rejects.toMatchObject({ code: 'media' });
	});

	it('a file that left the servers is asked from the phone again', async () => {
		const sent = await ana.sendFile(world.owner, { kind: 'image', bytes: PNG, caption: 'expires' });
		const event = await hear((heard) => heard.event === 'message' && heard.messageId === sent.id);
		world.server.media.expire(sent.message.imageMessage!.directPath!);
		const reference = event.event === 'message' ? event.media!.reference : '';
		const file = await run.session.downloadMedia({ reference, maxBytes: 10_000, signal: never });
		expect(Buffer.from(file.data)).toEqual(PNG);
	});

	it('reactions, edits and deletes are events of their own', async () => {
		const sent = await ana.say(world.owner, 'tpyo');
		await hear((heard) => heard.event === 'message' && heard.text === 'tpyo');
		await ana.edit(sent, 'typo');
		await expect(hear((heard) => heard.event === 'edited')).resolves.toMatchObject({
			text: 'typo',
			targetId: sent.id,
		});
		await ana.delete(sent);
		await expect(hear((heard) => heard.event === 'deleted')).resolves.toMatchObject({ targetId: sent.id });
		const ours = await send(ana.digits, { kind: 'text', text: 'react to me' });
		const shown = await ana.waitFor(({ id }) => id === ours.messageId);
		await ana.react(shown, '👍');
		await expect(hear((heard) => heard.event === 'reaction')).resolves.toMatchObject({
			emoji: '👍',
			targetId: ours.messageId,
		});
	});

	it('we react, edit and delete, and the phone sees it', async () => {
		const sent = await send(ana.digits, { kind: 'text', text: 'frist' });
		const target = { messageId: sent.messageId, fromMe: true };
		await send(ana.digits, { kind: 'edit', text: 'first', target });
		await ana.waitFor(
			({ message }) =>
				message.protocolMessage?.editedMessage?.extendedTextMessage?.text === 'first' ||
				message.protocolMessage?.editedMessage?.conversation === 'first',
		);
		await send(ana.digits, { kind: 'reaction', emoji: '🎉', target });
		await ana.waitFor(({ message }) => message.reactionMessage?.text === '🎉');
		await send(ana.digits, { kind: 'delete', target });
		await ana.waitFor(
			({ message }) =>
				message.protocolMessage?.type === 0 && message.protocolMessage.key?.id === sent.messageId,
		);
	});

	it('a reply quotes what it answers, both ways', async () => {
		const sent = await ana.say(world.owner, 'question?');
		await hear((heard) => heard.event === 'message' && heard.text === 'question?');
		await send(
			ana.digits,
			{ kind: 'text', text: 'answer!' },
			{ quoted: { messageId: sent.id, fromMe: false, text: 'question?' } },
		);
		const shown = await ana.waitFor(({ text }) => text === 'answer!');
		expect(shown.message.extendedTextMessage?.contextInfo?.stanzaId).toBe(sent.id);
		await ana.reply(shown, 'thanks');
		await expect(
			hear((heard) => heard.event === 'message' && heard.text === 'thanks'),
		).resolves.toMatchObject({
			quoted: { messageId: shown.id, text: 'answer!' },
		});
	});

	it('numbered text comes back as one choice, by number', async () => {
		await run.session.send({
			recipient: ana.digits,
			message: {
				kind: 'buttons',
				body: 'Continue?',
				buttons: [
					{ id: 'y', title: 'Yes' },
					{ id: 'n', title: 'No' },
				],
			},
			fallback: 'text',
			idempotencyKey: 'talk:numbered',
		});
		await ana.waitFor(({ text }) => text?.includes('Continue?') ?? false);
		await ana.say(world.owner, '2');
		await expect(hear((heard) => heard.event === 'choice' && heard.text === '2')).resolves.toMatchObject({
			choice: { id: 'n', title: 'No', index: 1, via: 'number' },
		});
	});

	it('a number answers the newest of several offers made at once', async () => {
		for (const offer of [1, 2, 3, 4, 5]) {
			const buttons = [1, 2].map((place) => ({ id: `${offer}.${place}`, title: `Way ${place}` }));
			const message = { kind: 'buttons', body: `Offer ${offer}`, buttons };
			const idempotencyKey = `talk:offer ${offer}`;
			await run.session.send({ recipient: ana.digits, message, fallback: 'text', idempotencyKey });
		}
		const { id } = await ana.say(world.owner, '1');
		await expect(hear((heard) => heard.messageId === id)).resolves.toMatchObject({ choice: { id: '5.1' } });
	});

	it('locations and contacts go both ways', async () => {
		await send(ana.digits, { kind: 'location', latitude: 52.5, longitude: 13.4, name: 'Office' });
		await ana.waitFor(({ message }) => message.locationMessage?.name === 'Office');
		await send(ana.digits, { kind: 'contact', contacts: [{ name: 'Eva', phone: '+49 151 11112222' }] });
		await ana.waitFor(({ message }) => Boolean(message.contactMessage));
		await ana.sendLocation(world.owner, 1.5, 2.5, 'Here');
		await expect(
			hear((heard) => heard.event === 'message' && heard.type === 'location' && !heard.from.isMe),
		).resolves.toMatchObject({
			location: { latitude: 1.5, longitude: 2.5, name: 'Here' },
		});
	});

	it('a group message comes with who wrote it, and an answer reaches everybody', async () => {
		await ana.say(group, 'hello team');
		const event = await hear((heard) => heard.event === 'message' && heard.text === 'hello team');
		expect(event).toMatchObject({
			chat: { id: group.jid, type: 'group' },
			from: { phone: '+4915123456789', lid: ana.lid, name: 'Ana' },
		});
		const receipt = await send(group.jid, { kind: 'text', text: 'hello from n8n' });
		await ana.waitFor(({ id }) => id === receipt.messageId);
		expect(ana.decryptFailures).toBe(0);
	});

	it('groups are listed with their members', async () => {
		await expect(run.session.listGroups(never)).resolves.toMatchObject([
			{ id: group.jid, subject: 'Team', size: 3 },
		]);
		const { participants } = await run.session.getGroup(group.jid, never);
		expect(participants.map(({ phone }) => phone).sort()).toEqual([
			'+447700900123',
			'+4915123456789',
			'+5511987654321',
		]);
	});

	it('tells when a message was delivered and read', async () => {
		const receipt = await send(ana.digits, { kind: 'text', text: 'read me' });
		const shown = await ana.waitFor(({ id }) => id === receipt.messageId);
		await hear(
			(heard) =>
				heard.event === 'messageStatus' &&
				heard.messageId === receipt.messageId &&
				heard.status === 'delivered',
		);
		ana.read(shown);
		await hear(
			(heard) =>
				heard.event === 'messageStatus' && heard.messageId === receipt.messageId && heard.status === 'read',
		);
	});

	it('marks as read and shows typing', async () => {
		const sent = await ana.say(world.owner, 'seen?');
		await hear((heard) => heard.event === 'message' && heard.text === 'seen?');
		await run.session.markRead({
			recipient: { recipient: ana.digits },
			messageIds: [sent.id],
			signal: never,
		});
		await until(() => ana.receipts.all.some(({ ids, type }) => ids.includes(sent.id) && type === 'read'));
		await run.session.setTyping({ recipient: { recipient: ana.digits }, typing: 'composing', signal: never });
		await until(() => ana.typing.all.some(({ state }) => state === 'composing'));
	});

	it('shows own messages as own: from n8n and from the phone', async () => {
		const receipt = await send(ana.digits, { kind: 'text', text: 'by n8n' });
		await expect(
			hear((heard) => heard.messageId === receipt.messageId && heard.event === 'message'),
		).resolves.toMatchObject({
			from: { isMe: true },
		});
		await world.owner.say(ana, 'by hand');
		await expect(
			hear((heard) => heard.event === 'message' && heard.text === 'by hand'),
		).resolves.toMatchObject({ from: { isMe: true } });
	});

	it('lists what came lately, newest first', async () => {
		const recent = await run.session.recentMessages({
			recipient: { recipient: ana.digits },
			limit: 3,
			signal: never,
		});
		expect(recent.length).toBe(3);
		expect(recent.every(({ chat }) => chat.id === ana.jid)).toBe(true);
		expect(recent[0]!.timestamp).toBeGreaterThanOrEqual(recent[2]!.timestamp);
	});

	it('reads a numbered answer by the offer that stood open when it came, also after later offers', async () => {
		const offer = async (title: string) =>
			await run.session.send({
				recipient: ana.digits,
				message: {
					kind: 'list',
					body: title,
					buttonText: 'Choose',
					sections: [{ rows: [{ id: `${title}-1`, title: `${title} one` }] }],
				},
				fallback: 'text',
				idempotencyKey: `talk:${(keys += 1)}`,
			});
		const first = await offer('Lunch');
		await ana.waitFor(({ id }) => id === first.messageId);
		const said = await ana.say(world.owner, '1');
		const live = await hear((event) => event.messageId === said.id);
		expect(live).toMatchObject({ event: 'choice', choice: { id: 'Lunch-1', messageId: first.messageId } });
		// The store counts in ms: the next offer must not fall into the one of the answer.
		await until(() => Date.now() > Date.parse(first.sentAt) + 2);
		await offer('Dinner');
		const recent = await run.session.recentMessages({
			recipient: { recipient: ana.digits },
			limit: 20,
			signal: never,
		});
		expect(recent.find(({ messageId }) => messageId === said.id)).toEqual(live);
	});

	it('says whether a number is on WhatsApp, and shows its picture when there is one', async () => {
		await expect(run.session.checkNumber({ recipient: ana.digits }, never)).resolves.toMatchObject({
			exists: true,
		});
		await expect(run.session.checkNumber({ recipient: '+49 170 0000000' }, never)).resolves.toEqual({
			exists: false,
		});
		await expect(run.session.profilePicture({ recipient: ana.digits }, never)).resolves.toBeNull();
	});
});
