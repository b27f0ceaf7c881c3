// npm run bench: what things cost, beside the bare parts they are made of.
import { runTool } from './tool-program.mjs';
import { runMain } from './trouble.mjs';

await runMain(() => runTool('test/bench/main.ts', { nodeFlags: ['--expose-gc'] }));
