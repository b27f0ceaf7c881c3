// Builds what is published: tsc into dist/, then gulp for icons and the other files that are no code.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, forget, isCurrent, markCurrent, sourceHash } from './build-state.mjs';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { withLock } from './install-once.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { step } from './progress.mjs';
import { Trouble } from './trouble.mjs';

const tool = (...parts) => join(checkout, 'node_modules', ...parts);

/** dist/ as the sources are now. Without `force`, nothing is done when it already is. */
export async function buildPackage({ force = false } = {}) {
	await ensureNodeModules();
	await withLock(buildFolder('package.lock'), async () => {
		const hash = sourceHash();
		if (!force && isCurrent('package', hash) && existsSync(join(checkout, 'dist'))) return;
		await step('Building the package into dist/', async () => {
			forget('package');
			// A file whose source is gone must not be published, and tsc emits all only without its notes.
			rmSync(join(checkout, 'dist'), { recursive: true, force: true });
			rmSync(buildFolder('package.tsbuildinfo'), { force: true });
			await compile('tsconfig.json');
			await assets('dist');
			markCurrent('package', hash);
		});
	});
}

/** .build/ with the sources, the loopback WhatsApp and the benchmarks, for programs run outside jest. */
export async function buildTools() {
	await ensureNodeModules();
	await withLock(buildFolder('tools.lock'), async () => {
		const hash = sourceHash(['test']);
		if (isCurrent('tools', hash)) return;
		await step('Building the tools into .build/', async () => {
			forget('tools');
			await compile('tsconfig.tools.json');
			await assets('tools');
			markCurrent('tools', hash);
		});
	});
}

async function compile(project) {
	const code = await inNode24(tool('typescript', 'bin', 'tsc'), '-p', project);
	if (code === 0) return;
	throw new Trouble(
		`The TypeScript compiler found errors (${project}).`,
		'they are printed above.',
		'mend them; npm run typecheck shows those of the tests too.',
	);
}

async function assets(task) {
	const code = await inNode24(tool('gulp', 'bin', 'gulp.js'), '--silent', task);
	if (code === 0) return;
	throw new Trouble(`gulp ${task} failed.`, 'its message is printed above.', 'see gulpfile.js.');
}

async function inNode24(...args) {
	return await run(await ensureNode24(), args, { cwd: checkout, env: childEnvironment() });
}
