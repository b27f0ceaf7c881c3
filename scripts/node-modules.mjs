// Installs the checkout's own packages when they are missing or not those of the lockfile.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout, childEnvironment, shortHash } from './cache-folder.mjs';
import { capture, npmCommand } from './child.mjs';
import { withLock } from './install-once.mjs';
import { step } from './progress.mjs';
import { Trouble } from './trouble.mjs';

/** npm writes node_modules/.package-lock.json at the very end, so a broken-off install has none. */
export function isInstalled() {
	const hidden = join(checkout, 'node_modules', '.package-lock.json');
	if (!existsSync(hidden)) return false;
	const wanted = readPackages(join(checkout, 'package-lock.json'));
	const present = readPackages(hidden);
	return Object.entries(wanted).every(
		([path, entry]) =>
			path === '' || entry.optional || entry.peer || present[path]?.version === entry.version,
	);
}

const readPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages ?? {};

export async function ensureNodeModules() {
	if (isInstalled()) return;
	const lock = cacheFolder('locks', shortHash(checkout));
	await withLock(lock, async () => {
		if (isInstalled()) return;
		await step('Installing the packages of this checkout (npm ci)', installPackages);
	});
}

async function installPackages() {
	const [npm, first] = npmCommand();
	const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const { code, output } = await capture(npm, [...first, ...flags], {
		cwd: checkout,
		env: childEnvironment(),
	});
	if (code === 0) return;
	throw new Trouble(
		'npm ci failed, so the packages this project needs are not there.',
		output.trim().split('\n').slice(-6).join('\n    '),
		'check that npm reaches its registry (npm ping) and that the disk has room, then start again.',
	);
}
