import { compose } from '../../messages/compose';
import type { ChoiceOption, ComposedMessage, Fallback, OutgoingKind } from '../../messages/outgoing';
import { checkOutgoing } from '../../messages/prepare-outgoing';
import { readChoice, type ChoiceAnswer } from '../../messages/read-choice';
import { fc } from '../fixtures/properties';

/** Titles as people write them, numbers and near-doubles among them. */
const title = fc.oneof(
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
	fc.constantFrom(
		'1',
		'2',
		'3',
		'2.',
		'10',
		'Yes',
		'yes',
		'YES',
		'Sí',
		'Si',
		'👍',
		'٢',
		'2 apples',
		'Não',
		'1. Yes',
		'— x',
	),
);
const usable = title.map((text) => text.trim()).filter((text) => text !== '' && text.length <= 20);
const optionalId = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }), {
	nil: undefined,
});

const aList = fc.record({
	kind: fc.constant('list'),
	body: usable,
	buttonText: fc.constant('Open'),
	header: fc.option(usable, { nil: undefined }),
	sections: fc.array(
		fc.record({
			title: usable,
			rows: fc.array(
				fc.record({ id: optionalId, title: usable, description: fc.option(usable, { nil: undefined }) }),
				{
					minLength: 1,
					maxLength: 3,
				},
			),
		}),
		{ minLength: 1, maxLength: 3 },
	),
});
const someButtons = fc.record({
	kind: fc.constant('buttons'),
	body: usable,
	buttons: fc.uniqueArray(fc.record({ id: optionalId, title: usable }), {
		minLength: 1,
		maxLength: 3,
		selector: (button) => button.title,
	}),
});
const aPoll = fc.record({
	kind: fc.constant('poll'),
	question: usable,
	options: fc.uniqueArray(usable, { minLength: 2, maxLength: 12 }),
});
const engines: readonly (readonly OutgoingKind[])[] = [
	['text'],
	['text', 'poll'],
	['text', 'poll', 'list', 'buttons'],
];

function composed(
	raw: unknown,
	native: readonly OutgoingKind[],
	fallback: Fallback,
): ComposedMessage | undefined {
	try {
		const message = checkOutgoing(raw);
		if (message.kind !== 'list' && message.kind !== 'buttons' && message.kind !== 'poll') return undefined;
		return compose(message, {
			native: new Set(native),
			experimental: new Set(),
			useExperimental: false,
			hearsVotes: true,
			fallback,
		});
	} catch {
		return undefined;
	}
}

/** What comes back when a person picks option `index`, one answer per way of picking it. */
function answersTo(
	{ via }: ComposedMessage,
	choices: readonly ChoiceOption[],
	index: number,
): ChoiceAnswer[] {
	const choice = choices[index];
	if (!choice) throw new Error('no such option');
	if (via === 'poll') return [{ pollOptions: [choice.title] }];
	if (via === 'numberedText')
		return [`${index + 1}`, `${index + 1}.`, ` ${index + 1}) `].map((text) => ({ text }));
	return [{ rowId: choice.id, text: choice.title }];
}

it('the answer to option i comes back as choice i, whatever way it went out', () => {
	const seen = new Set<string>();
	fc.assert(
		fc.property(
			fc.oneof(aList, someButtons, aPoll),
			fc.constantFrom(...engines),
			fc.constantFrom<Fallback>('auto', 'text', 'poll'),
			(raw, native, fallback) => {
				const message = composed(raw, native, fallback);
				fc.pre(message !== undefined);
				const { choices = [], via } = message;
				seen.add(via);
				expect(new Set(choices.map((choice) => choice.id)).size).toBe(choices.length);
				choices.forEach((choice, index) => {
					for (const answer of answersTo(message, choices, index)) {
						expect(readChoice(answer, { messageId: 'M', via, choices })).toMatchObject({
							id: choice.id,
							title: choice.title,
							index,
						});
					}
				});
			},
		),
		{ numRuns: 3000 },
	);
	expect([...seen].sort()).toEqual(['buttons', 'list', 'numberedText', 'poll']);
});

it('an answer that picks something always means exactly that title, number or id', () => {
	fc.assert(
		fc.property(aList, fc.oneof(usable, fc.string({ unit: 'binary', maxLength: 12 })), (raw, text) => {
			const message = composed(raw, ['text'], 'text');
			fc.pre(message !== undefined);
			const choices = message.choices ?? [];
			const choice = readChoice({ text }, { messageId: 'M', via: message.via, choices });
			if (!choice) return;
			const plain = (value: string) =>
				value
					.normalize('NFD')
					.replace(/[\p{M}\p{Cf}\s]/gu, '')
					.toUpperCase()
					.toLowerCase();
			const byNumber = choice.via === 'number' && /^\P{Nd}*\p{Nd}{1,3}/u.test(text);
			expect(byNumber || plain(text) === plain(choice.title)).toBe(true);
		}),
		{ numRuns: 2000 },
	);
});
