import { maxMatchedLength, textMatcher, type TextOperator } from '../../nodes/WhatsAppKitTrigger/text-match';

const match = (operator: TextOperator, value: string, text: string, caseSensitive = false) =>
	textMatcher({ operator, value, caseSensitive })(text);

describe('a text', () => {
	it.each<[TextOperator, string, string, boolean]>([
		['contains', 'menu', 'The MENU please', true],
		['contains', 'menu', 'Nothing', false],
		['startsWith', 'order', ' Order 12', true],
		['startsWith', 'order', 'My order', false],
		['equals', 'Menu', ' menu\n', true],
		['equals', 'menu', 'menus', false],
		['regex', '^order\\s+\\d+$', 'ORDER 12', true],
		['regex', '^order\\s+\\d+$', 'order twelve', false],
		['regex', '\\p{L}+ção', 'informação', true],
	])('%s %p in %p: %p', (operator, value, text, expected) => {
		expect(match(operator, value, text)).toBe(expected);
	});

	it('is told apart by case when asked', () => {
		expect(match('equals', 'Menu', 'menu', true)).toBe(false);
		expect(match('regex', '^Menu', 'menu', true)).toBe(false);
		expect(match('contains', 'Menu', 'A Menu', true)).toBe(true);
	});

	it('takes a pattern that is only valid without the Unicode flag', () => {
		expect(match('regex', 'a\\-b', 'a-b')).toBe(true);
	});
});

describe('a pattern', () => {
	it.each(['(', '[a', '*'])('%p is refused', (pattern) => {
		expect(() => match('regex', pattern, '')).toThrow(/not a regular expression/);
	});

	it('longer than 500 characters is refused, with both numbers', () => {
		expect(() => match('regex', 'a'.repeat(501), '')).toThrow(/501.*500/);
	});

	it.each(['(a+)+$', '^(a|a)*$', '(.*a){20}b'])(
		'%p that would never end is stopped and counts as no match',
		(pattern) => {
			const onTimeout = jest.fn();
			const matches = textMatcher({ operator: 'regex', value: pattern, caseSensitive: true }, onTimeout);
			const start = Date.now();
			expect(matches(`${'a'.repeat(60)}!`)).toBe(false);
			expect(Date.now() - start).toBeLessThan(10_000);
			expect(onTimeout).toHaveBeenCalledTimes(1);
			expect(matches('b')).toBe(false);
		},
	);

	it('keeps no position between texts', () => {
		const matches = textMatcher({ operator: 'regex', value: 'a', caseSensitive: true });
		expect([matches('a'), matches('a'), matches('a')]).toEqual([true, true, true]);
	});

	it('is tried on the first characters of a long text only', () => {
		const long = 'x'.repeat(maxMatchedLength);
		expect(match('regex', 'end$', `${long}end`)).toBe(false);
		expect(match('regex', '^x', `${long}end`)).toBe(true);
	});
});
