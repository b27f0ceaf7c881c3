// npm run examples: puts the pages of examples/sign-in into the workflows that show them, each as one piece.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './cache-folder.mjs';

const folder = join(checkout, 'examples');
export const pages = { 'sign-in-with-link.json': 'link.html', 'sign-in-with-code.json': 'code.html' };

const read = (file) => readFileSync(join(folder, 'sign-in', file), 'utf8').trim();

/** The page with its style and its scripts inside it. */
export function wholePage(file) {
	return read(file)
		.replace(/<link rel="stylesheet" href="([\w.-]+)" \/>/g, (_, name) => `<style>\n${read(name)}\n</style>`)
		.replace(/<script src="([\w.-]+)"><\/script>/g, (_, name) => `<script>\n${read(name)}\n</script>`);
}

/** The text of the workflow's file with its page as it is now. */
export function withPage(workflowFile) {
	const workflow = JSON.parse(readFileSync(join(folder, workflowFile), 'utf8'));
	const shown = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.html');
	shown.parameters.html = wholePage(pages[workflowFile]);
	return workflow;
}

if (import.meta.filename === process.argv[1]) {
	const prettier = await import('prettier');
	for (const file of Object.keys(pages)) {
		const path = join(folder, file);
		const options = { ...(await prettier.resolveConfig(path)), parser: 'json' };
		writeFileSync(path, await prettier.format(JSON.stringify(withPage(file)), options));
	}
}
