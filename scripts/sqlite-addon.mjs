// n8n keeps its data in SQLite through an addon that npm ci --ignore-scripts does not build.
// Built here, and only this one: compiled against the headers that lie in Node's npm package, so that
// nothing is fetched from elsewhere; the addon's own ready-made download is the second way.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { childEnvironment } from './cache-folder.mjs';
import { capture, npmScript } from './child.mjs';
import { node24HeaderFolder } from './node24.mjs';
import { Trouble } from './trouble.mjs';

export async function buildSqlite(hostFolder, node) {
	const addon = join(hostFolder, 'node_modules', 'sqlite3');
	const missing = await missingTools();
	const attempts = missing.length === 0 ? [compile, download] : [download];
	const reasons = missing.length === 0 ? [] : [`cannot compile without ${missing.join(', ')}`];
	for (const attempt of attempts) {
		const reason = await attempt(addon, node, hostFolder);
		if (reason === undefined && (await loads(addon, node))) return;
		reasons.push(reason ?? 'the built addon does not load');
	}
	throw new Trouble(
		'The SQLite addon of n8n (sqlite3) could not be built.',
		reasons.join('; '),
		'install python3, make and a C++ compiler (Debian/Ubuntu: apt-get install -y python3 make g++), then start again.',
	);
}

async function missingTools() {
	const tools = [
		['python3', ['--version']],
		['make', ['--version']],
		['c++', ['--version']],
	];
	const present = await Promise.all(tools.map(([tool, args]) => starts(tool, args)));
	return tools.filter((_, index) => !present[index]).map(([tool]) => tool);
}

const starts = (command, args) =>
	capture(command, args).then(
		({ code }) => code === 0,
		() => false,
	);

async function compile(addon, node, hostFolder) {
	const gyp = nodeGyp(hostFolder);
	const flags = ['rebuild', '--jobs=max', `--nodedir=${await node24HeaderFolder()}`];
	return await attempt('compiling', node, [gyp, ...flags], addon);
}

async function download(addon, node, hostFolder) {
	const script = join(hostFolder, 'node_modules', 'prebuild-install', 'bin.js');
	return await attempt('the ready-made download', node, [script, '-r', 'napi'], addon);
}

async function attempt(title, node, args, addon) {
	const env = childEnvironment({ PATH: [dirname(node), process.env.PATH].join(delimiter) });
	const { code, output } = await capture(node, args, { cwd: addon, env });
	if (code === 0) return undefined;
	return `${title} failed: ${output.trim().split('\n').slice(-4).join(' | ')}`;
}

/** npm's own node-gyp is newer than the one beside sqlite3, which cannot run on Python 3.12. */
function nodeGyp(hostFolder) {
	const npm = npmScript();
	const inNpm = npm && join(dirname(npm), '..', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
	if (inNpm && existsSync(inNpm)) return inNpm;
	return join(hostFolder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
}

async function loads(addon, node) {
	const { code } = await capture(node, ['-e', `require(${JSON.stringify(addon)})`]);
	return code === 0;
}
