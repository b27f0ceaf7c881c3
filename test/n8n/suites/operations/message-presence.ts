import type { LinkedAccount } from './linked-account';

const arrives = { timeoutMs: 60_000 };

/** What the other side sees of us without a message. */
export function describePresence(account: LinkedAccount): void {
	const toBea = () => ({ recipient: `+${account.bea.digits}` });

	it('Message: Mark as Read shows the blue ticks', async () => {
		const { bea, carl, group, owner } = account;
		const said = [await bea.say(owner, 'one'), await bea.say(owner, 'two')];
		const inGroup = await carl.say(group, 'three');
		for (const { id } of [...said, inGroup]) await account.heard(id);
		const messageIds = said.map(({ id }) => id);
		const { Private, Group } = await account.run(
			account.step('Private', 'message.markRead', { ...toBea(), messageIds: messageIds.join(', ') }),
			account.step('Group', 'message.markRead', {
				recipient: group.jid,
				messageIds: inGroup.id,
				options: { participant: carl.lid },
			}),
		);
		expect(Private?.[0]?.json).toEqual({ ...toBea(), messageIds, read: true });
		expect(Group?.[0]?.json).toEqual({ recipient: group.jid, messageIds: [inGroup.id], read: true });
		for (const id of messageIds) expect(await bea.waitForReceipt(id, 'read', arrives)).toBeDefined();
		expect((await carl.waitForReceipt(inGroup.id, 'read', arrives)).from).toBe(owner.digits);
	});

	it('Message: Send Typing shows that somebody types, records and stops', async () => {
		const states = ['composing', 'recording', 'paused'] as const;
		const steps = states.map((typing) => account.step(typing, 'message.sendTyping', { ...toBea(), typing }));
		const items = await account.run(...steps);
		for (const typing of states) {
			expect(items[typing]?.map(({ json }) => json)).toEqual([{ ...toBea(), typing }]);
			await account.bea.typing.waitFor(({ from, state }) => {
				return from === account.owner.digits && state === typing;
			}, arrives);
		}
	});
}
