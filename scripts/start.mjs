// npm start: n8n with this package and a first workflow, on loopback, in the cache folder.
// npm start -- --demo: the same, wired to the loopback WhatsApp of the tests instead of the real one.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage } from './build-package.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { importSignInPages, importWorkflow } from './demo-workflow.mjs';
import { installPackage } from './install-package.mjs';
import { demoLines, demoPhone, startLoopbackWhatsApp } from './loopback-whatsapp.mjs';
import { ensureN8n } from './n8n-host.mjs';
import { startN8n } from './n8n-process.mjs';
import { N8nRest } from './n8n-rest.mjs';
import { ownerLogin } from './owner-login.mjs';
import { step } from './progress.mjs';
import { claimFolder } from './single-start.mjs';
import { runMain, Trouble } from './trouble.mjs';

const demo = process.argv.includes('--demo');

await runMain(async () => {
	refuseOtherArguments();
	const home = cacheFolder(demo ? 'start-demo' : 'start');
	mkdirSync(home, { recursive: true });
	const claim = await claimFolder(home);
	await buildPackage();
	const host = await ensureN8n();
	await step('Putting the package into n8n, the way n8n does it', () => installPackage(home));
	const whatsApp = demo
		? await step('Starting the loopback WhatsApp', () => startLoopbackWhatsApp(home))
		: undefined;
	const n8n = await step(`Starting n8n ${host.version}`, () =>
		startN8n({
			host,
			userFolder: home,
			logFile: join(home, 'n8n.log'),
			port: 5678,
			env: whatsApp?.environment,
		}),
	);
	claim.announce(n8n);
	const login = ownerLogin(home);
	const problem = await prepare(n8n, login, home);
	tell(n8n, login, problem);
	// Whichever ends first (Ctrl-C reaches both, "quit" only the console) takes the other with it.
	await Promise.race([n8n.exited, ...(whatsApp ? [whatsApp.exited] : [])]);
	const { code } = await n8n.stop();
	await whatsApp?.stop();
	claim.release();
	console.log('n8n has ended.');
	return code ?? 0;
});

function refuseOtherArguments() {
	const unknown = process.argv.slice(2).filter((argument) => argument !== '--demo');
	if (unknown.length === 0) return;
	throw new Trouble(
		`Unknown argument: ${unknown.join(' ')}`,
		'npm start knows only --demo.',
		'npm start -- --demo',
	);
}

/** Owner and first workflows. n8n is of use without them, so trouble here is told and not fatal. */
async function prepare(n8n, login, home) {
	try {
		const rest = new N8nRest(n8n.address);
		await rest.signIn(login);
		await importWorkflow(rest, home, demo ? demoPhone : undefined);
		if (demo) await importSignInPages(rest, home);
		return undefined;
	} catch (error) {
		return error.message;
	}
}

function tell(n8n, login, problem) {
	const lines = [
		'',
		`  The editor:   ${n8n.address}`,
		`  Sign in as:   ${login.email}`,
		`  Password:     ${login.password}`,
		'',
		'  A workflow "WhatsApp Kit: first steps" is there; its yellow notes say what to do.',
		...(demo ? ['', ...demoLines(n8n.address)] : []),
		...(problem ? ['', `  The first workflow or the sign-in could not be prepared: ${problem}`] : []),
		'',
		`  Log: ${n8n.logFile}`,
		'  Ctrl-C ends it all; everything is kept for the next start.',
		'',
	];
	console.log(lines.join('\n'));
}
