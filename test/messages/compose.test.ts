import { compose, type ComposeOptions } from '../../messages/compose';
import { KitError } from '../../messages/kit-error';
import type {
	ButtonsMessage,
	ListMessage,
	OutgoingKind,
	OutgoingMessage,
	PollMessage,
} from '../../messages/outgoing';

const buttons: ButtonsMessage = {
	kind: 'buttons',
	header: 'Order',
	body: 'Shall we send it?',
	footer: 'Until 6 pm',
	buttons: [
		{ id: 'yes', title: 'Yes' },
		{ id: 'no', title: 'No' },
	],
};
const list: ListMessage = {
	kind: 'list',
	body: 'What would you like?',
	buttonText: 'Menu',
	sections: [
		{ title: 'Pizza', rows: [{ id: 'm', title: 'Margherita', description: 'Tomato, mozzarella' }] },
		{
			title: 'Pasta',
			rows: [
				{ id: 'c', title: 'Carbonara' },
				{ id: 'p', title: 'Pesto', description: 'Vegan' },
			],
		},
	],
};
const poll: PollMessage = {
	kind: 'poll',
	question: 'When?',
	options: ['Today!', 'Tomorrow'],
	selectableCount: 1,
};

const all: readonly OutgoingKind[] = ['text', 'list', 'buttons', 'poll', 'image', 'reaction'];
const kinds = (...names: OutgoingKind[]) => new Set(names);
const options = (changes: Partial<ComposeOptions> = {}): ComposeOptions => ({
	native: kinds('text', 'poll'),
	experimental: kinds(),
	useExperimental: false,
	hearsVotes: true,
	fallback: 'auto',
	...changes,
});

function refusalOf(message: OutgoingMessage, changes: Partial<ComposeOptions>): KitError {
	try {
		compose(message, options(changes));
	} catch (error) {
		if (error instanceof KitError) return error;
		throw error;
	}
	throw new Error('was composed');
}

function withRows(titles: readonly string[], changes: Partial<ListMessage> = {}): ListMessage {
	return {
		...list,
		sections: [{ rows: titles.map((title, index) => ({ id: `r${index}`, title })) }],
		...changes,
	};
}

describe('a kind the engine shows', () => {
	it('leaves as it is', () => {
		for (const message of [buttons, list, poll]) {
			const composed = compose(message, options({ native: new Set(all) }));
			expect(composed.message).toBe(message);
			expect(composed.via).toBe(message.kind);
		}
	});

	it('carries its choices in the order shown', () => {
		const composed = compose(list, options({ native: new Set(all) }));
		expect(composed.choices?.map((choice) => choice.id)).toEqual(['m', 'c', 'p']);
	});

	it('without choices carries none', () => {
		expect(compose({ kind: 'text', text: 'x' }, options())).toEqual({
			message: { kind: 'text', text: 'x' },
			via: 'text',
		});
	});

	it('of experimental kind is used only when asked for', () => {
		const experimental = kinds('list', 'buttons');
		expect(compose(list, options({ experimental, useExperimental: true })).via).toBe('list');
		expect(compose(list, options({ experimental, useExperimental: false })).via).toBe('poll');
	});

	it('poll has ids made from its options', () => {
		expect(compose(poll, options()).choices).toEqual([
			{ id: 'today', title: 'Today!' },
			{ id: 'tomorrow', title: 'Tomorrow' },
		]);
	});
});

describe('fallback auto', () => {
	it('makes a poll with header, body and footer as the question', () => {
		expect(compose(buttons, options())).toEqual({
			message: {
				kind: 'poll',
				question: 'Order\nShall we send it?\nUntil 6 pm',
				options: ['Yes', 'No'],
				selectableCount: 1,
			},
			via: 'poll',
			choices: buttons.buttons,
		});
	});

	it('makes no poll where nobody hears what is voted, unless it is asked for', () => {
		expect(compose(buttons, options({ hearsVotes: false })).via).toBe('numberedText');
		expect(compose(buttons, options({ hearsVotes: false, fallback: 'poll' })).via).toBe('poll');
		expect(compose(poll, options({ hearsVotes: false })).via).toBe('poll');
	});

	it('keeps to a numbered text where polls are not shown either', () => {
		expect(compose(buttons, options({ native: kinds('text') })).via).toBe('numberedText');
	});

	it.each([
		['one row', withRows(['Only'])],
		['two rows of the same title', withRows(['Same', 'Same'])],
		['a body too long for a question', withRows(['A', 'B'], { body: 'x'.repeat(256) })],
		[
			'header and body together too long',
			withRows(['A', 'B'], { header: 'x'.repeat(55), body: 'x'.repeat(200) }),
		],
	])('makes a numbered text of %s', (_name, message) => {
		const composed = compose(message, options());
		expect(composed.via).toBe('numberedText');
		expect(composed.message.kind).toBe('text');
		expect(composed.choices).toHaveLength(message.sections[0]?.rows.length ?? -1);
	});

	it('makes a poll up to exactly the length of a question', () => {
		expect(compose(withRows(['A', 'B'], { body: 'x'.repeat(255) }), options()).via).toBe('poll');
		// 54 + line break + 200
		expect(
			compose(withRows(['A', 'B'], { header: 'x'.repeat(54), body: 'x'.repeat(200) }), options()).via,
		).toBe('poll');
	});
});

