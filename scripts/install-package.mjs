// Puts this package into an n8n user folder the way n8n's "Install community node" does it: pack, unpack,
// drop from package.json what n8n drops, then npm install with n8n's own flags in the package's folder.
// Only difference: the installed dependencies are kept in the cache folder and copied the next time.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout, childEnvironment, shortHash } from './cache-folder.mjs';
import { capture, npmCommand } from './child.mjs';
import { installOnce, isFinished } from './install-once.mjs';
import { step } from './progress.mjs';
import { Trouble } from './trouble.mjs';

const droppedByN8n = ['devDependencies', 'peerDependencies', 'optionalDependencies'];
const flagsOfN8n = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** Gives the installed package's folder and { name, version }. dist/ must have been built. */
export async function installPackage(userFolder) {
	const { tarball, name, version } = await pack();
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	await unpack(tarball, target);
	rmSync(tarball);
	const manifest = stripManifest(target);
	const kept = await keptDependencies(name, manifest);
	if (existsSync(kept))
		cpSync(kept, join(target, 'node_modules'), { recursive: true, verbatimSymlinks: true });
	return { folder: target, name, version };
}

async function pack() {
	const destination = join(checkout, '.build');
	mkdirSync(destination, { recursive: true });
	const flags = [
		'pack',
		'--ignore-scripts',
		'--json',
		'--loglevel=error',
		`--pack-destination=${destination}`,
	];
	const [npm, first] = npmCommand();
	const { code, stdout, output } = await capture(npm, [...first, ...flags], {
		cwd: checkout,
		env: childEnvironment(),
	});
	if (code !== 0) throw new Trouble('npm pack failed.', output.trim(), 'see its message above.');
	const [{ filename, name, version }] = JSON.parse(stdout);
	return { tarball: join(destination, filename), name, version };
}

async function unpack(tarball, target) {
	mkdirSync(target, { recursive: true });
	const { code, output } = await capture('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	if (code !== 0)
		throw new Trouble('The packed package could not be unpacked.', output.trim(), 'install tar.');
}

function stripManifest(folder) {
	const path = join(folder, 'package.json');
	const manifest = JSON.parse(readFileSync(path, 'utf8'));
	for (const field of droppedByN8n) delete manifest[field];
	writeFileSync(path, JSON.stringify(manifest, null, 2));
	return manifest;
}

/** Path of a node_modules folder with the package's dependencies, as npm installs them for n8n. */
async function keptDependencies(name, manifest) {
	const key = shortHash(JSON.stringify(manifest.dependencies ?? {}), process.platform, process.arch);
	const folder = cacheFolder(`package-dependencies-${key}`);
	const inFolder = join(folder, 'nodes', 'node_modules', name);
	if (!isFinished(folder)) {
		await step(`Installing the dependencies of ${name} as n8n does`, () =>
			installOnce(folder, () => npmInstall(inFolder, manifest)),
		);
	}
	return join(inFolder, 'node_modules');
}

async function npmInstall(folder, manifest) {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	const [npm, first] = npmCommand();
	const { code, output } = await capture(npm, [...first, 'install', ...flagsOfN8n], {
		cwd: folder,
		env: childEnvironment(),
	});
	if (code === 0) return;
	throw new Trouble(
		"npm could not install the package's dependencies the way n8n does.",
		output.trim().split('\n').slice(-6).join('\n    '),
		'check that npm reaches its registry (npm ping), then start again.',
	);
}
