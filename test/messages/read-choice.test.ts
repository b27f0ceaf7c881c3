import { readChoice, type ChoiceOffer } from '../../messages/read-choice';

const choices = [
	{ id: 'apples', title: 'Apples' },
	{ id: 'acai', title: 'Açaí na tigela', description: 'Cold' },
	{ id: 'pears', title: 'Pears' },
];
const numbered: ChoiceOffer = { messageId: 'M1', via: 'numberedText', choices };
const offer = (via: string, titles?: readonly string[]): ChoiceOffer => ({
	messageId: 'M1',
	via,
	choices: titles ? titles.map((title, index) => ({ id: `c${index}`, title })) : choices,
});

describe('a number', () => {
	it.each(['2', '2.', '2)', '(2)', ' 2 ', '\n2)\n', '٢', '۲', '२', '２', '2️⃣', '\u200f2'])(
		'%p picks the second of a numbered text',
		(text) => {
			expect(readChoice({ text }, numbered)).toEqual({
				id: 'acai',
				title: 'Açaí na tigela',
				index: 1,
				via: 'number',
				messageId: 'M1',
			});
		},
	);

	it.each(['2. Açaí na tigela', '2. acai na tigela', '2. Açaí na tigela — Cold', '٢. Acai na tigela'])(
		'with the line as it was shown, %p, picks it',
		(text) => {
			expect(readChoice({ text }, numbered)).toMatchObject({ index: 1, via: 'number' });
		},
	);

	it.each([
		'2 apples',
		'2. apples',
		'1 apples',
		'two',
		'number two',
		'0',
		'4',
		'-1',
		'02',
		'2,',
		'2!',
		'2?',
		'1 2',
		'1,2',
		'2.5',
		'12',
		'²',
		'②',
		'II',
		'1e0',
		'99999999999999999999',
		'',
		' ',
	])('is not seen in %p', (text) => {
		expect(readChoice({ text }, numbered)).toBeNull();
	});

	it.each(['list', 'buttons', 'poll', 'template', 'text'])(
		'means nothing where %s showed no numbers',
		(via) => {
			expect(readChoice({ text: '2' }, offer(via))).toBeNull();
		},
	);

	it('counts before titles that are numbers, because it was asked for', () => {
		expect(readChoice({ text: '2' }, offer('numberedText', ['2', '4', '1']))).toMatchObject({
			index: 1,
			via: 'number',
		});
		expect(readChoice({ text: '4' }, offer('numberedText', ['2', '4', '1']))).toMatchObject({
			index: 1,
			via: 'text',
		});
		expect(readChoice({ text: '2' }, offer('list', ['2', '4', '1']))).toMatchObject({
			index: 0,
			via: 'text',
		});
	});
});

describe('a title', () => {
	it.each([
		'Açaí na tigela',
		'açaí na tigela',
		'ACAI NA TIGELA',
		' acai  na tigela ',
		'Ac\u0327ai\u0301 na tigela',
	])('%p picks its choice whatever way it was shown', (text) => {
		for (const via of ['list', 'buttons', 'poll', 'numberedText', 'template']) {
			expect(readChoice({ text }, offer(via))).toMatchObject({ id: 'acai', index: 1, via: 'text' });
		}
	});

	it.each(['Apple', 'Apples please', 'apples, pears', 'Açaí', 'no apples', 'a p p l e s', 'apples.'])(
		'is not seen in %p',
		(text) => {
			expect(readChoice({ text }, numbered)).toBeNull();
		},
	);

	it('two choices share is no answer', () => {
		expect(readChoice({ text: 'Same' }, offer('list', ['Same', 'Other', 'Same']))).toBeNull();
	});

	it('exactly as written wins over one that differs by case or accent', () => {
		const both = offer('poll', ['Si', 'Sí']);
		expect(readChoice({ text: 'Sí' }, both)).toMatchObject({ index: 1 });
		expect(readChoice({ text: 'Si' }, both)).toMatchObject({ index: 0 });
		expect(readChoice({ text: 'SI' }, both)).toBeNull();
	});

	it('keeps letters apart that only look like marks', () => {
		expect(readChoice({ text: 'की' }, offer('list', ['का', 'कि']))).toBeNull();
	});

	it('may be an emoji, with or without its variant', () => {
		expect(readChoice({ text: '❤' }, offer('buttons', ['❤️', '👎']))).toMatchObject({ index: 0 });
	});
});

describe('a tapped row', () => {
	it.each([
		['list', 'list'],
		['buttons', 'buttons'],
		['template', 'template'],
		['numberedText', 'list'],
	])('of %s picks its choice, via %s', (shown, via) => {
		expect(readChoice({ rowId: 'pears', text: 'Apples' }, offer(shown))).toMatchObject({ index: 2, via });
	});

	it('that was not offered picks nothing, whatever its text says', () => {
		expect(readChoice({ rowId: 'PEARS', text: 'Pears' }, offer('list'))).toBeNull();
		expect(readChoice({ rowId: '', text: 'Pears' }, offer('list'))).toBeNull();
	});
});

describe('a vote', () => {
	it('picks one choice', () => {
		expect(readChoice({ pollOptions: ['Pears'] }, offer('poll'))).toEqual({
			id: 'pears',
			title: 'Pears',
			index: 2,
			via: 'poll',
			messageId: 'M1',
		});
	});

	it('for several tells all, in the order shown', () => {
		expect(readChoice({ pollOptions: ['Pears', 'Apples', 'Pears'] }, offer('poll'))).toMatchObject({
			id: 'apples',
			index: 0,
			all: [
				{ id: 'apples', title: 'Apples', index: 0 },
				{ id: 'pears', title: 'Pears', index: 2 },
			],
		});
	});

	it.each([[[]], [['pears']], [['Pears', 'Plums']], [['3']]])('for %p picks nothing', (pollOptions) => {
		expect(readChoice({ pollOptions }, offer('poll'))).toBeNull();
	});
});

it('finds nothing in an empty answer or an empty offer', () => {
	expect(readChoice({}, numbered)).toBeNull();
	expect(readChoice({ text: '1' }, { messageId: 'M', via: 'numberedText', choices: [] })).toBeNull();
});
