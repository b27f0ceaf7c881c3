// The one folder outside the checkout that these scripts may write to.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));

export function cacheFolder(...parts) {
	const own = process.env.WHATSAPP_KIT_CACHE;
	const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const folder = own ? resolve(own) : join(base, 'n8n-nodes-whatsapp-kit');
	mkdirSync(folder, { recursive: true });
	return join(folder, ...parts);
}

// npm run hands this checkout's .npmrc on as variables; npm in another folder must not go by them.
const fromOurNpmrc =
	/^npm_config_(ignore_scripts|legacy_peer_deps|omit_lockfile\w*|local_prefix|allow_scripts|audit|fund)$/i;

/** The environment for npm and node children: what they keep, they keep in the cache folder. */
export function childEnvironment(extra = {}) {
	const inherited = Object.entries(process.env).filter(([name]) => !fromOurNpmrc.test(name));
	return {
		...Object.fromEntries(inherited),
		npm_config_cache: cacheFolder('npm'),
		npm_config_update_notifier: 'false',
		NODE_COMPILE_CACHE: cacheFolder('compile-cache'),
		// Tools with a cache of their own (swc, gulp) keep it here; ours stays where it is for our children.
		WHATSAPP_KIT_CACHE: cacheFolder(),
		XDG_CACHE_HOME: cacheFolder('tools'),
		...extra,
	};
}

export function shortHash(...texts) {
	const hash = createHash('sha256');
	for (const text of texts) hash.update(text).update('\0');
	return hash.digest('hex').slice(0, 16);
}
