import { loopbackKit, type KitRun, type LoopbackKit } from '../../fixtures/linked-kit';
import type { Group, Phone } from '../../whatsapp';

describe('waiting for a receipt on the own number', () => {
	let world: LoopbackKit;
	let run: KitRun;
	let ana: Phone;
	let group: Group;
	let keys = 0;

	beforeAll(async () => {
		world = await loopbackKit();
		ana = world.server.addPhone({ phone: '4915123456789', name: 'Ana' });
		const ben = world.server.addPhone({ phone: '447700900123', name: 'Ben' });
		group = world.server.addGroup({ subject: 'Team', participants: [world.owner, ana, ben] });
		run = await world.startLinked();
	});

	afterAll(async () => await world.dispose());

	const send = async (
		recipient: string,
		waitFor?: 'delivered' | 'read',
		message: object = { kind: 'text', text: 'Hi' },
	) =>
		await run.session.send({
			recipient,
			message,
			waitFor,
			waitForMs: 20_000,
			idempotencyKey: `w:${(keys += 1)}`,
		});

	const list = {
		kind: 'list',
		body: 'Pick',
		buttonText: 'Menu',
		sections: [{ rows: [{ id: 'a', title: 'A' }] }],
	};

	it.each([
		['a text', { kind: 'text', text: 'Hi' }],
		['a list', list],
	])('%s is delivered when the phone has it', async (_name, message) => {
		await expect(send(ana.digits, 'delivered', message)).resolves.toMatchObject({
			outcome: 'delivered',
			waitedFor: 'delivered',
			timedOut: false,
		});
	});

	it('is read when it was read on the phone', async () => {
		const sending = send(ana.digits, 'read', { kind: 'text', text: 'read me' });
		ana.read(await ana.waitFor(({ text }) => text === 'read me'));
		await expect(sending).resolves.toMatchObject({ outcome: 'read', waitedFor: 'read', timedOut: false });
	});

	it('in a group the first phone that has it counts', async () => {
		await expect(send(group.jid, 'delivered')).resolves.toMatchObject({ outcome: 'delivered' });
	});

	it('stays what it is when nobody reads it in time', async () => {
		const receipt = await run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'nobody reads this' },
			waitFor: 'read',
			waitForMs: 1_000,
			idempotencyKey: 'unread',
		});
		expect(receipt).toMatchObject({ outcome: 'delivered', waitedFor: 'read', timedOut: true });
	});

	it('a limit out of range is found before anything leaves', async () => {
		const waiting = run.session.send({
			recipient: ana.digits,
			message: { kind: 'text', text: 'never sent' },
			waitFor: 'read',
			waitForMs: 5,
			idempotencyKey: 'range',
		});
		await expect(waiting).rejects.toMatchObject({ code: 'invalidInput' });
		expect(ana.inbox.all.filter(({ text }) => text === 'never sent')).toEqual([]);
	});
});
