import { sentItem, sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

export function describeText(account: LinkedAccount): void {
	describe('Message: Send Text', () => {
		it('answers a message and mentions somebody', async () => {
			const asked = await account.bea.say(account.owner, 'Who brings the chairs?');
			const { chat } = (await account.heard(asked.id)) as { chat: { id: string } };
			const item = await account.runOne('message.sendText', {
				recipient: chat.id,
				text: `@${account.carl.digits} brings them`,
				options: {
					mentions: `+${account.carl.digits}`,
					replyTo: { message: { messageId: asked.id, text: 'Who brings the chairs?' } },
				},
			});
			expect(item.json).toEqual(sentTo(account.bea, 'text'));
			const shown = await shownOn(account.bea, item);
			expect(shown.text).toBe(`@${account.carl.digits} brings them`);
			const context = shown.message.extendedTextMessage?.contextInfo;
			expect(context?.stanzaId).toBe(asked.id);
			expect(context?.quotedMessage).toMatchObject({ conversation: 'Who brings the chairs?' });
			expect([[account.carl.jid], [account.carl.lid]]).toContainEqual(context?.mentionedJid);
		});

		it('reaches everybody in a group', async () => {
			const { group, bea, carl } = account;
			const item = await account.runOne('message.sendText', { recipient: group.jid, text: 'Open at nine' });
			expect(item.json).toEqual(sentItem({ recipient: group.jid, chatId: group.jid, via: 'text' }));
			for (const phone of [bea, carl]) {
				expect(await shownOn(phone, item)).toMatchObject({ text: 'Open at nine', chat: group.jid });
			}
		});

		it('sends a text once for one idempotency key, whoever sends it', async () => {
			const send = () =>
				account.runOne('message.sendText', {
					recipient: `+${account.bea.digits}`,
					text: 'Invoice 4711 is paid',
					options: { idempotencyKey: 'invoice-4711' },
				});
			const [first, second] = [await send(), await send()];
			expect(second.json.messageId).toBe(first.json.messageId);
			await shownOn(account.bea, first);
			const taken = account.n8n.whatsApp.taken.all.filter(({ id }) => id === first.json.messageId);
			expect(taken).toHaveLength(1);
		});
	});
}
