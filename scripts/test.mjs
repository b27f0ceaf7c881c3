// npm test: installs what is missing, then runs all jest suites that need nothing but this machine.
// Arguments go on to jest: npm test -- test/messages
import { buildPackage } from './build-package.mjs';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { jestArguments } from './jest.mjs';
import { ensureNode24 } from './node24.mjs';
import { runMain } from './trouble.mjs';

await runMain(async () => {
	const node = await ensureNode24();
	await buildPackage();
	return await run(node, jestArguments(...process.argv.slice(2)), { cwd: checkout, env: childEnvironment() });
});
