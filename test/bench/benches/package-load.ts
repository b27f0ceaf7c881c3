import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from '../bench';
import type { LoadHandlers } from '../processes/load-process';
import { startProcess } from '../processes/process-link';
import { Lines } from '../report';

const ROUNDS = 9;
const MIB = 2 ** 20;

export const packageLoad: Bench = {
	name: 'package-load',
	about: 'What requiring every node and credential of dist/ adds to a process that has n8n-workflow loaded.',
	async run() {
		// npm run bench starts in the checkout.
		const root = process.cwd();
		await build(root);
		const { n8n } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Package;
		const files = [...n8n.credentials, ...n8n.nodes];
		const rounds: { readonly ms: number; readonly bytes: number }[] = [];
		for (let round = 0; round < ROUNDS; round += 1) rounds.push(await loadOnce(root, files));
		const lines = new Lines('package-load');
		lines.add(
			'added time',
			rounds.map(({ ms }) => ms),
			{ unit: 'ms', target: { atMost: 100 } },
		);
		lines.add(
			'added resident memory',
			rounds.map(({ bytes }) => bytes / MIB),
			{ unit: 'MiB', target: { atMost: 10 } },
		);
		return lines.all;
	},
};

interface Package {
	readonly n8n: { readonly credentials: readonly string[]; readonly nodes: readonly string[] };
}

async function build(root: string): Promise<void> {
	const { buildPackage } = (await import(pathToFileURL(join(root, 'scripts', 'build-package.mjs')).href)) as {
		buildPackage(): Promise<void>;
	};
	await buildPackage();
}

async function loadOnce(root: string, files: readonly string[]): Promise<{ ms: number; bytes: number }> {
	// n8n has no compile cache, so the measured process has none.
	const env = { NODE_DISABLE_COMPILE_CACHE: '1' };
	const child = await startProcess<LoadHandlers>(join(__dirname, '..', 'processes', 'load-process'), { env });
	const measured = await child.tell('load', { root, files });
	await child.stop();
	return measured;
}
