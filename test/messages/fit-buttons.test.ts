import { compose } from '../../messages/compose';
import type { ComposeOptions } from '../../messages/compose';
import { KitError } from '../../messages/kit-error';
import type { ButtonPart, ButtonsMessage, OutgoingKind } from '../../messages/outgoing';
import { checkOutgoing } from '../../messages/prepare-outgoing';

const menu = { type: 'url', title: 'Menu', url: 'https://example.com/menu' } as const;
const call = { type: 'call', title: 'Call us', phone: '+447911123456' } as const;
const yes = { id: 'yes', title: 'Yes' };
const no = { id: 'no', title: 'No' };
const image = { url: 'https://example.com/soup.png' };

const message = (changes: Partial<ButtonsMessage>): ButtonsMessage => ({
	...{ kind: 'buttons', body: 'Hungry?', buttons: [yes, menu, call] },
	...changes,
});

function composed(
	given: ButtonsMessage,
	native: readonly OutgoingKind[],
	parts: readonly ButtonPart[] = [],
	more: Partial<ComposeOptions> = {},
) {
	return compose(given, {
		...{ native: new Set(native), experimental: new Set(), useExperimental: false },
		...{ hearsVotes: true, fallback: 'auto', buttonParts: new Set(parts) },
		...more,
	});
}

function refusal(work: () => unknown): KitError {
	try {
		work();
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was accepted');
}

describe('buttons that open and call', () => {
	it('leave as they are where the engine has them, and only replies are choices', () => {
		const given = message({ image });
		expect(composed(given, ['text', 'buttons'], ['url', 'call', 'image'])).toEqual({
			message: given,
			via: 'buttons',
			choices: [yes],
		});
	});

	it('carry no choices where there is no reply', () => {
		const given = message({ buttons: [menu] });
		expect(composed(given, ['text', 'buttons'], ['url'])).toEqual({ message: given, via: 'buttons' });
	});

	it('become lines of the text where the engine has reply buttons alone', () => {
		expect(composed(message({ image }), ['text', 'buttons'])).toEqual({
			message: {
				kind: 'buttons',
				body: 'https://example.com/soup.png\n\nHungry?\n\nMenu: https://example.com/menu\nCall us: +447911123456',
				buttons: [yes],
			},
			via: 'buttons',
			choices: [yes],
		});
	});

	it('become a text where no button is left', () => {
		const given = message({ header: 'Lunch', footer: 'Until two', buttons: [menu] });
		expect(composed(given, ['text', 'buttons'])).toEqual({
			message: {
				kind: 'text',
				text: 'Lunch\n\nHungry?\n\nMenu: https://example.com/menu\n\nUntil two',
			},
			via: 'text',
		});
	});

	it('stand above the choices of a poll or numbered text', () => {
		const given = message({ buttons: [yes, no, menu] });
		expect(composed(given, ['text', 'poll'])).toMatchObject({
			via: 'poll',
			message: { question: 'Hungry?\n\nMenu: https://example.com/menu', options: ['Yes', 'No'] },
			choices: [yes, no],
		});
		expect(composed(given, ['text']).message).toMatchObject({
			text: expect.stringMatching(/^Hungry\?\n\nMenu: https:\S+\n\n1\. Yes\n2\. No/u) as string,
		});
	});

	it('make a numbered text when the lines do not fit above buttons any more', () => {
		const given = message({ body: 'x'.repeat(1_000), buttons: [yes, menu] });
		expect(composed(given, ['text', 'buttons'])).toMatchObject({ via: 'numberedText', choices: [yes] });
	});

	it.each<[Partial<ButtonsMessage>, string]>([
		[{}, 'buttons that open a page'],
		[{ buttons: [call] }, 'buttons that call'],
		[{ image, buttons: [yes] }, 'a picture above buttons'],
	])('are refused when nothing but the native form was wanted: %j', (changes, lacking) => {
		const error = refusal(() => composed(message(changes), ['text', 'buttons'], [], { fallback: 'error' }));
		expect(error).toMatchObject({ code: 'notSupported', why: expect.stringContaining(lacking) as string });
	});

	it('are refused when they are too long for any text', () => {
		const url = `https://example.com/${'x'.repeat(1_960)}`;
		const buttons = [1, 2].map((count) => ({ ...menu, title: `Page ${count}`, url }));
		const given = message({ body: 'x'.repeat(1_000), buttons });
		expect(refusal(() => composed(given, ['text'])).what).toContain('the limit is 4096');
	});
});

describe('what a button says', () => {
	const checked = (buttons: readonly object[], changes: object = {}) =>
		checkOutgoing({ kind: 'buttons', body: 'Hungry?', buttons, ...changes });

	it('is read as what it is, and only replies get ids', () => {
		const typed = [{ title: 'Yes' }, { ...menu }, { ...call, phone: '+44 7911 123456' }];
		expect(checked(typed)).toMatchObject({ buttons: [yes, menu, call] });
		expect(Object.keys((checked(typed) as ButtonsMessage).buttons[1]!)).not.toContain('id');
		expect(checked([{ type: 'reply', title: 'Yes' }])).toMatchObject({ buttons: [{ id: 'yes' }] });
	});

	it.each<[string, readonly object[], string]>([
		['no address', [{ ...menu, url: 'menu' }], 'buttons[0].url is not a web address'],
		['a script', [{ ...menu, url: 'javascript:alert(1)' }], 'buttons[0].url is not a web address'],
		['no number', [{ ...call, phone: 'desk' }], 'buttons[0].phone cannot be used'],
		['no known type', [{ type: 'dance', title: 'X' }], 'buttons[0].type'],
		['a fourth button', [yes, no, menu, call], 'has 4 entries, the limit is 3'],
		['a second call', [call, { ...call, title: 'Other' }], 'have 2 of the type "call", the limit is 1'],
		[
			'a third page',
			[1, 2, 3].map((count) => ({ ...menu, title: `Page ${count}` })),
			'have 3 of the type "url", the limit is 2',
		],
		['a title twice', [yes, { ...menu, title: 'Yes' }], 'buttons[1].title is the same'],
	])('is refused for %s', (_what, buttons, words) => {
		const { what, why = '' } = refusal(() => checked(buttons));
		expect(`${what} ${why}`).toContain(words);
	});

	it.each(['http://example.com/a.png', 'a.png'])('has no picture at %s', (url) => {
		expect(refusal(() => checked([yes], { image: { url } })).what).toContain('image.url is not');
	});
});
