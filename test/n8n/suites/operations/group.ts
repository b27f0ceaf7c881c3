import type { LinkedAccount } from './linked-account';

export function describeGroup(account: LinkedAccount): void {
	it('Group: Get Many, Get and Get Participants tell what the number is a member of', async () => {
		const { group, bea, carl, owner } = account;
		const groupId = { __rl: true, mode: 'id', value: group.jid };
		const { Many, One, Members } = await account.run(
			account.step('Many', 'group.getMany', { returnAll: true }),
			account.step('One', 'group.get', { groupId }),
			account.step('Members', 'group.getParticipants', { groupId }),
		);
		const summary = {
			id: group.jid,
			subject: 'Neighbours',
			description: null,
			owner: `+${bea.digits}`,
			createdAt: Number(group.creation) * 1000,
			size: 3,
			announceOnly: false,
		};
		expect(Many?.map(({ json }) => json)).toEqual([summary]);
		expect(One?.map(({ json }) => json)).toEqual([summary]);
		const member = (phone: typeof bea, admin: boolean) => ({
			groupId: group.jid,
			id: phone.lid,
			phone: `+${phone.digits}`,
			lid: phone.lid,
			admin,
			superAdmin: admin,
		});
		const members = [member(bea, true), member(owner, false), member(carl, false)];
		expect(Members?.map(({ json }) => json)).toEqual(members);
	});
}
