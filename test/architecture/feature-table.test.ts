import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tracked-files';

/** Rows of the feature list that no version may be without. */
const least = [
	...[1, 2, 3],
	...[13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
	...[24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 39],
	...[42, 43, 44, 45, 47, 48, 49, 50, 51, 52],
	...[55, 56, 57, 64],
	...[78, 79, 80, 81, 82, 83, 87, 88, 89, 90, 91],
];

const table = async () => await import('../../scripts/feature-table.mjs');
const scan = async () => await import('../../scripts/shown-features.mjs');

describe('the table of features', () => {
	it('has every feature that must not be missing, and a test in a real n8n for each of its cells', async () => {
		const { featureList, faults } = await table();
		const { shownFeatures } = await scan();
		const list = featureList();
		expect(Object.values(list.features).map(({ row }) => row)).toEqual(expect.arrayContaining(least));
		expect(faults(list, shownFeatures())).toEqual([]);
	});

	it('stands in the README as the tests say: npm run features writes it', async () => {
		const { featureList, withTable } = await table();
		const readme = readFileSync(join(root, 'README.md'), 'utf8');
		expect(await withTable(readme, featureList())).toBe(readme);
	});

	it('names what no test shows, what the list excludes, and what it does not know', async () => {
		const { faults } = await table();
		const list = {
			engines: { a: 'A', b: 'B' },
			reasons: { why: 'Because.' },
			features: { text: { row: 1, name: 'Text', not: { b: 'why' } } },
		};
		const place = 'here:1';
		expect(faults(list, [{ feature: 'text', engine: 'a', place }])).toEqual([]);
		expect(faults(list, [{ feature: 'text', engine: 'b', place }])).toEqual([
			'No test shows text through a',
			'here:1 shows text through b, which the list excludes',
		]);
		expect(faults(list, [{ feature: 'txt', engine: 'a', place }])).toHaveLength(2);
	});
});

describe('what a test shows', () => {
	it('is read from the test itself, and from the list of an each around it', async () => {
		const { shownIn } = await scan();
		const shown = shownIn(
			'some.ts',
			`it('one', async () => { showsFeatures('wawp', 'text', 'list'); });
			describe.each(['web', 'waCr'] as const)('through %s', (engine) => {
				it.each([1, 2])('two %i', async () => { showsFeatures(engine, 'text'); });
			});`,
		);
		expect(shown.map(({ engine, feature, test }) => [engine, feature, test])).toEqual([
			['wawp', 'text', "'one'"],
			['wawp', 'list', "'one'"],
			['web', 'text', "'two %i'"],
			['waCr', 'text', "'two %i'"],
		]);
	});

	it.each([
		['outside a test', `showsFeatures('wawp', 'text');`],
		['in a test that is skipped', `it.skip('one', () => { showsFeatures('wawp', 'text'); });`],
		['with an engine nobody can know', `it('one', () => { showsFeatures(account.engine, 'text'); });`],
		['with no feature', `it('one', () => { showsFeatures('wawp'); });`],
	])('is refused %s', async (_title, text) => {
		const { shownIn } = await scan();
		expect(() => shownIn('some.ts', text)).toThrow(/some\.ts:1/u);
	});
});
