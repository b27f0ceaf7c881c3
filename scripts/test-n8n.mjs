// npm run test:n8n: builds and installs the package into a real n8n, then runs test/n8n.
// Arguments go on to jest. WHATSAPP_KIT_SCREENSHOTS=1 refreshes the pictures of the README.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from './build-package.mjs';
import { buildFolder } from './build-state.mjs';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { installPackage } from './install-package.mjs';
import { jestArguments } from './jest.mjs';
import { ensureN8n } from './n8n-host.mjs';
import { ensureNode24 } from './node24.mjs';
import { runMain } from './trouble.mjs';

await runMain(async () => {
	await buildPackage();
	const host = await ensureN8n();
	const runs = buildFolder('n8n-runs', String(process.pid));
	const template = join(runs, 'template');
	mkdirSync(template, { recursive: true });
	try {
		await installPackage(template);
		const settings = JSON.stringify({ host, template, runs });
		const config = join(checkout, 'test', 'n8n', 'jest.config.js');
		const args = ['--config', config, ...process.argv.slice(2)];
		const env = childEnvironment({ WHATSAPP_KIT_TEST_N8N: settings });
		return await run(await ensureNode24(), jestArguments(...args), { cwd: checkout, env });
	} finally {
		keepLogs(runs);
		rmSync(runs, { recursive: true, force: true });
	}
});

/** The logs and the last page of a run stay in .build/n8n-logs, for whoever wants to know why. */
function keepLogs(runs) {
	const kept = buildFolder('n8n-logs');
	rmSync(kept, { recursive: true, force: true });
	const isLog = (path) => path === runs || /\.(log|png)$/.test(path);
	cpSync(runs, kept, { recursive: true, filter: isLog });
}
