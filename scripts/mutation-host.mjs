// The mutation tester, installed from the lockfile in test/mutation/host into the cache folder: it is needed rarely,
// and by nobody who only builds or tests.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout, childEnvironment, shortHash } from './cache-folder.mjs';
import { capture, npmCommand } from './child.mjs';
import { installOnce } from './install-once.mjs';
import { step } from './progress.mjs';
import { Trouble } from './trouble.mjs';

const recipe = join(checkout, 'test', 'mutation', 'host');

/** Gives { entry, runner }: the program to run, and its plugin for jest. */
export async function ensureMutationTester() {
	const lockfile = readFileSync(join(recipe, 'package-lock.json'), 'utf8');
	const folder = cacheFolder(`mutation-${shortHash(lockfile)}`);
	await installOnce(folder, (target) =>
		step('Installing the mutation tester into the cache folder', () => installPackages(target)),
	);
	const packages = join(folder, 'node_modules', '@stryker-mutator');
	return {
		entry: join(packages, 'core', 'bin', 'stryker.js'),
		runner: join(packages, 'jest-runner', 'dist', 'src', 'index.js'),
	};
}

async function installPackages(folder) {
	for (const file of ['package.json', 'package-lock.json'])
		copyFileSync(join(recipe, file), join(folder, file));
	const [npm, first] = npmCommand();
	const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const { code, output } = await capture(npm, [...first, ...flags], {
		cwd: folder,
		env: childEnvironment(),
	});
	if (code === 0 && existsSync(join(folder, 'node_modules', '@stryker-mutator', 'core'))) return;
	throw new Trouble(
		`The mutation tester could not be installed (npm ci ended with ${code}).`,
		output.trim().split('\n').slice(-6).join('\n    '),
		'check that npm reaches its registry (npm ping), then start again.',
	);
}
