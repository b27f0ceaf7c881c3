// npm run build:tools: .build/, when the sources have changed.
import { buildTools } from './build-package.mjs';
import { runMain } from './trouble.mjs';

await runMain(() => buildTools());
