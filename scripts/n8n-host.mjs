// A real n8n, installed from the lockfile in test/n8n/host into the cache folder.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout, childEnvironment, shortHash } from './cache-folder.mjs';
import { capture, npmCommand } from './child.mjs';
import { installOnce, isFinished } from './install-once.mjs';
import { ensureNode24 } from './node24.mjs';
import { step } from './progress.mjs';
import { buildSqlite } from './sqlite-addon.mjs';
import { Trouble } from './trouble.mjs';

const recipe = join(checkout, 'test', 'n8n', 'host');

/** Gives { node, entry, version }: what to run to have n8n. */
export async function ensureN8n() {
	const node = await ensureNode24();
	const lockfile = readFileSync(join(recipe, 'package-lock.json'), 'utf8');
	const folder = cacheFolder(`n8n-${shortHash(lockfile, process.platform, process.arch)}`);
	const version = JSON.parse(lockfile).packages['node_modules/n8n'].version;
	if (!isFinished(folder)) await installOnce(folder, (target) => installN8n(target, node, version));
	return { node, entry: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), version };
}

async function installN8n(folder, node, version) {
	for (const file of ['package.json', 'package-lock.json'])
		copyFileSync(join(recipe, file), join(folder, file));
	await step(`Installing n8n ${version} into the cache folder (about 2 GB, some minutes, once)`, () =>
		installPackages(folder),
	);
	await step('Building the SQLite addon of n8n', () => buildSqlite(folder, node));
}

async function installPackages(folder) {
	const [npm, first] = npmCommand();
	const flags = [
		'ci',
		'--ignore-scripts',
		'--legacy-peer-deps',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	const log = join(folder, 'npm.log');
	const { code, output } = await capture(npm, [...first, ...flags], {
		cwd: folder,
		env: childEnvironment(),
		log,
	});
	if (code === 0 && existsSync(join(folder, 'node_modules', 'n8n', 'bin', 'n8n'))) return;
	throw new Trouble(
		`n8n could not be installed (npm ci ended with ${code}; all of its output: ${log}).`,
		output.trim().split('\n').slice(-6).join('\n    '),
		'check that npm reaches its registry (npm ping) and that the disk has 5 GB of room, then start again.',
	);
}
