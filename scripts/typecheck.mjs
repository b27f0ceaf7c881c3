// npm run typecheck: the package as it is built (no browser types), then everything with its tests.
import { join } from 'node:path';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { runMain } from './trouble.mjs';

await runMain(async () => {
	await ensureNodeModules();
	const node = await ensureNode24();
	const compiler = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
	let worst = 0;
	for (const [project, notes] of [
		['tsconfig.json', '.build/package-check.tsbuildinfo'],
		['tsconfig.check.json', '.build/check.tsbuildinfo'],
	]) {
		const flags = ['--noEmit', '-p', project, '--tsBuildInfoFile', notes];
		const code = await run(node, [compiler, ...flags], { cwd: checkout, env: childEnvironment() });
		worst = Math.max(worst, code);
	}
	return worst;
});
