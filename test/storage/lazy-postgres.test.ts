import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('importing what opens the store loads neither pg nor Kysely', () => {
	const hook = join(__dirname, 'processes', 'typescript-hook.js');
	const script = `
		const heavy = () => Object.keys(require.cache).some((path) => /node_modules.(kysely|pg)./.test(path));
		require(${JSON.stringify(join(__dirname, '..', '..', 'runtime', 'open-chosen-store.ts'))});
		const before = heavy();
		require('pg');
		console.log(before, heavy());
	`;
	const { stdout } = spawnSync(process.execPath, ['-r', hook, '-e', script], { encoding: 'utf8' });
	expect(stdout).toBe('false true\n');
});
