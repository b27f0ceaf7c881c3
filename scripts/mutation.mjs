// npm run mutation [-- area…]: changes the code in many small ways and counts the changes no test notices.
// Takes minutes per area; test/mutation/areas.mjs says what they are. Ends with 1 below the wanted score.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { areas } from '../test/mutation/areas.mjs';
import { buildFolder } from './build-state.mjs';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { ensureMutationTester } from './mutation-host.mjs';
import { ensureNode24 } from './node24.mjs';
import { runMain, Trouble } from './trouble.mjs';

const wantedPercent = 85;
const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);

await runMain(async () => {
	const chosen = process.argv.slice(2);
	const names = chosen.length > 0 ? chosen : Object.keys(areas);
	const unknown = names.find((name) => !Object.hasOwn(areas, name));
	if (unknown !== undefined) {
		const known = Object.keys(areas).join(', ');
		throw new Trouble(`There is no area "${unknown}".`, 'test/mutation/areas.mjs does not name it.', known);
	}
	const host = await ensureMutationTester();
	const scores = [];
	for (const name of names) scores.push(await mutate(name, host));
	console.log('');
	for (const { name, all, percent } of scores) {
		const verdict = percent >= wantedPercent ? 'PASS' : 'FAIL';
		console.log(`${name}: ${percent.toFixed(1)} % of ${all} noticed (>= ${wantedPercent} %) ${verdict}`);
	}
	return scores.every(({ percent }) => percent >= wantedPercent) ? 0 : 1;
});

async function mutate(name, host) {
	const counts = { noticed: 0, missed: 0 };
	for (const [index, part] of areas[name].entries()) {
		const { files } = await mutatePart(`${name}-${index + 1}`, part, host);
		const mutants = Object.values(files).flatMap((file) => file.mutants);
		counts.noticed += mutants.filter(({ status }) => noticed.has(status)).length;
		counts.missed += mutants.filter(({ status }) => missed.has(status)).length;
	}
	const all = counts.noticed + counts.missed;
	return { name, all, percent: (100 * counts.noticed) / Math.max(1, all) };
}

/** Gives the tester's report of one part. */
async function mutatePart(title, part, { entry, runner }) {
	const folder = buildFolder('mutation');
	mkdirSync(folder, { recursive: true });
	const config = `${folder}/${title}.json`;
	const report = `${folder}/${title}-report.json`;
	writeFileSync(config, JSON.stringify(configuration(part, runner, report), null, 2));
	const env = childEnvironment({ WHATSAPP_KIT_FEWER_EXAMPLES: '1', WHATSAPP_KIT_MEMORY_STORE: '1' });
	const code = await run(await ensureNode24(), [entry, 'run', config], { cwd: checkout, env });
	if (code === 0) return JSON.parse(readFileSync(report, 'utf8'));
	throw new Trouble(
		`The mutation run of ${title} ended with ${code}.`,
		'see above; most often a test fails already without any change.',
		`run npm run test:unit -- ${part.tests.join(' ')} first.`,
	);
}

function configuration({ mutate: files, tests }, runner, report) {
	return {
		mutate: files,
		testRunner: 'jest',
		plugins: [runner],
		testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
		coverageAnalysis: 'perTest',
		// What runs once while a module loads cannot be switched between tests of one process.
		ignoreStatic: true,
		reporters: ['progress-append-only', 'clear-text', 'json'],
		clearTextReporter: { reportTests: false, allowColor: false },
		jsonReporter: { fileName: report },
		jest: {
			projectType: 'custom',
			configFile: 'jest.config.js',
			enableFindRelatedTests: false,
			// A change after which a test waits for ever is noticed by that.
			config: { testMatch: tests.map((path) => `<rootDir>/${path}`), testTimeout: 15_000 },
		},
		concurrency: 2,
		timeoutMS: 60_000,
		tempDirName: '.build/mutation/sandbox',
		// What is copied beside the code; a test in a real n8n may be writing there meanwhile.
		ignorePatterns: ['/.build', '/dist'],
		// jest compiles by itself; the sandbox needs no tsconfig of its own.
		tsconfigFile: 'none.json',
	};
}
