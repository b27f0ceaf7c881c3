import { fillTemplate } from '../../messages/fill-template';
import { fc } from '../fixtures/properties';

const always = (value: number) => ({ unit: () => value });
const first = always(0);
const last = always(0.999999);

/** Gives these numbers one after the other. */
function inTurn(...values: number[]) {
	return { unit: () => values.shift() ?? 0 };
}

describe('merge tags', () => {
	const tags = { name: 'Ana', 'first name': 'Ana Maria', age: 31, vip: true, empty: null, não: 'sim' };
	const fill = (template: string) => fillTemplate(template, { tags, random: first });

	it.each([
		['Hi [name]!', 'Hi Ana!'],
		['[first name], [age], [vip]', 'Ana Maria, 31, true'],
		['[ name ][não]', 'Anasim'],
		['[empty]|', '|'],
		['[unknown] stays', '[unknown] stays'],
		['[toString] and [constructor] stay', '[toString] and [constructor] stay'],
		['[text](https://example.com)', '[text](https://example.com)'],
		['[[name]]', '[Ana]'],
		['[name', '[name'],
		['name]', 'name]'],
		['[]', '[]'],
		['[na\nme]', '[na\nme]'],
		['{Hi|Hello} [name]', '{Hi|Hello} Ana'],
		['\\[name] \\\\[name]', '[name] \\Ana'],
		['C:\\temp [name]', 'C:\\temp Ana'],
	])('%p becomes %p', (template, filled) => {
		expect(fill(template)).toBe(filled);
	});

	it('are not looked for in what was filled in', () => {
		const nasty = { name: '[name] {a|b} \\', other: 'x' };
		expect(fillTemplate('{[name]|[name]} [other]', { tags: nasty, spintax: true, random: last })).toBe(
			'[name] {a|b} \\ x',
		);
	});
});

describe('spintax', () => {
	const spin = (template: string, random = first) => fillTemplate(template, { spintax: true, random });

	it.each([
		['{Hi|Hello} there', 'Hi there', 'Hello there'],
		['{a|b|c}', 'a', 'c'],
		['{|x}', '', 'x'],
		['{a|{b|c}}', 'a', 'c'],
		['{{a|b} 1|{c|d} 2}', 'a 1', 'd 2'],
		['a|b', 'a|b', 'a|b'],
		['{plain}', '{plain}', '{plain}'],
		['{"json": {"a": 1}}', '{"json": {"a": 1}}', '{"json": {"a": 1}}'],
		['{open|end', '{open|end', '{open|end'],
		['{x {a|b}', '{x a', '{x b'],
		['closed}', 'closed}', 'closed}'],
		['\\{a\\|b\\}', '{a|b}', '{a|b}'],
		['{a\\|b|c\\}}', 'a|b', 'c}'],
		['[name]', '[name]', '[name]'],
	])('%p becomes %p or %p', (template, low, high) => {
		expect(spin(template, first)).toBe(low);
		expect(spin(template, last)).toBe(high);
	});

	it('picks each group by its own draw, inner groups first', () => {
		expect(spin('{a|b} {c|d} {e|{f|g}}', inTurn(0, 0.9, 0.9, 0.9))).toBe('a d g');
	});

	it('stays within bounds when the source of randomness reaches 1', () => {
		expect(spin('{a|b}', always(1))).toBe('b');
	});

	it('picks every alternative about as often as the others', () => {
		let draw = 0;
		const counts = new Map<string, number>();
		for (let round = 0; round < 300; round++) {
			const picked = spin('{a|b|c}', { unit: () => (draw++ % 300) / 300 });
			counts.set(picked, (counts.get(picked) ?? 0) + 1);
		}
		expect([...counts.values()]).toEqual([100, 100, 100]);
	});
});

it('leaves the text alone, escapes included, when nothing was asked for', () => {
	const template = '{Hi|Hello} [name] \\[x]';
	expect(fillTemplate(template, { random: first })).toBe(template);
});

it('takes both at once', () => {
	const filled = fillTemplate('{Hi [name]|Hello}, {[name]|you}', {
		tags: { name: 'Ana' },
		spintax: true,
		random: first,
	});
	expect(filled).toBe('Hi Ana, Ana');
});

it('never fails and never grows beyond the text and its values', () => {
	const piece = fc.constantFrom('{', '}', '|', '[', ']', '\\', 'a', '[a]', ' ', '\n');
	fc.assert(
		fc.property(
			fc.array(piece, { maxLength: 60 }),
			fc.double({ min: 0, max: 0.999, noNaN: true }),
			(pieces, unit) => {
				const template = pieces.join('');
				const filled = fillTemplate(template, { tags: { a: 'b' }, spintax: true, random: always(unit) });
				expect(filled.length).toBeLessThanOrEqual(template.length);
			},
		),
		{ numRuns: 2000 },
	);
});

it('takes any text without marks as it is', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			fc.pre(!/[[\]{}|\\]/u.test(text));
			expect(fillTemplate(text, { tags: {}, spintax: true, random: first })).toBe(text);
		}),
	);
});

it.each([
	['deeply nested groups', (n: number) => '{a|'.repeat(n) + 'b' + '}'.repeat(n)],
	['groups never closed', (n: number) => '{a|'.repeat(n)],
	['groups without choice', (n: number) => '{'.repeat(n) + '}'.repeat(n)],
	['tags never closed', (n: number) => '[a'.repeat(n)],
	['backslashes', (n: number) => '\\'.repeat(n)],
])('costs no more than its length: %s', (_name, build) => {
	const fill = (n: number) => fillTemplate(build(n), { tags: { a: 'x' }, spintax: true, random: last });
	const started = process.hrtime.bigint();
	fill(100_000);
	const ms = Number(process.hrtime.bigint() - started) / 1e6;
	// Takes some 30 ms; anything quadratic takes minutes.
	expect(ms).toBeLessThan(5_000);
});
