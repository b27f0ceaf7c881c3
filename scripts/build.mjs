// npm run build: dist/, always from scratch.
import { buildPackage } from './build-package.mjs';
import { runMain } from './trouble.mjs';

await runMain(() => buildPackage({ force: true }));
