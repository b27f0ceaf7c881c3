import type { LinkedAccount } from './linked-account';

export function describeHistory(account: LinkedAccount): void {
	it('Message: Get Many gives what came lately, the newest first', async () => {
		const { bea, carl, owner } = account;
		const texts = ['first of three', 'second of three', 'third of three'];
		const said = [];
		for (const text of texts) said.push(await bea.say(owner, text));
		// Chats are read side by side: only what was heard before is certainly older.
		await account.heard(said[2]!.id);
		const other = await carl.say(owner, 'from somebody else');
		await account.heard(other.id);
		const { Bea, All } = await account.run(
			account.step('Bea', 'message.getMany', { recipient: `+${bea.digits}`, limit: 2 }),
			account.step('All', 'message.getMany', { limit: 1 }),
		);
		expect(Bea?.map(({ json }) => json)).toMatchObject([
			{ messageId: said[2]?.id, text: 'third of three', event: 'message', type: 'text', account: 'Branch' },
			{ messageId: said[1]?.id, text: 'second of three', from: { phone: `+${bea.digits}`, isMe: false } },
		]);
		const heard = await account.heard(said[2]!.id);
		expect(Bea?.[0]?.json).toEqual(heard);
		// One answer per item that came in.
		expect(All?.map(({ json }) => json.messageId)).toEqual([other.id, other.id]);
	});
}
