// npm run features: writes into the README which feature works through which engine, as the tests of a real n8n say.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './cache-folder.mjs';
import { shownFeatures } from './shown-features.mjs';

const readme = join(checkout, 'README.md');
const begin = '<!-- Features: made by npm run features -->';
const end = '<!-- End of features -->';

/** Engines, reasons and features, in the order of the table. */
export function featureList() {
	return JSON.parse(readFileSync(join(checkout, 'test', 'n8n', 'features', 'feature-list.json'), 'utf8'));
}

/** Cells that no test shows and that have no reason, and tests that show what the list excludes, in words. */
export function faults({ engines, reasons, features }, shown) {
	const cells = Object.keys(features).flatMap((id) => Object.keys(engines).map((engine) => [id, engine]));
	const found = cells.flatMap(([id, engine]) => {
		const tests = shown.filter((one) => one.feature === id && one.engine === engine);
		const reason = features[id].not[engine];
		if (reason === undefined) return tests.length > 0 ? [] : [`No test shows ${id} through ${engine}`];
		if (!(reason in reasons)) return [`${id}: ${reason} is no reason`];
		return tests.map(({ place }) => `${place} shows ${id} through ${engine}, which the list excludes`);
	});
	const known = ({ feature, engine }) => feature in features && engine in engines;
	const strange = shown.filter((one) => !known(one));
	return [...found, ...strange.map((one) => `${one.place}: no ${one.feature} or ${one.engine} in the list`)];
}

/** The table, and below it why something is missing. */
export function tableOf({ engines, reasons, features }) {
	const used = new Map();
	const letter = (reason) => {
		if (!used.has(reason)) used.set(reason, String.fromCharCode(97 + used.size));
		return used.get(reason);
	};
	const rows = Object.values(features).map(({ row, name, not }) => {
		const cells = Object.keys(engines).map((engine) => (engine in not ? `– ${letter(not[engine])}` : '✓'));
		return `| ${[row, name, ...cells].join(' | ')} |`;
	});
	const titles = ['No.', 'Feature', ...Object.values(engines)];
	const head = [
		`| ${titles.join(' | ')} |`,
		`| ${['--:', '---', ...Object.keys(engines).map(() => ':-:')].join(' | ')} |`,
	];
	const legend = [...used].map(([reason, sign]) => `${sign}: ${reasons[reason]}`);
	return [...head, ...rows, '', `– means that there is no such thing there. ${legend.join(' ')}`].join('\n');
}

/** The README with the table in its place, in the form of the house. */
export async function withTable(text, list) {
	const [before, after] = [text.indexOf(begin), text.indexOf(end)];
	if (before < 0 || after < before) throw new Error(`README.md lacks ${begin} or ${end}`);
	const whole = `${text.slice(0, before + begin.length)}\n\n${tableOf(list)}\n\n${text.slice(after)}`;
	const prettier = await import('prettier');
	return await prettier.format(whole, { ...(await prettier.resolveConfig(readme)), parser: 'markdown' });
}

if (import.meta.filename === process.argv[1]) {
	const list = featureList();
	const wrong = faults(list, shownFeatures());
	if (wrong.length > 0) {
		console.error(wrong.join('\n'));
		process.exitCode = 1;
	} else writeFileSync(readme, await withTable(readFileSync(readme, 'utf8'), list));
}
