import { createRequire } from 'node:module';
import { join } from 'node:path';
import { collectGarbage, monotonicMs } from './monotonic';
import { serve } from './process-link';

/** Loads a built package as n8n does in each of its processes: n8n-workflow is there, then every file of it. */
const loadHandlers = {
	load({ root, files }: { readonly root: string; readonly files: readonly string[] }) {
		const require = createRequire(join(root, 'package.json'));
		require('n8n-workflow');
		collectGarbage();
		const [rss, start] = [process.memoryUsage.rss(), monotonicMs()];
		for (const file of files) {
			const loaded = require(join(root, file)) as Record<string, new () => unknown>;
			// n8n makes one of each to read its description.
			for (const Loaded of Object.values(loaded)) new Loaded();
		}
		const ms = monotonicMs() - start;
		collectGarbage();
		return { ms, bytes: process.memoryUsage.rss() - rss };
	},
};

export type LoadHandlers = typeof loadHandlers;

serve(loadHandlers);
