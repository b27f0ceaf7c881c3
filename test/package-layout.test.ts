import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	name: string;
	scripts: Record<string, string>;
	dependencies: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
};

interface Packed {
	files: Array<{ path: string; size: number }>;
	unpackedSize: number;
}

/** What npm would publish. npm itself is asked, since its rules about files are its own. */
function pack(): Packed {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		shell: process.platform === 'win32',
	});
	return (JSON.parse(output) as Packed[])[0]!;
}

describe('the published package', () => {
	let packed: Packed;
	beforeAll(() => {
		packed = pack();
	});

	it('has every node and credential that n8n is told of', () => {
		const paths = packed.files.map(({ path }) => path);
		const told = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		expect(told.length).toBeGreaterThan(0);
		expect(told.filter((path) => !paths.includes(path))).toEqual([]);
		const codex = manifest.n8n.nodes.map((path) => path.replace(/\.js$/, '.json'));
		expect(codex.filter((path) => !paths.includes(path))).toEqual([]);
	});

	it('has no sources, tests, scripts or notes of the compiler', () => {
		const allowed = /^(dist\/.*\.(js|json|svg|png)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
		expect(packed.files.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
	});

	it('stays small', () => {
		expect(packed.unpackedSize).toBeLessThan(3_000_000);
	});
});

describe('the manifest', () => {
	it('has a name and an interface version that n8n takes', () => {
		expect(manifest.name).toMatch(/^n8n-nodes-/);
		expect(manifest.n8n.n8nNodesApiVersion).toBe(1);
	});

	it('pins what it depends on: n8n installs without a lockfile', () => {
		const floating = Object.entries(manifest.dependencies).filter(
			([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range),
		);
		expect(floating).toEqual([]);
	});

	it('depends on nothing that n8n drops or that needs an install script', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest).not.toHaveProperty('optionalDependencies');
		const withScript = Object.keys(manifest.dependencies).filter((name) => {
			const path = join(root, 'node_modules', name, 'package.json');
			if (!existsSync(path)) return true;
			const { scripts = {} } = JSON.parse(readFileSync(path, 'utf8')) as { scripts?: Record<string, string> };
			return ['install', 'postinstall'].some((step) => step in scripts);
		});
		expect(withScript).toEqual([]);
	});

	it('runs nothing on the machine that installs it', () => {
		const lifecycle = ['preinstall', 'install', 'postinstall', 'prepare'];
		expect(lifecycle.filter((step) => step in manifest.scripts)).toEqual([]);
	});
});
