import { relative, resolve, dirname, sep } from 'node:path';
import type { SourceImport } from './source-imports';

/** From what people see down to what knows nobody: a layer may import those after it, never one before. */
export const layers = [
	'nodes',
	'runtime',
	'waits',
	'verification',
	'sessions',
	'engines',
	'messages',
] as const;

const root = resolve(__dirname, '..', '..');

export function folderOf(path: string): string {
	return relative(root, path).split(sep)[0] ?? '';
}

/** Why this import is not allowed, or undefined when it is. */
export function complaint(importer: string, { module, typeOnly }: SourceImport): string | undefined {
	const from = folderOf(importer);
	if (!module.startsWith('.')) return complaintAboutPackage(from, module);
	const to = folderOf(resolve(dirname(importer), module));
	if (from === to) return undefined;
	if (to === 'test' || to === 'scripts') return `${from} imports ${to}`;
	if (to === 'credentials') return `${from} imports credentials`;
	if (to === 'storage') return from === 'runtime' ? undefined : `only runtime imports storage, not ${from}`;
	if (from === 'storage') return complaintAboutStorage(to, typeOnly);
	return complaintAboutLayers(from === 'credentials' ? 'nodes' : from, to);
}

function complaintAboutPackage(from: string, module: string): string | undefined {
	const isOfN8n = module === 'n8n-workflow' || module === 'n8n-core' || module.startsWith('@n8n/');
	if (!isOfN8n || ((from === 'nodes' || from === 'credentials') && module === 'n8n-workflow'))
		return undefined;
	return `${from} imports ${module}; n8n is known to nodes and credentials only`;
}

function complaintAboutStorage(to: string, typeOnly: boolean): string | undefined {
	if (to === 'messages') return undefined;
	const declaresPorts = to === 'waits' || to === 'verification' || to === 'sessions' || to === 'engines';
	if (declaresPorts && typeOnly) return undefined;
	return `storage implements ports: it takes types from ${to}, nothing that runs`;
}

function complaintAboutLayers(from: string, to: string): string | undefined {
	const order: readonly string[] = layers;
	const [above, below] = [order.indexOf(from), order.indexOf(to)];
	if (above < 0 || below < 0) return `${from} → ${to}: a folder that has no place in the layers`;
	return above < below ? undefined : `${from} → ${to} runs against ${layers.join(' → ')}`;
}
