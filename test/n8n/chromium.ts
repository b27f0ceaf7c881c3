import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';

const usualNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** WHATSAPP_KIT_CHROMIUM, else the first of the usual names that starts. */
function findChromium(): string {
	const named = process.env.WHATSAPP_KIT_CHROMIUM;
	const candidates = named ? [named] : usualNames;
	const found = candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
	if (found) return which(found);
	throw new Error(
		'No Chromium was found, and these tests look at n8n in one. ' +
			'Install it (Debian/Ubuntu: apt-get install -y chromium fonts-dejavu-core), ' +
			'or name yours in WHATSAPP_KIT_CHROMIUM, and start again.',
	);
}

function which(name: string): string {
	if (name.includes('/')) return name;
	return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
}

/** A browser with an empty profile that asks nothing of the internet; gone with its profile after `close`. */
export async function openBrowser(): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
	selectors.setTestIdAttribute('data-test-id');
	const profile = mkdtempSync(join(tmpdir(), 'whatsapp-kit-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findChromium(),
		headless: true,
		viewport: { width: 1440, height: 900 },
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	// Only n8n on loopback: the editor's own look at npm for packages stays inside.
	await context.route(
		(url) => !['127.0.0.1', 'localhost'].includes(url.hostname),
		(route) => route.abort(),
	);
	const close = async () => {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	};
	return { context, close };
}
