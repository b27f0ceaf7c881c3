// Installs what the other commands would install when they need it: the packages of the checkout and Node 24.
import { ensureNode24 } from './node24.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { runMain } from './trouble.mjs';

await runMain(async () => {
	await ensureNodeModules();
	await ensureNode24();
});
