import { sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

/** What can be done to a message that exists already. */
export function describeChanges(account: LinkedAccount): void {
	const toBea = () => ({ recipient: `+${account.bea.digits}` });

	it('Message: Send Reaction puts an emoji on it and takes it back', async () => {
		const said = await account.bea.say(account.owner, 'We are open again');
		const { react, takeBack } = await account.run(
			account.step('react', 'message.sendReaction', { ...toBea(), messageId: said.id, emoji: '🎉' }),
			account.step('takeBack', 'message.sendReaction', { ...toBea(), messageId: said.id, emoji: '' }),
		);
		for (const [item, text] of [
			[react?.[0], '🎉'],
			[takeBack?.[0], ''],
		] as const) {
			expect(item?.json).toEqual(sentTo(account.bea, 'reaction'));
			const { reactionMessage } = (await shownOn(account.bea, item)).message;
			expect(reactionMessage).toMatchObject({ text, key: { id: said.id } });
		}
	});

	it('Message: Edit changes the text and Message: Delete removes it', async () => {
		const messageId = "={{ $('Sent').item.json.messageId }}";
		const { Sent, Edited, Deleted } = await account.run(
			account.step('Sent', 'message.sendText', { ...toBea(), text: 'We open at nien' }),
			account.step('Edited', 'message.edit', { ...toBea(), messageId, text: 'We open at nine' }),
			account.step('Deleted', 'message.delete', { ...toBea(), messageId }),
		);
		expect(Edited?.[0]?.json).toEqual(sentTo(account.bea, 'edit'));
		expect(Deleted?.[0]?.json).toEqual(sentTo(account.bea, 'delete'));
		const key = { id: Sent?.[0]?.json.messageId };
		expect((await shownOn(account.bea, Sent?.[0])).text).toBe('We open at nien');
		const edited = await shownOn(account.bea, Edited?.[0]);
		expect(edited).toMatchObject({ text: 'We open at nine', raw: { attrs: { edit: '1' } } });
		expect(edited.message.protocolMessage?.key).toMatchObject(key);
		const deleted = await shownOn(account.bea, Deleted?.[0]);
		expect(deleted).toMatchObject({ message: { protocolMessage: { key } }, raw: { attrs: { edit: '7' } } });
	});
}
