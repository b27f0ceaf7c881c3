// node scripts/with-node24.mjs <script> [args]: runs a JavaScript file with Node 24.
// Options before the script (--expose-gc and the like) go to Node.
import { childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { ensureNode24 } from './node24.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { runMain } from './trouble.mjs';

await runMain(async () => {
	await ensureNodeModules();
	return await run(await ensureNode24(), process.argv.slice(2), { env: childEnvironment() });
});
