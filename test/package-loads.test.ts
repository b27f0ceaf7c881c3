import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');

interface Loaded {
	nodes: Record<
		string,
		{ className: string; displayName: string; icon?: unknown; codex?: object; version: unknown }
	>;
	credentials: Record<string, { className: string; icon?: unknown }>;
	loadedModules: string[];
}

// n8n's own loader, in a process of its own: as in n8n, and jest's module registry stays out of it. It answers in a
// file: what is still in a pipe when a process ends is lost, and the answer is longer than a pipe is wide.
const program = `
require('reflect-metadata');
const { PackageDirectoryLoader } = require('n8n-core');
const loader = new PackageDirectoryLoader(process.argv[1]);
loader.loadAll().then(() => {
	const nodes = Object.entries(loader.nodeTypes).map(([name, { type, sourcePath }]) => {
		const { displayName, icon, iconUrl, codex, version } = type.description;
		const { className } = loader.known.nodes[name];
		return [name, { className, displayName, icon: iconUrl ?? icon, codex, version, sourcePath }];
	});
	const credentials = Object.entries(loader.credentialTypes).map(([name, { type }]) => [
		name,
		{ className: loader.known.credentials[name].className, icon: type.iconUrl ?? type.icon },
	]);
	const loadedModules = Object.keys(require.cache);
	const answer = { nodes: Object.fromEntries(nodes), credentials: Object.fromEntries(credentials), loadedModules };
	require('node:fs').writeFileSync(process.argv[2], JSON.stringify(answer));
	process.exit(0);
}).catch((error) => { console.error(error); process.exit(1); });
`;

function load(): Loaded {
	if (!existsSync(join(root, 'dist'))) {
		throw new Error(
			'The package is not built, so there is nothing to load. Run: npm run build (npm test does it).',
		);
	}
	const userFolder = mkdtempSync(join(root, '.build', 'loader-'));
	try {
		const answer = join(userFolder, 'loaded.json');
		execFileSync(process.execPath, ['-e', program, root, answer], {
			cwd: root,
			env: { ...process.env, N8N_USER_FOLDER: userFolder },
		});
		return JSON.parse(readFileSync(answer, 'utf8')) as Loaded;
	} finally {
		rmSync(userFolder, { recursive: true, force: true });
	}
}

describe("n8n's loader", () => {
	let loaded: Loaded;
	beforeAll(() => {
		loaded = load();
	}, 60_000);

	it('finds the nodes under their names', () => {
		expect(loaded.nodes).toMatchObject({
			whatsAppKit: { className: 'WhatsAppKit', displayName: expect.stringMatching(/^WhatsApp Kit/) },
			whatsAppKitTrigger: {
				className: 'WhatsAppKitTrigger',
				displayName: expect.stringMatching(/^WhatsApp Kit/),
			},
			waCr: { className: 'WaCr', displayName: 'WA.cr' },
			waCrTrigger: { className: 'WaCrTrigger', displayName: 'WA.cr Trigger' },
			whatsAppVerify: {
				className: 'WhatsAppVerify',
				displayName: expect.stringMatching(/^WhatsApp Verify/),
			},
			whatsAppVerifyTrigger: {
				className: 'WhatsAppVerifyTrigger',
				displayName: expect.stringMatching(/^WhatsApp Verify/),
			},
			wawp: { className: 'Wawp', displayName: 'Wawp' },
			waaBot: { className: 'WaaBot', displayName: 'WaaBot' },
			waaBotTrigger: { className: 'WaaBotTrigger', displayName: 'WaaBot Trigger' },
			wawpTrigger: { className: 'WawpTrigger', displayName: 'Wawp Trigger' },
			whatsAuthTrigger: { className: 'WhatsAuthTrigger', displayName: 'WhatsAuth Trigger' },
		});
	});

	it('finds the credentials under their names', () => {
		expect(loaded.credentials).toMatchObject({
			waCrApi: { className: 'WaCrApi' },
			whatsAuthApi: { className: 'WhatsAuthApi' },
			whatsAppWebApi: { className: 'WhatsAppWebApi' },
		});
	});

	it('finds an icon for each of them, and a codex for each node', () => {
		const { nodes, credentials } = loaded;
		const all = [...Object.entries(nodes), ...Object.entries(credentials)];
		expect(all.filter(([, { icon }]) => !icon).map(([name]) => name)).toEqual([]);
		expect(
			Object.entries(nodes)
				.filter(([, { codex }]) => !codex)
				.map(([name]) => name),
		).toEqual([]);
	});

	it('loads none of the heavy parts with the node files', () => {
		const heavy =
			/node_modules[\\/](@whiskeysockets|bullmq|ioredis|pg|kysely|qrcode|axios|libphonenumber-js|file-type)[\\/]/;
		const own = loaded.loadedModules.filter((path) => path.startsWith(join(root, 'dist')));
		expect(own.length).toBeGreaterThan(0);
		const ofKit = loaded.loadedModules.filter((path) => heavy.test(path));
		// n8n-core itself uses axios; what it loads is not ours to judge.
		expect(ofKit.filter((path) => !/[\\/]axios[\\/]/.test(path))).toEqual([]);
		expect(
			own.filter((path) => /[\\/]dist[\\/](storage|runtime|verification|waits)[\\/]/.test(path)),
		).toEqual([]);
		// What speaks HTTP brings a library along.
		expect(own.filter((path) => /[\\/]engines[\\/]gateway[\\/]gateway-(http|agents)/.test(path))).toEqual([]);
		// Of the session manager only its words and settings: what makes sessions comes with their first use.
		expect(own.filter((path) => /[\\/]sessions[\\/](session-manager|managed-session)/.test(path))).toEqual(
			[],
		);
	});
});
