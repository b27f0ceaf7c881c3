// Whether a build is still that of the sources: a hash over the contents, kept beside the output.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { checkout } from './cache-folder.mjs';

const sourceFolders = [
	'credentials',
	'nodes',
	'engines',
	'messages',
	'sessions',
	'verification',
	'waits',
	'storage',
	'runtime',
];
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.tools.json', 'gulpfile.js'];

export const buildFolder = (...parts) => join(checkout, '.build', ...parts);

export function sourceHash(moreFolders = []) {
	const hash = createHash('sha256');
	const files = [...sourceFolders, ...moreFolders].flatMap(filesIn);
	for (const path of [...settings, ...files.sort()]) {
		if (existsSync(join(checkout, path))) hash.update(`${path}\0`).update(readFileSync(join(checkout, path)));
	}
	return hash.digest('hex');
}

function filesIn(folder) {
	if (!existsSync(join(checkout, folder))) return [];
	return readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map((entry) => join(entry.parentPath, entry.name).slice(checkout.length + 1));
}

export function isCurrent(name, hash) {
	const stamp = buildFolder(`${name}.stamp`);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

export function markCurrent(name, hash) {
	const stamp = buildFolder(`${name}.stamp`);
	mkdirSync(dirname(stamp), { recursive: true });
	writeFileSync(stamp, hash);
}

export function forget(name) {
	rmSync(buildFolder(`${name}.stamp`), { force: true });
}
