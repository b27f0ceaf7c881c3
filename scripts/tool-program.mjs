// Runs a program of test/ (the loopback WhatsApp's console, the benchmarks) outside jest, with Node 24.
import { existsSync } from 'node:fs';
import { buildTools } from './build-package.mjs';
import { buildFolder } from './build-state.mjs';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { ensureNode24 } from './node24.mjs';
import { Trouble } from './trouble.mjs';

export async function runTool(program, { nodeFlags = [], args = process.argv.slice(2), env = {} } = {}) {
	return await run(await ensureNode24(), [...nodeFlags, await toolPath(program), ...args], {
		cwd: checkout,
		env: childEnvironment(env),
	});
}

/** Path of the compiled program; `program` is its source, as in 'test/whatsapp/console.ts'. */
export async function toolPath(program) {
	await buildTools();
	const path = buildFolder(program.replace(/\.ts$/, '.js'));
	if (existsSync(path)) return path;
	throw new Trouble(
		`${program} is not there.`,
		'this checkout lacks it, or it was not compiled (tsconfig.tools.json says what is).',
		'get a complete checkout and start again.',
	);
}
