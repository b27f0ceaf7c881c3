import { ALPHABETS, generateCode, normaliseCode, type Alphabet } from '../../verification/code/code-words';

describe('a generated code', () => {
	// Beyond it a fair source is once in a thousand million times; one that favours a digit by a tenth always.
	const critical: Record<Alphabet, number> = { digits: 63.5, letters: 90.7, lettersAndDigits: 104.8 };

	it.each(Object.keys(ALPHABETS) as Alphabet[])(
		'has every character of %s equally often at every place, over 100 000 codes',
		(alphabet) => {
			const length = 6;
			const letters = ALPHABETS[alphabet];
			const counts = Array.from({ length }, () => new Map<string, number>());
			for (let made = 0; made < 100_000; made += 1) {
				[...generateCode(length, alphabet)].forEach((letter, place) =>
					counts[place]!.set(letter, (counts[place]!.get(letter) ?? 0) + 1),
				);
			}
			const expected = 100_000 / letters.length;
			for (const count of counts) {
				expect([...count.keys()].sort()).toEqual([...letters].sort());
				const chiSquare = [...count.values()].reduce(
					(sum, seen) => sum + (seen - expected) ** 2 / expected,
					0,
				);
				expect(chiSquare).toBeLessThan(critical[alphabet]);
			}
		},
	);

	it('has every pair of neighbours equally often', () => {
		const counts = new Array<number>(100).fill(0);
		for (let made = 0; made < 100_000; made += 1) counts[Number(generateCode(4, 'digits').slice(0, 2))]! += 1;
		const chiSquare = counts.reduce((sum, seen) => sum + (seen - 1_000) ** 2 / 1_000, 0);
		expect(chiSquare).toBeLessThan(208.6);
	});

	it('has the length asked for', () => {
		for (let length = 4; length <= 10; length += 1)
			expect(generateCode(length, 'letters')).toHaveLength(length);
	});
});

describe('a typed code', () => {
	it.each([
		['123 456', '123456'],
		['123-456', '123456'],
		['١٢٣٤٥٦', '123456'],
		['１２３４', '1234'],
		[' ab-cd ', 'ABCD'],
		['12\u200b34', '1234'],
	])('%s is compared as %s', (typed, compared) => {
		expect(normaliseCode(typed)).toBe(compared);
	});
});
