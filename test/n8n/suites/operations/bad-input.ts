import { showsFeatures } from '../../features/shows-features';
import { sentTo, shownOn } from './linked-account';
import type { LinkedAccount } from './linked-account';

const threeItems = (...values: unknown[]) => [
	{
		name: 'Values',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: { mode: 'raw', jsonOutput: JSON.stringify({ value: values }) },
	},
	{ name: 'Items', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'value', options: {} } },
];

const cases = [
	{
		wrong: 'a text that is too long',
		values: ['one', 'x'.repeat(4097), 'three'],
		path: 'message.sendText',
		fields: { text: '={{ $json.value }}' },
		via: 'text',
		told: /^text is too long.* 4097 .* 4096/,
	},
	{
		wrong: 'a button title that is too long',
		values: ['Yes', 'A title of 25 characters!', 'No'],
		path: 'message.sendButtons',
		fields: { buttonsBody: 'Sure?', buttons: { button: [{ title: '={{ $json.value }}' }] } },
		via: 'numberedText',
		told: /^buttons\[0\]\.title is too long.* 25 .* 20/,
	},
	{
		wrong: 'a latitude that does not exist',
		values: [48.1, 95.5, -33.9],
		path: 'message.sendLocation',
		fields: { latitude: '={{ $json.value }}', longitude: 11.5 },
		via: 'location',
		told: /latitude.*95\.5.*90|latitude.*90.*95\.5/,
	},
];

/** Three items of which the one in the middle is wrong, with Continue On Fail. */
export function describeBadInput(account: LinkedAccount): void {
	describe('a wrong item among right ones', () => {
		it.each(cases)(
			'$wrong: the others are sent, and it says why',
			async ({ values, path, fields, via, told }) => {
				showsFeatures('web', 'errorsInWords');
				const { bea } = account;
				const send = account.step('Send', path, { recipient: `+${bea.digits}`, ...fields });
				const { Send } = await account.run(...threeItems(...values), {
					...send,
					onError: 'continueRegularOutput',
				});
				expect(Send).toHaveLength(3);
				const [first, middle, last] = Send!;
				for (const item of [first!, last!]) {
					expect(item.json).toEqual(sentTo(bea, via));
					await shownOn(bea, item);
				}
				expect(middle!.json).toEqual({
					error: expect.any(String),
					message: expect.any(String),
					errorCode: 'invalidInput',
				});
				expect(`${String(middle!.json.error)} ${String(middle!.json.message)}`).toMatch(told);
			},
		);
	});
}
