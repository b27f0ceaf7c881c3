// Runs jest in this Node with the flags it needs here; arguments go on to jest.
// --experimental-vm-modules lets tests load ESM-only packages; workers take the flag over.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout, childEnvironment } from './cache-folder.mjs';
import { run } from './child.mjs';
import { runMain } from './trouble.mjs';

export function jestArguments(...args) {
	const jest = join(checkout, 'node_modules', 'jest', 'bin', 'jest.js');
	return ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, '--forceExit', ...args];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await runMain(() =>
		run(process.execPath, jestArguments(...process.argv.slice(2)), {
			cwd: checkout,
			env: childEnvironment(),
		}),
	);
}
