import { openShop } from './linked-shop';
import type { LinkedShop } from './linked-shop';
import type { AddressingMode } from './jids';

let shop: LinkedShop;

beforeAll(async () => {
	shop = await openShop({ retryRequestDelayMs: 1 });
});
afterAll(() => shop.close());
afterEach(() => {
	expect(shop.server.protocolErrors).toEqual([]);
	for (const phone of [shop.owner, shop.ana, shop.ben]) expect(phone.failures).toEqual([]);
});

describe.each<AddressingMode>(['lid', 'pn'])('a group addressed by %s', (addressing) => {
	const name = (jids: { lid: string; jid: string }): string => (addressing === 'lid' ? jids.lid : jids.jid);

	test('its metadata names the members in its own way', async () => {
		const { server, client, owner, ana, ben } = shop;
		const group = server.addGroup({
			subject: `Club ${addressing}`,
			participants: [owner, ana, ben],
			addressing,
		});
		const metadata = await client.socket.groupMetadata(group.jid);
		expect(metadata).toMatchObject({
			id: group.jid,
			subject: `Club ${addressing}`,
			addressingMode: addressing,
		});
		expect(metadata.participants.map(({ id }) => id)).toEqual([owner, ana, ben].map(name));
		const [first] = metadata.participants;
		expect(first?.admin).toBe('superadmin');
		expect(addressing === 'lid' ? first?.phoneNumber : first?.lid).toBe(
			addressing === 'lid' ? owner.jid : owner.lid,
		);
		expect(Object.keys(await client.socket.groupFetchAllParticipating())).toContain(group.jid);
	});

	test('messages go both ways, and between the members', async () => {
		const { server, client, owner, ana, ben } = shop;
		const group = server.addGroup({ subject: 'Talk', participants: [owner, ana, ben], addressing });
		for (const text of ['one', 'two']) {
			const sent = await ana.say(group, text);
			const got = await client.message(sent.id);
			expect(got.key).toMatchObject({ remoteJid: group.jid, participant: name(ana) });
			expect(got.key.participantAlt).toBe(addressing === 'lid' ? ana.jid : ana.lid);
			await ben.waitFor(({ id }) => id === sent.id);
			const ours = await client.socket.sendMessage(group.jid, { text: `${text} back` });
			for (const phone of [ana, ben, owner]) {
				const shown = await phone.waitFor(({ id }) => id === ours?.key.id);
				expect(shown).toMatchObject({ text: `${text} back`, chat: group.jid, from: owner.digits });
			}
		}
	});

	test('who has left cannot read on, who has come can', async () => {
		const { server, client, owner, ana, ben } = shop;
		const group = server.addGroup({ subject: 'Doors', participants: [owner, ana, ben], addressing });
		const hello = await client.socket.sendMessage(group.jid, { text: 'hello all' });
		await ben.waitFor(({ id }) => id === hello?.key.id);
		await client.socket.groupParticipantsUpdate(group.jid, [name(ben)], 'remove');
		const without = await ana.say(group, 'without ben');
		await client.message(without.id);
		await ben.idle();
		expect(ben.inbox.all.some(({ id }) => id === without.id)).toBe(false);
		await client.socket.groupParticipantsUpdate(group.jid, [name(ben)], 'add');
		const welcome = await client.socket.sendMessage(group.jid, { text: 'welcome back' });
		const back = await ana.say(group, 'yes, welcome');
		await ben.waitFor(({ id }) => id === welcome?.key.id);
		await ben.waitFor(({ id }) => id === back.id);
		await client.events.waitFor(
			({ name: event, data }) =>
				event === 'group-participants.update' &&
				JSON.stringify(data).includes(group.jid) &&
				JSON.stringify(data).includes('"add"'),
		);
	});

	test('receipts, reactions and retries work inside', async () => {
		const { server, client, owner, ana, ben } = shop;
		const group = server.addGroup({ subject: 'Signs', participants: [owner, ana, ben], addressing });
		const ours = await client.socket.sendMessage(group.jid, { text: 'react here' });
		const shown = await ana.waitFor(({ id }) => id === ours?.key.id);
		await ana.react(shown, '🎉');
		await client.events.waitFor(
			({ name: event, data }) =>
				event === 'messages.reaction' &&
				JSON.stringify(data).includes('🎉') &&
				JSON.stringify(data).includes(group.jid),
		);
		ana.read(shown);
		await client.events.waitFor(
			({ name: event, data }) =>
				event === 'message-receipt.update' && JSON.stringify(data).includes('readTimestamp'),
		);
		const sent = await ana.say(group, 'read this');
		const got = await client.message(sent.id);
		await client.socket.readMessages([got.key]);
		await ana.waitForReceipt(sent.id, 'read');
	});

	test('a phone that lost the sender key asks for the message again', async () => {
		const { server, client, owner, ana, ben } = shop;
		const group = server.addGroup({ subject: 'Lost', participants: [owner, ana, ben], addressing });
		const first = await client.socket.sendMessage(group.jid, { text: 'first' });
		await ben.waitFor(({ id }) => id === first?.key.id);
		ben.signal.forgetSenderKeys(group.jid);
		const second = await client.socket.sendMessage(group.jid, { text: 'second' });
		expect((await ben.waitFor(({ id }) => id === second?.key.id)).text).toBe('second');
		expect(ben.failures.map(({ id }) => id)).toEqual([second?.key.id]);
		ben.failures.length = 0;
	});
});

test('the client makes a group, renames it and leaves it', async () => {
	const { server, client, owner, ana } = shop;
	const made = await client.socket.groupCreate('New club', [ana.jid]);
	expect(server.groups.require(made.id).memberAccounts()).toEqual([owner.account, ana.account]);
	await client.socket.groupUpdateSubject(made.id, 'Old club');
	expect((await client.socket.groupMetadata(made.id)).subject).toBe('Old club');
	await client.socket.groupLeave(made.id);
	await expect(client.socket.groupMetadata(made.id)).rejects.toThrow('forbidden');
});

test('the owner writes into a group from the phone', async () => {
	const { server, client, owner, ana } = shop;
	const group = server.addGroup({ subject: 'Own', participants: [owner, ana] });
	const sent = await owner.say(group, 'by hand');
	expect((await client.message(sent.id)).key.fromMe).toBe(true);
	await ana.waitFor(({ id }) => id === sent.id);
});
