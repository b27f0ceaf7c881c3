import { showsFeatures } from '../../features/shows-features';
import type { Item } from '../../n8n-client';
import { sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

const dishes = {
	section: [
		{ title: 'Main', rows: { row: [{ title: 'Lasagne', id: 'lasagne', description: 'With salad' }] } },
		{ title: 'Soup', rows: { row: [{ title: 'Minestrone', id: 'soup' }] } },
	],
};

/** What the trigger makes of the answer with this id. */
async function hearsPick(account: LinkedAccount, answer: { id: string }, offer: Item, choice: object) {
	expect(await account.heard(answer.id)).toMatchObject({
		event: 'choice',
		from: { phone: `+${account.bea.digits}` },
		choice: { ...choice, messageId: offer.json.messageId },
	});
}

export function describeList(account: LinkedAccount): void {
	describe('Message: Send List', () => {
		it('goes out as a poll, and a vote comes back as the row', async () => {
			showsFeatures('web', 'list');
			const item = await account.runOne('message.sendList', {
				recipient: `+${account.bea.digits}`,
				listBody: 'What would you like?',
				listButtonText: 'Menu',
				sections: dishes,
			});
			expect(item.json).toEqual(sentTo(account.bea, 'poll'));
			const shown = await shownOn(account.bea, item);
			expect(shown).toMatchObject({ text: 'What would you like?' });
			expect(answersOf(shown.message)).toEqual(['Lasagne', 'Minestrone']);
			const vote = await account.bea.vote(shown, ['Minestrone']);
			await hearsPick(account, vote, item, { id: 'soup', title: 'Minestrone', index: 1, via: 'poll' });
		});
	});
}

export function describeButtons(account: LinkedAccount): void {
	describe('Message: Send Buttons', () => {
		it('goes out as numbered text, and the number comes back as the button', async () => {
			showsFeatures('web', 'replyButtons', 'headerAndFooter');
			const item = await account.runOne('message.sendButtons', {
				recipient: `+${account.bea.digits}`,
				buttonsBody: 'Shall we deliver today?',
				buttons: {
					button: [
						{ title: 'Yes, please', id: 'yes' },
						{ title: 'Tomorrow', id: 'tomorrow' },
					],
				},
				options: { fallback: 'text', buttonsHeader: 'Your order', buttonsFooter: 'Free of charge' },
			});
			expect(item.json).toEqual(sentTo(account.bea, 'numberedText'));
			const shown = await shownOn(account.bea, item);
			expect(shown.text).toMatch(
				/Your order[^]*Shall we deliver today\?[^]*1\D+Yes, please[^]*2\D+Tomorrow[^]*Free of charge/,
			);
			const answer = await account.bea.say(account.owner, '2');
			await hearsPick(account, answer, item, { id: 'tomorrow', title: 'Tomorrow', index: 1, via: 'number' });
		});
	});
}

export function describePoll(account: LinkedAccount): void {
	describe('Message: Send Poll', () => {
		it('asks, and every vote comes back', async () => {
			const item = await account.runOne('message.sendPoll', {
				recipient: `+${account.bea.digits}`,
				pollQuestion: 'Which day?',
				pollOptions: { option: [{ title: 'Monday' }, { title: 'Tuesday' }, { title: 'Friday' }] },
				selectableCount: 1,
			});
			expect(item.json).toEqual(sentTo(account.bea, 'poll'));
			const shown = await shownOn(account.bea, item);
			expect(shown.text).toBe('Which day?');
			expect(answersOf(shown.message)).toEqual(['Monday', 'Tuesday', 'Friday']);
			await hearsPick(account, await account.bea.vote(shown, ['Friday']), item, {
				title: 'Friday',
				index: 2,
				via: 'poll',
			});
			await hearsPick(account, await account.bea.vote(shown, ['Monday']), item, {
				title: 'Monday',
				index: 0,
				via: 'poll',
			});
		});
	});
}

const answersOf = ({ pollCreationMessage, pollCreationMessageV3 }: PollParts) =>
	(pollCreationMessageV3 ?? pollCreationMessage)?.options?.map(({ optionName }) => optionName);

type PollParts = Pick<
	Awaited<ReturnType<typeof shownOn>>['message'],
	'pollCreationMessage' | 'pollCreationMessageV3'
>;