describe('fallback text', () => {
	it('reads as one message', () => {
		const composed = compose(
			{ ...list, header: 'Lunch', footer: 'Kitchen closes at 3' },
			options({ fallback: 'text' }),
		);
		expect(composed.via).toBe('numberedText');
		expect(composed.message).toEqual({
			kind: 'text',
			text: [
				'*Lunch*',
				'',
				'What would you like?',
				'',
				'*Pizza*',
				'1. Margherita — Tomato, mozzarella',
				'',
				'*Pasta*',
				'2. Carbonara',
				'3. Pesto — Vegan',
				'',
				'_Kitchen closes at 3_',
				'',
				'Reply with the number of your choice.',
			].join('\n'),
		});
	});

	it('ends with the hint of the author', () => {
		const composed = compose(buttons, options({ fallback: 'text', replyHint: 'Responda com o número.' }));
		expect(composed.message).toMatchObject({
			text: expect.stringMatching(/\n\nResponda com o número\.$/u) as string,
		});
	});

	it('leaves marks alone that the author set', () => {
		const composed = compose(
			{ ...buttons, header: '*Big* sale', footer: 'a_b' },
			options({ fallback: 'text' }),
		);
		expect(composed.message).toMatchObject({
			text: expect.stringMatching(/^\*Big\* sale\n\n[^]*\n\na_b\n\n/u) as string,
		});
	});

	it('takes the fullest list there can be', () => {
		const rows = Array.from({ length: 10 }, (_, index) => ({
			id: `${index}`,
			title: 'x'.repeat(24),
			description: 'y'.repeat(72),
		}));
		const full: ListMessage = {
			...list,
			body: 'b'.repeat(1024),
			header: 'h'.repeat(60),
			footer: 'f'.repeat(60),
			sections: rows.map((row) => ({ title: 's'.repeat(24), rows: [row] })),
		};
		const { message } = compose(full, options({ fallback: 'text' }));
		expect(message.kind === 'text' && message.text.length).toBeLessThanOrEqual(4096);
	});

	it('is refused when the hint makes it too long', () => {
		expect(refusalOf(buttons, { fallback: 'text', replyHint: 'x'.repeat(4097) }).what).toContain(
			'the limit is 4096',
		);
	});
});

describe('fallback poll', () => {
	it('is refused with the reason when it does not fit', () => {
		const because = (message: ListMessage) => refusalOf(message, { fallback: 'poll' }).what;
		expect(because(withRows(['Only']))).toContain('a poll has 2 to 12 options, this has 1');
		expect(because(withRows(['Same', 'Same']))).toContain('two titles are the same');
		expect(because(withRows(['A', 'B'], { body: 'x'.repeat(256) }))).toContain('at most 255 characters');
		expect(because(withRows(['A', 'x'.repeat(101)]))).toContain('at most 100 characters, one title has 101');
		expect(refusalOf(list, { fallback: 'poll', native: kinds('text') }).what).toContain('cannot send polls');
	});

	it('makes a poll when it fits', () => {
		expect(compose(list, options({ fallback: 'poll' })).via).toBe('poll');
	});
});

describe('fallback error', () => {
	it('refuses what the engine cannot show', () => {
		for (const message of [buttons, list]) {
			expect(refusalOf(message, { fallback: 'error' }).code).toBe('notSupported');
		}
		expect(compose(poll, options({ fallback: 'error' })).via).toBe('poll');
	});
});

describe('an engine without polls', () => {
	const native = kinds('text');

	it('gets a single choice poll as a numbered text', () => {
		const composed = compose(poll, options({ native }));
		expect(composed).toMatchObject({
			via: 'numberedText',
			message: { text: 'When?\n\n1. Today!\n2. Tomorrow\n\nReply with the number of your choice.' },
			choices: [{ id: 'today' }, { id: 'tomorrow' }],
		});
	});

	it('gets no poll with several answers', () => {
		expect(refusalOf({ ...poll, selectableCount: 0 }, { native }).code).toBe('notSupported');
	});

	it.each(['poll', 'error'] as const)('gets no poll with the fallback %s', (fallback) => {
		expect(refusalOf(poll, { native, fallback }).code).toBe('notSupported');
	});
});

it('refuses kinds that have no other form', () => {
	const reaction: OutgoingMessage = {
		kind: 'reaction',
		emoji: '👍',
		target: { messageId: 'A', fromMe: false },
	};
	const { code, what } = refusalOf(reaction, {});
	expect(code).toBe('notSupported');
	expect(what).toContain('reaction');
});
