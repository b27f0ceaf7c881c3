import { loopbackKit, type KitRun, type LoopbackKit } from '../../fixtures/linked-kit';
import type { Phone } from '../../whatsapp';

const never = new AbortController().signal;

describe('own number against WhatsApp on loopback', () => {
	let world: LoopbackKit;
	let run: KitRun;
	let ana: Phone;
	let keys = 0;
	const key = (): string => `test:${(keys += 1)}`;

	beforeAll(async () => {
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		run = await world.startLinked();
	});

	afterAll(async () => await world.dispose());

	it('is linked by QR and says as whom', async () => {
		await expect(run.session.status()).resolves.toMatchObject({
			state: 'open',
			phone: '+5511987654321',
			warnings: [],
		});
	});

	it('sends a text that the phone can read, and says sent', async () => {
		const receipt = await run.session.send({
			recipient: '+49 151 23456789',
			message: { kind: 'text', text: 'Hello Ana' },
			idempotencyKey: key(),
		});
		const got = await ana.inbox.waitFor(({ text }) => text === 'Hello Ana');
		expect(got.id).toBe(receipt.messageId);
		expect(receipt).toMatchObject({ outcome: 'sent', via: 'text', recipient: '+4915123456789' });
	});

	it('hears what a phone writes, with number, LID and name', async () => {
		await ana.say(world.owner, 'How much is it?');
		const { event, inboxSeq } = await run.events.waitFor(
			({ event }) => event.event === 'message' && event.text === 'How much is it?',
		);
		expect(inboxSeq).not.toBeNull();
		expect(event).toMatchObject({
			event: 'message',
			type: 'text',
			from: { phone: '+4915123456789', name: 'Ana', isMe: false },
			chat: { type: 'private' },
			offline: false,
		});
	});

	it('hears somebody who writes under a LID, with the number when WhatsApp tells it', async () => {
		await ana.say(world.owner, 'from a LID', { addressing: 'lid' });
		const { event } = await run.events.waitFor(
			({ event }) => event.event === 'message' && event.text === 'from a LID',
		);
		expect(event.from).toMatchObject({ phone: '+4915123456789', lid: ana.lid });
		expect(event.chat.id).toBe(ana.lid);
	});

	it('refuses a number that is not on WhatsApp and sends nothing', async () => {
		const before = world.server.taken.all.length;
		await expect(
			run.session.send({
				recipient: '+49 170 0000000',
				message: { kind: 'text', text: 'x' },
				idempotencyKey: key(),
			}),
		).rejects.toMatchObject({ code: 'notOnWhatsApp' });
		expect(world.server.taken.all.length).toBe(before);
	});

	it('shows a list as a poll and reads the vote as one choice', async () => {
		await run.session.send({
			recipient: ana.digits,
			message: {
				kind: 'list',
				body: 'Which size?',
				buttonText: 'Choose',
				sections: [
					{
						rows: [
							{ id: 's', title: 'Small' },
							{ id: 'l', title: 'Large' },
						],
					},
				],
			},
			idempotencyKey: key(),
		});
		const poll = await ana.inbox.waitFor(({ message }) => Boolean(message.pollCreationMessageV3));
		await ana.vote(poll, ['Large']);
		const { event } = await run.events.waitFor(({ event }) => event.event === 'choice');
		expect(event).toMatchObject({
			event: 'choice',
			choice: { id: 'l', title: 'Large', index: 1, via: 'poll' },
		});
	});

	it('asks WhatsApp which form of a Brazilian number exists', async () => {
		const rio = world.server.addPhone({ phone: '552188887777', name: 'Rio' });
		const receipt = await run.session.send({
			recipient: '+55 21 98888-7777',
			message: { kind: 'text', text: 'Oi' },
			idempotencyKey: key(),
		});
		expect(receipt.chatId).toBe(`${rio.digits}@s.whatsapp.net`);
		await rio.inbox.waitFor(({ text }) => text === 'Oi');
	});

	it('logs out on request and forgets the identity', async () => {
		await run.session.logout(never);
		await expect(run.session.status()).resolves.toMatchObject({ state: 'loggedOut' });
		await world.server.log.waitFor({ direction: 'in', tag: 'iq', child: 'remove-companion-device' });
	});

	it('is linked again afterwards without a restart, and talks', async () => {
		const { qr } = await run.session.link({ waitMs: 5_000, signal: never });
		await world.owner.scan(qr!);
		expect(await run.session.link({ waitMs: 20_000, signal: never })).toMatchObject({ linked: true });
		const receipt = await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'Here again' },
			idempotencyKey: key(),
		});
		expect(receipt.outcome).toBe('sent');
		await ana.inbox.waitFor(({ text }) => text === 'Here again');
	}, 60_000);
});
