// A Node that n8n and the tests can run on: the one running now if it will do, else Node 24 from npm.
// n8n asks for Node 24, its expression engine ships binaries for 24 and 26 only,
// and jest loads ESM-only packages through require() from 24.9 on.
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, childEnvironment } from './cache-folder.mjs';
import { capture, npmCommand } from './child.mjs';
import { installOnce, isFinished } from './install-once.mjs';
import { step } from './progress.mjs';
import { Trouble } from './trouble.mjs';

const version = '24.21.0';

export function isSuitable(versions = process.versions) {
	const [major, minor] = versions.node.split('.').map(Number);
	return (major === 24 && minor >= 9) || major === 26;
}

/** Path of a Node binary that will do. */
export async function ensureNode24() {
	return isSuitable() ? process.execPath : binaryIn(await installNode24());
}

/** A folder with `include/node`, for compiling addons without a download of headers. */
export async function node24HeaderFolder() {
	const own = dirname(dirname(process.execPath));
	if (isSuitable() && existsSync(join(own, 'include', 'node', 'node_api.h'))) return own;
	return packageRoot(await installNode24());
}

const platformPackage = () =>
	`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const packageRoot = (folder) => join(folder, 'node_modules', platformPackage());
const binaryIn = (folder) =>
	join(packageRoot(folder), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

async function installNode24() {
	const name = platformPackage();
	const folder = cacheFolder(`${name}-${version}`);
	if (isFinished(folder)) return folder;
	return await step(`Installing Node ${version} (npm package ${name}) into the cache folder`, () =>
		installOnce(folder, async () => {
			writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
			// The npm package "node" only links the right binary from an install script, so take the binary's package.
			const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--no-save'];
			const [npm, first] = npmCommand();
			const { code, output } = await capture(npm, [...first, 'install', ...flags, `${name}@${version}`], {
				cwd: folder,
				env: childEnvironment(),
			});
			if (code !== 0 || !existsSync(binaryIn(folder))) throw noNode24(name, output);
			await checkRuns(binaryIn(folder));
		}),
	);
}

async function checkRuns(binary) {
	const { code, output } = await capture(binary, ['--version']).catch((error) => ({
		code: 1,
		output: String(error),
	}));
	if (code === 0) return;
	throw new Trouble(
		`Node ${version} from npm does not start here: ${output.trim()}`,
		'its binary is built for glibc; on Alpine and other musl systems it cannot run.',
		"install Node 24 from your system's packages (or nodejs.org) and start again with it.",
	);
}

const noNode24 = (name, output) =>
	new Trouble(
		`This needs Node 24.9 or newer; this is Node ${process.versions.node}, and npm could not bring ${name}@${version}.`,
		output.trim().split('\n').slice(-3).join(' ') || 'npm gave no reason.',
		'install Node 24 from nodejs.org, or check that npm reaches its registry, and start again.',
	);
